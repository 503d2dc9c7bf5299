package io.countermark.imaging;

import io.countermark.imaging.ImageRejectedException.Reason;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A few {@link DecodeWorker}s for all decoders of this process. A worker starts when all others are busy, up to one for
 * each processor and at most four; after two idle minutes they end.
 */
final class DecodeWorkers {

    private static final int MOST = 4;
    private static final Duration IDLE = Duration.ofMinutes(2);

    private static final ScheduledExecutorService TIMER = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("decode-workers-idle").factory());

    /** The workers of this process, started when they are needed first. */
    private static final class Shared {
        static final DecodeWorkers WORKERS = new DecodeWorkers(
                DecodeWorker.Bounds.DEFAULT, Math.min(MOST, Runtime.getRuntime().availableProcessors()));
    }

    private final DecodeWorker.Bounds bounds;
    private final Semaphore free;

    /** Those that are not at work, the one used last in front. */
    private final Deque<DecodeWorker> idle = new ArrayDeque<>();

    private Future<?> ending = CompletableFuture.completedFuture(null);

    DecodeWorkers(DecodeWorker.Bounds bounds, int count) {
        this.bounds = bounds;
        this.free = new Semaphore(count, true);
    }

    static DecodeWorkers shared() {
        return Shared.WORKERS;
    }

    /** @throws ImageRejectedException as the workers do; DECODER_UNAVAILABLE when all of them stay busy for as long as one picture may take */
    DecodedImage decode(byte[] file, DecodeLimits limits, int minLongSide) {
        if (!acquired()) {
            throw new ImageRejectedException(
                    Reason.DECODER_UNAVAILABLE, "All decoders are busy; please try again later.");
        }
        try {
            DecodeWorker worker = take();
            try {
                return worker.decodeReduced(file, limits, minLongSide);
            } finally {
                giveBack(worker);
            }
        } finally {
            free.release();
        }
    }

    private boolean acquired() {
        try {
            return free.tryAcquire(bounds.maxSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private synchronized DecodeWorker take() {
        return idle.isEmpty() ? new DecodeWorker(bounds) : idle.pop();
    }

    private synchronized void giveBack(DecodeWorker worker) {
        idle.push(worker);
        ending.cancel(false);
        ending = TIMER.schedule(this::endIdle, IDLE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private synchronized void endIdle() {
        idle.forEach(DecodeWorker::stop);
    }
}
