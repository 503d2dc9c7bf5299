package io.countermark.app.sharing;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/**
 * The secret in a share link: base64url of 16 bytes organisation id and 32 random bytes. The organisation id is no secret; it lets
 * the link be looked up under row-level security. Only the SHA-256 of the whole is stored.
 */
record ShareToken(UUID tenant, byte[] bytes) {

    private static final int RANDOM_BYTES = 32;
    private static final int LENGTH = 16 + RANDOM_BYTES;

    static ShareToken generate(UUID tenant, SecureRandom random) {
        byte[] secret = new byte[RANDOM_BYTES];
        random.nextBytes(secret);
        ByteBuffer buffer = ByteBuffer.allocate(LENGTH)
                .putLong(tenant.getMostSignificantBits())
                .putLong(tenant.getLeastSignificantBits())
                .put(secret);
        return new ShareToken(tenant, buffer.array());
    }

    /** Empty when the text is no token; that it is one says nothing about whether the link exists. */
    static Optional<ShareToken> parse(String text) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text);
            if (bytes.length != LENGTH) {
                return Optional.empty();
            }
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            return Optional.of(new ShareToken(new UUID(buffer.getLong(), buffer.getLong()), bytes));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    String text() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    byte[] sha256() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** Never shows the secret. */
    @Override
    public String toString() {
        return "ShareToken[" + tenant + "]";
    }
}
