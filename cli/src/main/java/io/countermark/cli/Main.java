package io.countermark.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/** Entry of the one jar. */
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /** The command line as {@link #main} uses it; UTF-8 on both streams whatever the locale. */
    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new CountermarkCommand());
        line.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
        line.setUsageHelpAutoWidth(true);
        line.getHelpSectionMap().put(CommandGroups.SECTION, new CommandGroups());
        return line;
    }
}
