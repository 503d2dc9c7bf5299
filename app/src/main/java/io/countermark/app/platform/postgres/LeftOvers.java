package io.countermark.app.platform.postgres;

import io.countermark.app.platform.RefusedToStartException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Processes of a PostgreSQL that outlived whoever started it: a postmaster whose server was killed, or backends whose postmaster was.
 * They hold the data folder's shared memory and must be gone before a new one starts. They are known by the cluster name, which stands
 * in the command line of the postmaster and in the process title of each backend, so no stranger's process is ever touched.
 */
record LeftOvers(String clusterName) {

    private static final Logger LOG = LoggerFactory.getLogger(LeftOvers.class);

    /** PostgreSQL's three ways of stopping, the kindest first: fast (roll back, checkpoint), immediate (recover at next start), none. */
    private enum Signal {
        INT(Duration.ofSeconds(6)),
        QUIT(Duration.ofSeconds(3)),
        KILL(Duration.ofSeconds(3));

        private final Duration patience;

        Signal(Duration patience) {
            this.patience = patience;
        }
    }

    /** Stops all of them; returns how many there were. */
    int stop() {
        List<ProcessHandle> found = find();
        if (found.isEmpty()) {
            return 0;
        }
        LOG.warn("Stopping {} processes that an earlier PostgreSQL of this data folder left behind", found.size());
        for (Signal signal : Signal.values()) {
            // Only the postmaster knows how to stop in order; backends without one notice by themselves and go.
            List<ProcessHandle> left = find();
            left.forEach(process -> send(signal.name(), process));
            if (awaitEnd(left, signal.patience) && find().isEmpty()) {
                return found.size();
            }
        }
        List<Long> left = find().stream().map(ProcessHandle::pid).toList();
        throw new RefusedToStartException("Processes " + left
                + " of an earlier PostgreSQL still run on this data folder; end them, then start again");
    }

    List<ProcessHandle> find() {
        return ProcessHandle.allProcesses()
                .filter(process -> process.pid() != ProcessHandle.current().pid())
                .filter(process -> commandLine(process).contains(clusterName))
                .filter(process -> commandLine(process).contains("postgres"))
                .filter(ProcessHandle::isAlive)
                .toList();
    }

    /** As the kernel shows it to everybody; empty for a process that has ended. */
    private static String commandLine(ProcessHandle process) {
        Path shown = Path.of("/proc", Long.toString(process.pid()), "cmdline");
        if (!Files.exists(Path.of("/proc/self/cmdline"))) {
            return process.info().commandLine().orElse("");
        }
        try {
            return Files.readString(shown, StandardCharsets.ISO_8859_1).replace('\0', ' ');
        } catch (IOException e) {
            return "";
        }
    }

    static void send(String signal, ProcessHandle process) {
        try {
            // A builtin of every POSIX shell; Java itself knows only TERM (PostgreSQL's slowest stop) and KILL.
            new ProcessBuilder("sh", "-c", "kill -" + signal + " " + process.pid() + " 2>/dev/null")
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new RefusedToStartException("There is no 'sh' to send a signal to PostgreSQL with", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean awaitEnd(List<ProcessHandle> processes, Duration patience) {
        try {
            CompletableFuture.allOf(
                            processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
                    .get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException | ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
