package io.countermark.watermark;

import java.security.SecureRandom;

/** A secret of 32 bytes from which carriers and pilots are derived; without it a mark can neither be read nor written. */
public final class MarkKey {

    /** Length in bytes. */
    public static final int LENGTH = 32;

    private final byte[] secret;

    private MarkKey(byte[] secret) {
        this.secret = secret;
    }

    /** @throws IllegalArgumentException unless {@code secret} is 32 bytes */
    public static MarkKey of(byte[] secret) {
        if (secret.length != LENGTH) {
            throw new IllegalArgumentException("A mark key is " + LENGTH + " bytes, got " + secret.length);
        }
        return new MarkKey(secret.clone());
    }

    public static MarkKey generate(SecureRandom random) {
        byte[] secret = new byte[LENGTH];
        random.nextBytes(secret);
        return new MarkKey(secret);
    }

    /** A copy of the secret, for storing it. */
    public byte[] toByteArray() {
        return secret.clone();
    }

    /** Never shows the secret. */
    @Override
    public String toString() {
        return "MarkKey[32 bytes]";
    }
}
