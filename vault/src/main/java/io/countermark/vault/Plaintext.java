package io.countermark.vault;

import java.io.IOException;
import java.io.InputStream;

/** A content to be stored, batch by batch, digested on the way. Used by one thread, once. */
sealed interface Plaintext {

    /** Bytes that are worked on at a time: they fit the second-level cache. A multiple of a segment. */
    int BATCH = 1 << 19;

    /** The next batch; not after the last. It holds until the one after it is asked for. All but the last are of {@link #BATCH} bytes. */
    Batch next() throws IOException;

    /** Of all batches, after the last one; 32 bytes. */
    byte[] sha256();

    /**
     * @param last the one, and only one, with nothing behind it; may be empty
     */
    record Batch(byte[] bytes, int from, int length, boolean last) {}

    static Plaintext of(byte[] content) {
        return new Whole(content);
    }

    /** @param content read to its end, not closed */
    static Plaintext of(InputStream content) {
        return new Streamed(content);
    }

    /** All in memory: nothing is copied, and the second thread has the whole of it to digest from the beginning. */
    final class Whole implements Plaintext {

        private final byte[] content;
        private final RunningDigest digest = new RunningDigest();
        private int at;

        private Whole(byte[] content) {
            this.content = content;
            digest.update(content, 0, content.length);
        }

        @Override
        public Batch next() {
            int from = at;
            int length = Math.min(BATCH, content.length - from);
            at += length;
            return new Batch(content, from, length, at == content.length);
        }

        @Override
        public byte[] sha256() {
            return digest.value();
        }
    }

    /** Read as it comes, in three buffers: one is filled or encrypted while the others are digested. */
    final class Streamed implements Plaintext {

        private static final int BUFFERS = 3;

        private final InputStream content;
        private final RunningDigest digest = new RunningDigest();
        private final byte[][] buffers = new byte[BUFFERS][];
        private long batches;
        private int ahead = -1;

        private Streamed(InputStream content) {
            this.content = content;
        }

        @Override
        public Batch next() throws IOException {
            int turn = (int) (batches % BUFFERS);
            byte[] buffer = buffers[turn];
            if (buffer == null) {
                buffer = new byte[BATCH];
                buffers[turn] = buffer;
            }
            digest.await((batches - BUFFERS + 1) * BATCH); // What this buffer held before.
            int have = 0;
            if (ahead >= 0) {
                buffer[have++] = (byte) ahead;
            }
            int length = have + content.readNBytes(buffer, have, BATCH - have);
            ahead = length < BATCH ? -1 : content.read();
            digest.update(buffer, 0, length);
            batches++;
            return new Batch(buffer, 0, length, ahead < 0);
        }

        @Override
        public byte[] sha256() {
            return digest.value();
        }
    }
}
