package io.countermark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class BenchCommandTest {

    private final List<String> seen = new ArrayList<>();
    private final StringWriter out = new StringWriter();

    private final Benchmark counting = new Benchmark() {
        @Override
        public String name() {
            return "counting";
        }

        @Override
        public String summary() {
            return "Counts its arguments";
        }

        @Override
        public int run(List<String> arguments, PrintStream stream) {
            seen.addAll(arguments);
            return arguments.size();
        }
    };

    private int run(String... arguments) {
        CommandLine line = new CommandLine(new CountermarkCommand());
        BenchCommand.addTo(line, "bench", new BenchCommand(List.of(counting)));
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(out));
        return line.execute(
                Stream.concat(Stream.of("bench"), Arrays.stream(arguments)).toArray(String[]::new));
    }

    @Test
    void listsWhatThereIs() {
        assertEquals(0, run());
        assertThat(out.toString()).contains("counting  Counts its arguments");
    }

    @Test
    void handsOnWhatStandsAfterTheName() {
        assertEquals(3, run("counting", "--photos", "DIR", "last"));
        assertEquals(List.of("--photos", "DIR", "last"), seen);
    }

    @Test
    void anUnknownNameIsWrongUse() {
        assertEquals(2, run("guessing"));
        assertThat(out.toString()).contains("There are: counting");
    }
}
