package io.countermark.dist;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A verifier that is not ours, run as a process. What it needs may be missing; then the test says so and is skipped. */
final class OutsideTool {

    /** How a run ended. */
    record Outcome(int exitCode, String output) {}

    private OutsideTool() {}

    /** A copy of {@code shared/tools/<name>} with its Node packages, made once a build; skips the test where that is not possible. */
    static Path nodeTool(String name) {
        Path source = Product.shared().resolve("tools").resolve(name);
        Assumptions.assumeTrue(Files.isDirectory(source), () -> "Skipped: " + source + " is not there");
        assumeProgram("node");
        assumeProgram("npm");
        Path copy = Product.root().resolve("dist/target/tools").resolve(name);
        if (!Files.isDirectory(copy.resolve("node_modules"))) {
            copyFiles(source, copy);
            Outcome installed = run(
                    copy, List.of("npm", "ci", "--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund"), 300);
            Assumptions.assumeTrue(
                    installed.exitCode() == 0, () -> "Skipped: npm ci failed for " + name + ": " + installed.output());
        }
        return copy;
    }

    /** The Go program {@code tlogcheck}, built from {@code shared/tools/log-verify}. */
    static Path tlogcheck() {
        Path source = Product.shared().resolve("tools/log-verify/tlogcheck");
        Assumptions.assumeTrue(Files.isDirectory(source), () -> "Skipped: " + source + " is not there");
        assumeProgram("go");
        Assumptions.assumeTrue(
                Files.isDirectory(Path.of("/usr/share/gocode/src/golang.org/x/mod")),
                "Skipped: golang.org/x/mod is not installed (Debian: golang-golang-x-mod-dev)");
        Path copy = Product.root().resolve("dist/target/tools/tlogcheck");
        copyFiles(source, copy);
        Path program = copy.resolve("tlogcheck");
        Outcome built = run(
                copy,
                List.of(
                        "env",
                        "GO111MODULE=off",
                        "GOPATH=/usr/share/gocode",
                        "GOCACHE=" + copy.resolve("cache"),
                        "go",
                        "build",
                        "-o",
                        program.toString(),
                        "main.go"),
                300);
        if (built.exitCode() != 0) {
            throw new AssertionError("go build failed: " + built.output());
        }
        return program;
    }

    /** Runs to the end, standard error with standard output. */
    static Outcome run(Path folder, List<String> command, int seconds) {
        try {
            Path output = Files.createTempFile("countermark-tool", ".out");
            try {
                Process process = new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
                if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    throw new AssertionError(
                            command + " did not end within " + seconds + " s: " + Files.readString(output));
                }
                return new Outcome(process.exitValue(), Files.readString(output));
            } finally {
                Files.delete(output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted", e);
        }
    }

    static void assumeProgram(String name) {
        boolean there = Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
        Assumptions.assumeTrue(there, () -> "Skipped: " + name + " is not on the path");
    }

    private static void copyFiles(Path source, Path target) {
        try (Stream<Path> files = Files.list(source)) {
            Files.createDirectories(target);
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = target.resolve(file.getFileName());
                Files.write(copy, Files.readAllBytes(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
