package io.countermark.transparency;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * What stands in a public entry instead of a digest: nobody can tell of what it is without the salt, and once the salt is erased
 * nobody ever can.
 *
 * <pre>
 *   value = SHA-256("countermark commitment 1" || 0x00 || name, ASCII || 0x00 || salt, 32 bytes || digest, 32 bytes)
 * </pre>
 *
 * @param salt  32 random bytes, kept beside the asset and not in the log
 * @param value 32 bytes, public
 */
public record Commitment(byte[] salt, byte[] value) {

    private static final int LENGTH = 32;

    /**
     * Commits with a new salt.
     *
     * @param name   of what is committed to, for example {@code bytes}
     * @param digest 32 bytes
     */
    public static Commitment to(String name, byte[] digest, SecureRandom random) {
        byte[] salt = new byte[LENGTH];
        random.nextBytes(salt);
        return new Commitment(salt, value(name, salt, digest));
    }

    /** Whether {@code value} is the commitment to this digest with this salt. */
    public static boolean opens(String name, byte[] salt, byte[] digest, byte[] value) {
        return MessageDigest.isEqual(value, value(name, salt, digest));
    }

    private static byte[] value(String name, byte[] salt, byte[] digest) {
        if (salt.length != LENGTH || digest.length != LENGTH) {
            throw new IllegalArgumentException("Salt and digest have 32 bytes");
        }
        MessageDigest sha256 = Hasher.sha256();
        sha256.update(("countermark commitment 1\0" + name + "\0").getBytes(StandardCharsets.US_ASCII));
        sha256.update(salt);
        return sha256.digest(digest);
    }

    /** Without the salt. */
    @Override
    public String toString() {
        return "Commitment " + HexFormat.of().formatHex(value);
    }
}
