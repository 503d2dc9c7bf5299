package io.countermark.watermark;

import java.security.SecureRandom;

/**
 * A secret of 32 bytes from which carriers and pilots are derived; without it a mark can neither be read nor written.
 *
 * <p>Derivation, all by {@code HMAC-SHA-256(secret, UTF-8 of label, 0x01)}: the key of a tenant and epoch with the label
 * {@code "countermark mark key"} and, for each name given, its length in UTF-8 bytes as 16 bit big-endian in hexadecimal after a
 * {@code /}, a {@code :} and the name ({@code "countermark mark key/0005:acme1/0004:2026"}); the pilot key with
 * {@code "countermark pilot key"}, the payload key with {@code "countermark payload key"}.
 */
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

    /**
     * A key of its own for these names, for example a tenant and an epoch. Different lists of names give unrelated keys; nothing
     * about this key follows from a derived one.
     *
     * @throws IllegalArgumentException when there is no name, or one is longer than 65,535 bytes
     */
    public MarkKey derive(String... names) {
        if (names.length == 0) {
            throw new IllegalArgumentException("A derived key needs at least one name");
        }
        StringBuilder label = new StringBuilder("countermark mark key");
        for (String name : names) {
            int length = name.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
            if (length > 0xFFFF) {
                throw new IllegalArgumentException("A name of a derived key is at most 65,535 bytes");
            }
            label.append(String.format("/%04x:", length)).append(name);
        }
        return new MarkKey(KeyStream.subkey(secret, label.toString()));
    }

    /** A copy of the secret, for storing it. */
    public byte[] toByteArray() {
        return secret.clone();
    }

    byte[] pilotKey() {
        return KeyStream.subkey(secret, "countermark pilot key");
    }

    byte[] payloadKey() {
        return KeyStream.subkey(secret, "countermark payload key");
    }

    /** Never shows the secret. */
    @Override
    public String toString() {
        return "MarkKey[32 bytes]";
    }
}
