package io.countermark.dist;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The packaged product's {@code serve} as a child process on a data folder of the test's, on a free port. It can be killed, stopped
 * and started again on the same data; {@link #close} leaves neither it nor its PostgreSQL behind.
 */
final class ServerProcess implements AutoCloseable {

    /** Longest wait for the address; a start takes a few seconds, with initdb on two busy cores more. */
    private static final Duration START_LIMIT = Duration.ofSeconds(120);

    private static final Pattern ADDRESS = Pattern.compile("(http://[^\\s/#?]+)");
    private static final Pattern SET_UP_LINK = Pattern.compile("(http://\\S+/setup\\S*)");

    private final Path data;
    private final Map<String, String> environment;
    private final List<String> arguments;
    private final List<String> log = new CopyOnWriteArrayList<>();
    private @Nullable Run run;

    private ServerProcess(Path data, Map<String, String> environment, List<String> arguments) {
        this.data = data;
        this.environment = Map.copyOf(environment);
        this.arguments = List.copyOf(arguments);
    }

    /** One life of the process. */
    private record Run(
            Process process, CompletableFuture<URI> address, CompletableFuture<URI> setUpLink, Duration untilReady) {}

    /** Starts on {@code data}, which may be empty, and waits until it answers. */
    static ServerProcess start(Path data, String... moreArguments) {
        return start(data, Map.of(), moreArguments);
    }

    static ServerProcess start(Path data, Map<String, String> environment, String... moreArguments) {
        ServerProcess server = new ServerProcess(data, environment, List.of(moreArguments));
        server.start();
        return server;
    }

    /** Starts again after {@link #stop}, {@link #kill} or a death; on another port. */
    void start() {
        if (run != null && run.process().isAlive()) {
            throw new IllegalStateException("It is running");
        }
        long begin = System.nanoTime();
        List<String> command = new ArrayList<>(
                List.of(Product.command("serve", "--data", data.toString(), "--host", "127.0.0.1", "--port", "0")
                        .toArray(String[]::new)));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        CompletableFuture<URI> address = new CompletableFuture<>();
        CompletableFuture<URI> setUpLink = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> read(process, address, setUpLink));
        run = new Run(process, address, setUpLink, Duration.ZERO);
        await(address, "its address");
        run = new Run(process, address, setUpLink, Duration.ofNanos(System.nanoTime() - begin));
    }

    private void read(Process process, CompletableFuture<URI> address, CompletableFuture<URI> setUpLink) {
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            String line;
            while ((line = out.readLine()) != null) {
                log.add(line);
                // The log may speak of other addresses (of PostgreSQL, of a schema); only lines for people count.
                Matcher link = SET_UP_LINK.matcher(line);
                if (link.find()) {
                    setUpLink.complete(URI.create(link.group(1)));
                } else if (line.contains("Countermark")) {
                    Matcher at = ADDRESS.matcher(line);
                    if (at.find()) {
                        address.complete(URI.create(at.group(1)));
                    }
                }
            }
        } catch (IOException e) {
            log.add("(reading its output ended: " + e.getMessage() + ")");
        }
        IllegalStateException ended = new IllegalStateException("The server ended");
        address.completeExceptionally(ended);
        setUpLink.completeExceptionally(ended);
    }

    private <T> T await(CompletableFuture<T> what, String name) {
        try {
            return what.get(START_LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("The server did not print " + name + ":\n" + String.join("\n", log), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while waiting for " + name, e);
        }
    }

    private Run current() {
        if (run == null) {
            throw new IllegalStateException("Not started");
        }
        return run;
    }

    /** For example {@code http://127.0.0.1:40123}. */
    URI address() {
        return await(current().address(), "its address");
    }

    /** The one-time link that is printed while there is no owner. */
    URI setUpLink() {
        return await(current().setUpLink(), "a set-up link");
    }

    /** From the start of the process until it printed that it listens. */
    Duration untilReady() {
        return current().untilReady();
    }

    Path data() {
        return data;
    }

    boolean isAlive() {
        return run != null && run.process().isAlive();
    }

    long pid() {
        return current().process().pid();
    }

    /** All lines of standard output and standard error so far, of all lives. */
    List<String> log() {
        return List.copyOf(log);
    }

    /** {@code kill -9}; PostgreSQL is left as the death leaves it. */
    void kill() {
        current().process().destroyForcibly();
        awaitEnd();
    }

    /** {@code kill}, and waits for the clean end; returns the exit code. */
    int stop() {
        current().process().destroy();
        return awaitEnd();
    }

    private int awaitEnd() {
        try {
            Process process = current().process();
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("The server did not end within 60 s:\n" + String.join("\n", log));
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while waiting for the end", e);
        }
    }

    /** The postmaster of the embedded PostgreSQL, as its {@code postmaster.pid} says; empty when it does not run. */
    Optional<ProcessHandle> postgres() {
        try (Stream<Path> files = Files.walk(data, 4)) {
            Optional<Path> pidFile =
                    files.filter(f -> f.endsWith("postmaster.pid")).findFirst();
            if (pidFile.isEmpty()) {
                return Optional.empty();
            }
            long pid =
                    Long.parseLong(Files.readAllLines(pidFile.get()).getFirst().strip());
            return ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
        } catch (IOException | UncheckedIOException e) {
            // The file comes and goes with the server.
            return Optional.empty();
        }
    }

    /** {@code kill -9} of the postmaster. */
    void killPostgres() {
        ProcessHandle postgres = postgres().orElseThrow(() -> new IllegalStateException("PostgreSQL does not run"));
        postgres.destroyForcibly();
        postgres.onExit().orTimeout(30, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        if (isAlive()) {
            stop();
        }
        postgres().ifPresent(left -> {
            left.destroyForcibly();
            left.onExit().orTimeout(30, TimeUnit.SECONDS).join();
        });
    }
}
