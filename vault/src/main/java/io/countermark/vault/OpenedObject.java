package io.countermark.vault;

import io.countermark.vault.VaultException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/** The content of an object while it is decrypted; see {@link SealedObject#open}. */
final class OpenedObject extends InputStream {

    private final InputStream segments;
    private final SegmentCipher cipher;
    private final int sealedSegment;
    private final byte[] sealed;
    private final byte[][] plain;
    private final RunningDigest digest = new RunningDigest();
    private final byte[] sha256;
    private CompletableFuture<Void> digested = CompletableFuture.completedFuture(null);
    private int turn;
    private int at;
    private int limit;
    private int next = -1;
    private boolean over;

    OpenedObject(InputStream segments, SegmentCipher cipher, int segment, int batch, byte[] sha256) {
        this.segments = segments;
        this.cipher = cipher;
        this.sealedSegment = segment + CommittingCipher.TAG;
        this.sealed = new byte[batch * sealedSegment];
        this.plain = new byte[][] {new byte[batch * segment], new byte[batch * segment]};
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
        int have = 0;
        if (next >= 0) {
            sealed[0] = (byte) next;
            have = 1;
        }
        int count = have + segments.readNBytes(sealed, have, sealed.length - have);
        next = count < sealed.length ? -1 : segments.read();
        CompletableFuture<Void> before = digested;
        turn ^= 1;
        // The buffer to be filled is the one before last; its digest was waited for when the last one was begun.
        int decrypted = cipher.batch(sealed, count, sealedSegment, next < 0, plain[turn]);
        before.join();
        digested = digest.update(plain[turn], 0, decrypted);
        if (next < 0) {
            over = true;
            if (!MessageDigest.isEqual(digest.value(), sha256)) {
                throw new VaultException(Reason.DIGEST_MISMATCH, "Decrypted to other content than was stored");
            }
        }
        at = 0;
        limit = decrypted;
        return decrypted > 0;
    }

    @Override
    public void close() throws IOException {
        segments.close();
    }
}
