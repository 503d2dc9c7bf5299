package io.countermark.vault;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** The content of an object while it is decrypted; see {@link SealedObject#open}. */
final class OpenedObject extends InputStream {

    private final SealedBatches batches;
    private final SegmentCipher cipher;
    private final InputStream segments;
    private final int sealedSegment;
    private final byte[][] plain;
    private final RunningDigest digest = new RunningDigest();
    private final byte[] sha256;
    private long before;
    private int turn;
    private int at;
    private int limit;
    private boolean over;

    OpenedObject(SealedBatches batches, SegmentCipher cipher, InputStream segments, int segment, byte[] sha256) {
        this.batches = batches;
        this.cipher = cipher;
        this.segments = segments;
        this.sealedSegment = segment + CommittingCipher.TAG;
        int batch = batches.bytes().length / sealedSegment * segment;
        this.plain = new byte[][] {new byte[batch], new byte[batch]};
        this.sha256 = sha256;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        Objects.checkFromIndexSize(from, length, bytes.length);
        if (length == 0) {
            return 0;
        }
        if (at == limit && (over || !fill())) {
            return -1;
        }
        int count = Math.min(length, limit - at);
        System.arraycopy(plain[turn], at, bytes, from, count);
        at += count;
        return count;
    }

    /** Whether there was any content in the next batch. */
    private boolean fill() throws IOException {
        int count = batches.next();
        turn ^= 1;
        digest.await(before); // The buffer to be filled holds the batch before last.
        before += limit;
        int opened = cipher.batch(batches.bytes(), 0, count, sealedSegment, batches.isLast(), plain[turn], 0);
        digest.update(plain[turn], 0, opened);
        if (batches.isLast()) {
            over = true;
            SealedObject.requireDigest(digest.value(), sha256);
        }
        at = 0;
        limit = opened;
        return opened > 0;
    }

    @Override
    public void close() throws IOException {
        segments.close();
    }
}
