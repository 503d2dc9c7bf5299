package io.countermark.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "countermark",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        header = "Protects original product pictures: marks, credentials, archive, proof, copy detection.",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "",
        subcommands = {BenchCommand.class},
        footerHeading = "%n",
        footer = {
            "@|bold First steps|@",
            "  countermark serve                    start, then open the set-up link it prints",
            "  countermark protect photo.jpg        mark, sign, archive and log a picture",
            "  countermark check found.jpg          say which of your pictures it was made from",
            "",
            "Results go to standard output (--json: one object a line), progress to standard error.",
            "Exit code 0: all done; 1: a file failed, the rest was done; 2: wrong use.",
            "'countermark COMMAND --help' tells more about a command."
        })
final class CountermarkCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "What should be done? Name a command.");
    }
}
