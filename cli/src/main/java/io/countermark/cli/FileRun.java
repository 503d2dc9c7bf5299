package io.countermark.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;

/** Does one thing for each of many files: a file that fails gets a line with its reason, and the rest is still done. */
final class FileRun {

    /** The one thing. */
    @FunctionalInterface
    interface Task {
        Outcome run(Path file) throws IOException;
    }

    private final PrintWriter out;
    private final PrintWriter err;
    private final OutputOptions options;

    FileRun(CommandLine line, OutputOptions options) {
        this.out = line.getOut();
        this.err = line.getErr();
        this.options = options;
    }

    /** Returns the exit code. A folder stands for the files in it, in the order of their names. */
    int run(List<Path> given, Task task) {
        List<Path> files = new ArrayList<>();
        int failed = 0;
        for (Path path : given) {
            try {
                files.addAll(filesOf(path));
            } catch (IOException e) {
                print(failure(path, Failure.of(e)));
                failed++;
            }
        }
        Progress progress = new Progress(err, options.quiet(), files.size());
        for (Path file : files) {
            progress.begin(file.toString());
            Outcome outcome = outcome(file, task);
            progress.end();
            print(outcome);
            failed += outcome.failed() ? 1 : 0;
        }
        return failed == 0 ? 0 : 1;
    }

    /** What the task made of the file, or why it failed. */
    static Outcome outcome(Path file, Task task) {
        try {
            return task.run(file);
        } catch (IOException e) {
            return failure(file, Failure.of(e));
        } catch (RuntimeException e) {
            // The libraries' refusals are unchecked, and one file that meets a bug must not stop the others.
            return failure(file, Failure.of(e));
        }
    }

    void print(Outcome outcome) {
        if (outcome.isSilent()) {
            return;
        }
        if (options.json()) {
            out.println(JsonLine.of(outcome.fields()));
        } else if (outcome.failed() && outcome.fields().containsKey("error")) {
            err.println(outcome.text());
        } else {
            out.println(outcome.text());
        }
        out.flush();
        err.flush();
    }

    static Outcome failure(Path file, Failure failure) {
        return Outcome.of(file.toString())
                .with("error", failure.code())
                .with("message", failure.message())
                .failed(file + ": " + failure.code() + ": " + failure.message());
    }

    private static List<Path> filesOf(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> children = Files.list(path)) {
            return children.filter(Files::isRegularFile)
                    .filter(child -> !child.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        }
    }
}
