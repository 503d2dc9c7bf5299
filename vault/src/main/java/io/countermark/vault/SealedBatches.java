package io.countermark.vault;

import java.io.IOException;
import java.io.InputStream;

/** The segments of a stored object as they lie there, some at a time. */
final class SealedBatches {

    private final InputStream segments;
    private final byte[] bytes;
    private int ahead = -1;
    private boolean last;

    /** @param size bytes of a batch, a multiple of a sealed segment */
    SealedBatches(InputStream segments, int size) {
        this.segments = segments;
        this.bytes = new byte[size];
    }

    /** Reads the next batch into {@link #bytes()}; how many bytes it has. Not after the last. */
    int next() throws IOException {
        int have = 0;
        if (ahead >= 0) {
            bytes[have++] = (byte) ahead;
        }
        int count = have + segments.readNBytes(bytes, have, bytes.length - have);
        ahead = count < bytes.length ? -1 : segments.read();
        last = ahead < 0;
        return count;
    }

    /** Whether nothing comes after the batch that was read. */
    boolean isLast() {
        return last;
    }

    /** The batch that was read; overwritten by the next. */
    byte[] bytes() {
        return bytes;
    }
}
