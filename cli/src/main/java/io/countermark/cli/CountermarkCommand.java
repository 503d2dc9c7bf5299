package io.countermark.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

@Command(
        name = "countermark",
        versionProvider = Version.class,
        header = "Protects original product pictures: marks, credentials, archive, proof, copy detection.",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "",
        footerHeading = "%n",
        footer = {
            "@|bold First steps|@",
            "  countermark serve               start; open the set-up link that it prints",
            "  countermark protect photo.jpg   archive, mark, sign and log a picture",
            "  countermark check found.jpg     say which of your pictures it came from",
            "",
            "Results go to standard output (--json: one object a line), progress to",
            "standard error. Exit code 0: all done; 1: a file failed, the rest was done;",
            "2: wrong use. 'countermark COMMAND --help' tells more about a command."
        })
final class CountermarkCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help and end")
    @SuppressWarnings("unused") // picocli reads it
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version and end")
    @SuppressWarnings("unused") // picocli reads it
    private boolean version;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "What should be done? Name a command.");
    }
}
