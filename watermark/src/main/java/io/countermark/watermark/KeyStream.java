package io.countermark.watermark;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keyed bytes from which carriers, phases and permutations are drawn: HMAC-SHA-256 in counter mode (NIST SP 800-108r1,
 * section 4.1, with an empty label, since the key is already bound to its use by {@link #subkey}).
 *
 * <p>Block {@code i} = HMAC-SHA-256(subkey, i as 32 bit big-endian), i = 0, 1, 2 ...; the stream is their concatenation.
 * Words of 32 bit are read from it big-endian. Every implementation that follows this draws the same mark.
 */
final class KeyStream {

    private static final String HMAC = "HmacSHA256";

    private final Mac mac;
    private byte[] block = new byte[0];
    private int position;
    private int counter;

    /** The stream of {@code subkey(secret, label)}. */
    KeyStream(byte[] secret, String label) {
        this.mac = mac(subkey(secret, label));
    }

    /** HMAC-SHA-256(secret, UTF-8 of label, 0x01): HKDF-Expand (RFC 5869, section 2.3) cut to its first block. */
    static byte[] subkey(byte[] secret, String label) {
        Mac mac = mac(secret);
        mac.update(label.getBytes(StandardCharsets.UTF_8));
        return mac.doFinal(new byte[] {1});
    }

    /** The next 32 bits of the stream. */
    int nextWord() {
        if (position == block.length) {
            block = mac.doFinal(
                    new byte[] {(byte) (counter >>> 24), (byte) (counter >>> 16), (byte) (counter >>> 8), (byte) counter
                    });
            counter++;
            position = 0;
        }
        int word = (block[position] & 0xFF) << 24
                | (block[position + 1] & 0xFF) << 16
                | (block[position + 2] & 0xFF) << 8
                | (block[position + 3] & 0xFF);
        position += 4;
        return word;
    }

    /** Uniform in [0, bound): words at or above the largest multiple of {@code bound} are passed over, so nothing is biased. */
    int nextInt(int bound) {
        long limit = (1L << 32) / bound * bound;
        long word;
        do {
            word = Integer.toUnsignedLong(nextWord());
        } while (word >= limit);
        return (int) (word % bound);
    }

    /** Uniform in [0, 2 pi): a word over 2^32 of the full turn. */
    double nextPhase() {
        return Integer.toUnsignedLong(nextWord()) * (2 * Math.PI / 4294967296.0);
    }

    /** Fisher-Yates from the last element down to the second, drawing {@code nextInt(i + 1)} for each. */
    void shuffle(int[] values) {
        for (int i = values.length - 1; i > 0; i--) {
            int j = nextInt(i + 1);
            int kept = values[i];
            values[i] = values[j];
            values[j] = kept;
        }
    }

    private static Mac mac(byte[] key) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform must have " + HMAC, e);
        }
    }
}
