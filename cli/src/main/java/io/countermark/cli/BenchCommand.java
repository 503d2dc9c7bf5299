package io.countermark.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "bench",
        header = "Run a benchmark, or list them",
        description = {
            "Speeds are ratios against a peer measured in the same run.",
            "Without a NAME the benchmarks are listed; what follows the name goes to the benchmark."
        })
final class BenchCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", arity = "0..1", paramLabel = "NAME", description = "Which one")
    private @Nullable String name;

    @Parameters(index = "1..*", arity = "0..*", paramLabel = "ARGUMENT", description = "For the benchmark")
    private List<String> arguments = List.of();

    private final List<Benchmark> benchmarks;

    BenchCommand() {
        this(ServiceLoader.load(Benchmark.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList());
    }

    BenchCommand(List<Benchmark> benchmarks) {
        this.benchmarks = benchmarks.stream()
                .sorted(Comparator.comparing(Benchmark::name))
                .toList();
    }

    /** Everything after the name is the benchmark's, its options too. */
    static CommandLine addTo(CommandLine parent, String name, BenchCommand command) {
        CommandLine line = new CommandLine(command).setStopAtPositional(true);
        parent.addSubcommand(name, line);
        return line;
    }

    @Override
    public Integer call() {
        if (name == null) {
            list(spec.commandLine().getOut());
            return 0;
        }
        Optional<Benchmark> chosen =
                benchmarks.stream().filter(b -> b.name().equals(name)).findFirst();
        if (chosen.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "No benchmark is called '" + name + "'. There are: "
                            + String.join(
                                    ", ",
                                    benchmarks.stream().map(Benchmark::name).toList()));
        }
        PrintStream out = System.out;
        int code = chosen.get().run(arguments, out);
        out.flush();
        return code;
    }

    private void list(PrintWriter out) {
        int width = benchmarks.stream().mapToInt(b -> b.name().length()).max().orElse(0);
        benchmarks.forEach(b -> out.printf("%-" + Math.max(1, width) + "s  %s%n", b.name(), b.summary()));
        out.flush();
    }
}
