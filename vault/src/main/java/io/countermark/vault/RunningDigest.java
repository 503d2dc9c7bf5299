package io.countermark.vault;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.CompletableFuture;

/**
 * SHA-256 of a content that is being encrypted or decrypted, on another thread meanwhile: of the two the digest is the slower by far
 * where the processor has wide AES instructions, so that the cipher costs nothing beside it. Used by one thread.
 */
final class RunningDigest {

    private final MessageDigest sha256;
    private CompletableFuture<Void> last = CompletableFuture.completedFuture(null);

    RunningDigest() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every JDK", e);
        }
    }

    /** Takes bytes that must stay as they are until what is returned is complete. */
    CompletableFuture<Void> update(byte[] bytes, int from, int length) {
        last = last.thenRunAsync(() -> sha256.update(bytes, from, length));
        return last;
    }

    /** Of all that was given; 32 bytes. */
    byte[] value() {
        last.join();
        return sha256.digest();
    }
}
