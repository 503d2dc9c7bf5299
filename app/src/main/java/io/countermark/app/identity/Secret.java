package io.countermark.app.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A random secret that is given out once: a one-time link's token, an API key. Only its SHA-256 is stored, which is enough since the
 * secret has 256 random bits and can't be guessed from its hash.
 *
 * @param text what the bearer shows
 */
record Secret(String text) {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int LONGEST = 200;

    /** {@code prefix} and 43 characters of base64url. */
    static Secret random(String prefix) {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return new Secret(prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    byte[] hash() {
        try {
            String bounded = text.length() > LONGEST ? text.substring(0, LONGEST) : text;
            return MessageDigest.getInstance("SHA-256").digest(bounded.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    String hexHash() {
        return HexFormat.of().formatHex(hash());
    }

    /** The start, to tell one from another in a list. */
    String hint() {
        return text.substring(0, Math.min(8, text.length()));
    }

    /** Never shows the secret. */
    @Override
    public String toString() {
        return "Secret[...]";
    }
}
