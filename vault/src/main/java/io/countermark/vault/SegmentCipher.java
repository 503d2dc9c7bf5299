package io.countermark.vault;

import io.countermark.vault.CommittingCipher.Derived;
import io.countermark.vault.VaultException.Reason;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/** AES-256-GCM over the segments of one object in their order, one way; nonces as {@link SealedObject} says. */
final class SegmentCipher {

    private final int mode;
    private final Derived derived;
    private final byte[] header;
    private final Cipher gcm;
    private int segment;

    SegmentCipher(int mode, Derived derived, byte[] header) {
        this.mode = mode;
        this.derived = derived;
        this.header = header;
        try {
            this.gcm = Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-256-GCM is part of every JDK", e);
        }
    }

    /**
     * The next segments.
     *
     * @param start of them in {@code in}
     * @param count of bytes in {@code in}
     * @param each  bytes of a full segment in {@code in}; all but the object's last are full
     * @param end   whether these are the object's last
     * @param to    where they go in {@code out}
     * @return bytes written to {@code out}
     * @throws VaultException CORRUPT naming the segment
     */
    int batch(byte[] in, int start, int count, int each, boolean end, byte[] out, int to) {
        int written = 0;
        int from = start;
        do {
            int length = Math.min(each, start + count - from);
            boolean last = end && from + length == start + count;
            if (mode == Cipher.DECRYPT_MODE && length < CommittingCipher.TAG) {
                throw new VaultException(Reason.CORRUPT, "segment " + segment + ": cut short");
            }
            if (segment < 0) {
                throw new VaultException(Reason.CORRUPT, "more than 2^31 segments");
            }
            written += one(in, from, length, last, out, to + written);
            segment++;
            from += length;
        } while (from < start + count);
        return written;
    }

    private int one(byte[] in, int from, int length, boolean last, byte[] out, int to) {
        byte[] nonce = new byte[12];
        ByteBuffer.wrap(nonce).putInt(7, segment);
        nonce[11] = (byte) (last ? 1 : 0);
        try {
            gcm.init(mode, derived.key(), new GCMParameterSpec(CommittingCipher.TAG * 8, nonce));
            gcm.updateAAD(header);
            return gcm.doFinal(in, from, length, out, to);
        } catch (GeneralSecurityException e) {
            throw new VaultException(Reason.CORRUPT, "segment " + segment + ": the tag does not hold", e);
        }
    }
}
