package io.countermark.fingerprint;

/**
 * A 256-bit PDQ hash; {@code w0} holds the most significant 64 bits of its usual hexadecimal form.
 *
 * @see <a href="https://github.com/facebook/ThreatExchange/tree/main/pdq">PDQ, Facebook, 2019</a>
 */
public record PdqHash(long w0, long w1, long w2, long w3) {

    /** Number of bits that differ, 0 to 256. */
    public int hammingDistance(PdqHash other) {
        return Long.bitCount(w0 ^ other.w0)
                + Long.bitCount(w1 ^ other.w1)
                + Long.bitCount(w2 ^ other.w2)
                + Long.bitCount(w3 ^ other.w3);
    }

    /** 64 lower-case hexadecimal digits. */
    public String toHex() {
        return String.format("%016x%016x%016x%016x", w0, w1, w2, w3);
    }

    /** @throws IllegalArgumentException unless {@code hex} is 64 hexadecimal digits */
    public static PdqHash fromHex(String hex) {
        if (hex.length() != 64) {
            throw new IllegalArgumentException("A PDQ hash is 64 hexadecimal digits, got " + hex.length());
        }
        return new PdqHash(
                Long.parseUnsignedLong(hex, 0, 16, 16),
                Long.parseUnsignedLong(hex, 16, 32, 16),
                Long.parseUnsignedLong(hex, 32, 48, 16),
                Long.parseUnsignedLong(hex, 48, 64, 16));
    }
}
