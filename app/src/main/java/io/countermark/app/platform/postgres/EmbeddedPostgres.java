package io.countermark.app.platform.postgres;

import io.countermark.app.platform.RefusedToStartException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The product's own PostgreSQL, a child process on a loopback port, and its supervisor: it stops what an earlier life left behind, starts
 * the postmaster, starts it again when it dies, and stops it in order when the server stops. Where the kernel can (Linux), a postmaster
 * whose server was killed is told by the kernel to shut down fast.
 *
 * <p>One platform thread does all of it and lives as long as the child: the kernel's death signal follows the thread that started the
 * child, not the process.
 */
public final class EmbeddedPostgres implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);
    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final PostgresFolder folder;
    private final CompletableFuture<Void> firstStart = new CompletableFuture<>();
    private final Thread supervisor;
    private volatile boolean stopping;
    private volatile @Nullable Process postmaster;
    private volatile Instant readySince = Instant.MAX;

    private EmbeddedPostgres(PostgresFolder folder) {
        this.folder = folder;
        this.supervisor =
                Thread.ofPlatform().name("postgres-supervisor").daemon().unstarted(this::supervise);
    }

    /**
     * Unpacks and initialises what is missing, starts, and returns when connections are taken.
     *
     * @param data the server's data folder; the database lives in {@code postgres}, its log in {@code logs}
     * @param home programs of an installed PostgreSQL to use in place of our own; null for our own
     * @throws RefusedToStartException when it can't be started here
     */
    public static EmbeddedPostgres start(Path data, @Nullable Path home) {
        EmbeddedPostgres postgres = new EmbeddedPostgres(PostgresFolder.open(data, home));
        postgres.supervisor.start();
        postgres.awaitFirstStart();
        try {
            DatabaseSetup.createRoles(postgres.folder);
        } catch (RefusedToStartException e) {
            postgres.close();
            throw e;
        }
        return postgres;
    }

    /** How to connect. */
    public PostgresAccess access() {
        return folder.access();
    }

    /** Whether the postmaster runs and takes connections. */
    public boolean isReady() {
        Process process = postmaster;
        return process != null && process.isAlive() && !readySince.equals(Instant.MAX);
    }

    /** The process id of the postmaster; empty while there is none. */
    public java.util.OptionalLong pid() {
        Process process = postmaster;
        return process != null && process.isAlive()
                ? java.util.OptionalLong.of(process.pid())
                : java.util.OptionalLong.empty();
    }

    private void awaitFirstStart() {
        try {
            firstStart.get(START_LIMIT.toSeconds() + 30, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RefusedToStartException known) {
                throw known;
            }
            throw new RefusedToStartException("PostgreSQL could not be started: " + e.getCause(), e);
        } catch (TimeoutException e) {
            close();
            throw new RefusedToStartException("PostgreSQL did not start in time; see " + folder.logs(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
            throw new RefusedToStartException("Interrupted while PostgreSQL was starting", e);
        }
    }

    private void supervise() {
        Deque<Instant> deaths = new ArrayDeque<>();
        while (!stopping) {
            try {
                folder.leftOvers().stop();
                live();
            } catch (RefusedToStartException e) {
                if (!firstStart.isDone()) {
                    firstStart.completeExceptionally(e);
                    return;
                }
                LOG.error("PostgreSQL could not be started again: {}", e.getMessage());
            } catch (IOException e) {
                if (!firstStart.isDone()) {
                    firstStart.completeExceptionally(e);
                    return;
                }
                LOG.error("PostgreSQL could not be started again", e);
            } catch (InterruptedException e) {
                return;
            }
            if (!stopping) {
                pause(deaths);
            }
        }
    }

    /** One life of the postmaster, from its start to its end. */
    private void live() throws IOException, InterruptedException {
        Process process = folder.launch();
        postmaster = process;
        try {
            awaitReady(process);
            readySince = Instant.now();
            LOG.info("PostgreSQL {} is ready, process {}", folder.version(), process.pid());
            firstStart.complete(null);
            int code = process.waitFor();
            if (!stopping) {
                LOG.error("PostgreSQL ended by itself with code {}; it is started again", code);
            }
        } finally {
            readySince = Instant.MAX;
        }
    }

    private void awaitReady(Process process) throws IOException, InterruptedException {
        long end = System.nanoTime() + START_LIMIT.toNanos();
        while (!folder.isReady(process.pid())) {
            if (process.waitFor(20, TimeUnit.MILLISECONDS)) {
                throw new RefusedToStartException("PostgreSQL ended with code " + process.exitValue()
                        + " at its start:\n" + folder.startLogTail());
            }
            if (System.nanoTime() > end) {
                process.destroyForcibly().waitFor();
                throw new RefusedToStartException(
                        "PostgreSQL was not ready after " + START_LIMIT.toSeconds() + " s:\n" + folder.startLogTail());
            }
        }
    }

    /** None after a rare death, longer when it dies again and again. */
    private void pause(Deque<Instant> deaths) {
        Instant now = Instant.now();
        deaths.addLast(now);
        while (deaths.getFirst().isBefore(now.minusSeconds(60))) {
            deaths.removeFirst();
        }
        long millis = Math.min(LONGEST_PAUSE.toMillis(), (deaths.size() - 1) * 250L);
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Fast shutdown: open transactions are rolled back, a checkpoint is written. */
    @Override
    public void close() {
        stopping = true;
        Process process = postmaster;
        if (process == null) {
            supervisor.interrupt();
            return;
        }
        LeftOvers.send("INT", process.toHandle());
        try {
            if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                LOG.warn(
                        "PostgreSQL did not stop within {} s; it will recover at the next start",
                        STOP_LIMIT.toSeconds());
                LeftOvers.send("QUIT", process.toHandle());
                if (!process.waitFor(5, TimeUnit.SECONDS)) {
                    process.destroyForcibly().waitFor();
                }
            }
            supervisor.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroy();
        }
    }
}
