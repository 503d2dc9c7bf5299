package io.countermark.cli;

import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** What is wrong with the command as a whole rather than with one of its files. */
final class Refusal {

    private Refusal() {}

    /** One line on standard error; the exit code is 1. */
    static int print(CommandSpec spec, Path file, IOException e) {
        spec.commandLine().getErr().println(FileRun.failure(file, Failure.of(e)).text());
        return 1;
    }

    /** An option names something that can't be used; picocli prints it and ends with 2. */
    static ParameterException option(CommandSpec spec, String option, Failure failure) {
        return new ParameterException(spec.commandLine(), option + ": " + failure.code() + ": " + failure.message());
    }
}
