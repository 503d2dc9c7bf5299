package io.countermark.cli;

import picocli.CommandLine.Option;

/** How a command that goes through many files reports; mixed into each of them. */
final class OutputOptions {

    @Option(names = "--json", description = "One JSON object a line on standard output")
    private boolean json;

    @Option(
            names = {"-q", "--quiet"},
            description = "No progress on standard error")
    private boolean quiet;

    boolean json() {
        return json;
    }

    boolean quiet() {
        return quiet;
    }
}
