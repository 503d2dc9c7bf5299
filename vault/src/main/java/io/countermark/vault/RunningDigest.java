package io.countermark.vault;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ForkJoinPool;
import org.jspecify.annotations.Nullable;

/**
 * SHA-256 of a content that is being encrypted or decrypted, by a second thread meanwhile: of the two the digest is the slower by far
 * where the processor has wide AES instructions. The second thread is help and no need: while it has not come, because other work
 * keeps all cores busy, whoever waits for the digest goes on with it himself instead of standing still. Used by one thread.
 */
final class RunningDigest {

    /** What one thread takes at a time, 0.15 ms: no shorter than a thread needs to wake up, and waited for without regret. */
    private static final int PART = 1 << 18;

    /** For less, calling a second thread costs more than it saves. */
    private static final int WORTH_HELP = 1 << 16;

    private final MessageDigest sha256;
    private final Queue<Part> waiting = new ArrayDeque<>();
    private long given;
    private long done;
    private boolean taken;
    private boolean helped;

    private record Part(byte[] bytes, int from, int length) {}

    RunningDigest() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every JDK", e);
        }
    }

    /** Takes bytes that must stay as they are until they are {@link #await awaited}. */
    void update(byte[] bytes, int from, int length) {
        if (add(bytes, from, length)) {
            ForkJoinPool.commonPool().execute(this::help);
        }
    }

    /** Whether help has to be called. */
    private synchronized boolean add(byte[] bytes, int from, int length) {
        for (int at = 0; at < length; at += PART) {
            waiting.add(new Part(bytes, from + at, Math.min(PART, length - at)));
        }
        given += length;
        boolean call = !helped && given - done >= WORTH_HELP;
        helped |= call;
        return call;
    }

    /** Returns when so many bytes from the beginning are digested. */
    void await(long bytes) {
        boolean interrupted = false;
        while (!isDone(bytes)) {
            Part part = take();
            if (part != null) {
                digest(part);
            } else {
                interrupted |= !awaitOther(bytes);
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Of all that was given; 32 bytes. */
    byte[] value() {
        await(given());
        return sha256.digest();
    }

    private void help() {
        for (Part part = take(); part != null; part = take()) {
            digest(part);
        }
        synchronized (this) {
            helped = false;
        }
    }

    private synchronized boolean isDone(long bytes) {
        return done >= bytes;
    }

    private synchronized long given() {
        return given;
    }

    /** The next part; null when another thread is at one, for the parts have an order, or none waits. */
    private synchronized @Nullable Part take() {
        Part part = taken ? null : waiting.poll();
        taken |= part != null;
        return part;
    }

    private void digest(Part part) {
        sha256.update(
                part.bytes(),
                part.from(),
                part.length()); // Seen by the next thread: it takes a part after this one is given back.
        synchronized (this) {
            taken = false;
            done += part.length();
            notifyAll();
        }
    }

    /** Whether it was not interrupted. */
    private synchronized boolean awaitOther(long bytes) {
        try {
            while (taken && done < bytes) {
                wait();
            }
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }
}
