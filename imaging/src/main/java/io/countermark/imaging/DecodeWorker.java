package io.countermark.imaging;

import io.countermark.imaging.DecodeProtocol.Request;
import io.countermark.imaging.ImageRejectedException.Reason;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A process beside this one that decodes pictures, so that a codec that crashes, hangs or eats memory takes nothing else
 * with it. The process is the same Java with the same class path, a bounded heap and, on POSIX systems, bounded data
 * ({@code ulimit -d}); it starts with the first request, is killed when a request takes too long, and is started again
 * after it died. It decodes every format, not only those that {@link ImageDecoder} sends here.
 *
 * <p>One request at a time; further callers wait. Thread-safe.
 */
public final class DecodeWorker implements AutoCloseable {

    /**
     * How a worker is bounded.
     *
     * @param maxHeap    Java heap in bytes
     * @param maxData    heap and native memory together in bytes
     * @param maxSeconds for one picture, the process's own start included
     */
    public record Bounds(long maxHeap, long maxData, int maxSeconds) {

        /**
         * 512 MiB of heap, 4 GiB in all, 30 s. A picture at the default limits, 50 megapixels with four channels of 16 bit,
         * takes 400 MB, and its decoder holds it in up to three forms at once.
         */
        public static final Bounds DEFAULT = new Bounds(512L << 20, 4L << 30, 30);

        public Bounds {
            if (maxHeap <= 0 || maxData <= 0 || maxSeconds <= 0) {
                throw new IllegalArgumentException("Bounds of a decode worker are positive numbers");
            }
        }
    }

    /** A running process and its two ends. */
    private record Running(Process process, DataOutputStream out, DataInputStream in, ErrorTail errors) {}

    private static final ScheduledExecutorService WATCH = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("decode-worker-watch").factory());

    private final Bounds bounds;
    private @Nullable Running running;
    private boolean closed;

    public DecodeWorker(Bounds bounds) {
        this.bounds = bounds;
    }

    /** Decodes at full size. See {@link #decodeReduced}. */
    public DecodedImage decode(byte[] file, DecodeLimits limits) {
        return decodeReduced(file, limits, Integer.MAX_VALUE);
    }

    /**
     * As {@link ImageDecoder#decodeReduced}, in the worker.
     *
     * @throws ImageRejectedException when the file is refused; DECODER_FAILED when the worker died or took too long over
     *     it; DECODER_UNAVAILABLE when no worker can be started
     */
    public synchronized DecodedImage decodeReduced(byte[] file, DecodeLimits limits, int minLongSide) {
        if (closed) {
            throw new IllegalStateException("This decode worker is closed");
        }
        Running worker = running();
        boolean[] late = {false};
        ScheduledFuture<?> watch = WATCH.schedule(
                () -> {
                    late[0] = true;
                    worker.process().destroyForcibly();
                },
                bounds.maxSeconds(),
                TimeUnit.SECONDS);
        try {
            DecodeProtocol.writeRequest(worker.out(), new Request(file, limits, minLongSide));
            return DecodeProtocol.readAnswer(worker.in(), limits);
        } catch (IOException e) {
            stop();
            throw new ImageRejectedException(
                    Reason.DECODER_FAILED,
                    late[0]
                            ? "Decoding took longer than %d s.".formatted(bounds.maxSeconds())
                            : "The decoder died over this picture.%s"
                                    .formatted(worker.errors().asSentence()),
                    e);
        } finally {
            watch.cancel(false);
        }
    }

    /** The process's id; empty while none is running. */
    synchronized java.util.OptionalLong pid() {
        return running == null || !running.process().isAlive()
                ? java.util.OptionalLong.empty()
                : java.util.OptionalLong.of(running.process().pid());
    }

    private Running running() {
        if (running != null && running.process().isAlive()) {
            return running;
        }
        stop();
        try {
            Process process = new ProcessBuilder(WorkerCommand.of(bounds)).start();
            running = new Running(
                    process,
                    new DataOutputStream(new BufferedOutputStream(process.getOutputStream(), 1 << 16)),
                    new DataInputStream(new BufferedInputStream(process.getInputStream(), 1 << 16)),
                    ErrorTail.of(process.getErrorStream()));
            return running;
        } catch (IOException e) {
            throw new ImageRejectedException(
                    Reason.DECODER_UNAVAILABLE, "The decoder for this format can't be started.", e);
        }
    }

    /** Ends the process; the next request starts another. */
    synchronized void stop() {
        if (running != null) {
            running.process().destroyForcibly();
            running = null;
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        stop();
    }

    /** How long a request may take. */
    Duration patience() {
        return Duration.ofSeconds(bounds.maxSeconds());
    }
}
