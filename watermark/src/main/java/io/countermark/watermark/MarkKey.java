package io.countermark.watermark;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * A secret of 32 bytes from which carriers and pilots are derived; without it a mark can neither be read nor written.
 *
 * <p>Derivation, all by {@code HMAC-SHA-256(secret, UTF-8 of label, 0x01)}: the key of a tenant and epoch with the label
 * {@code "countermark mark key"} and, for each name given, its length in UTF-8 bytes as 16 bit big-endian in hexadecimal after a
 * {@code /}, a {@code :} and the name ({@code "countermark mark key/0005:acme1/0004:2026"}); the pilot key with
 * {@code "countermark pilot key"}, the payload key with {@code "countermark payload key"}. A key bound to a picture has the same pilot key; its
 * payload key is derived from the HMAC with the label {@code "countermark bound key/"} and the picture's bytes in hexadecimal.
 */
public final class MarkKey {

    /** Length in bytes. */
    public static final int LENGTH = 32;

    private final byte[] secret;
    /** The secret itself, or one of a picture's own. */
    private final byte[] payloadSecret;

    private MarkKey(byte[] secret) {
        this(secret, secret);
    }

    private MarkKey(byte[] secret, byte[] payloadSecret) {
        this.secret = secret;
        this.payloadSecret = payloadSecret;
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

    /**
     * A key whose marks belong to one picture: its pilots are this key's, its payload is readable only by a key that is bound to the
     * same bytes. A mark that somebody lifts off a picture and puts onto another is then refused, since the reader of the other
     * picture asks with the other's bytes. To read such a mark one must know which picture it should be: from an original at hand, from
     * copy detection, or from a case file.
     *
     * @param picture what stands for the picture, for example the SHA-256 of the original's pixels; 1 to 65,535 bytes
     * @throws IllegalArgumentException when {@code picture} is empty or too long
     */
    public MarkKey boundTo(byte[] picture) {
        if (picture.length == 0 || picture.length > 0xFFFF) {
            throw new IllegalArgumentException("A mark is bound to 1 to 65,535 bytes that stand for the picture");
        }
        String label = "countermark bound key/" + HexFormat.of().formatHex(picture);
        return new MarkKey(secret, KeyStream.subkey(secret, label));
    }

    /**
     * A copy of the secret, for storing it.
     *
     * @throws IllegalStateException when this key is bound to a picture; store the key it came from
     */
    public byte[] toByteArray() {
        if (!MessageDigest.isEqual(secret, payloadSecret)) {
            throw new IllegalStateException("A key bound to a picture is made anew from its parent, never stored");
        }
        return secret.clone();
    }

    byte[] pilotKey() {
        return KeyStream.subkey(secret, "countermark pilot key");
    }

    byte[] payloadKey() {
        return KeyStream.subkey(payloadSecret, "countermark payload key");
    }

    /** Never shows the secret. */
    @Override
    public String toString() {
        return "MarkKey[32 bytes]";
    }
}
