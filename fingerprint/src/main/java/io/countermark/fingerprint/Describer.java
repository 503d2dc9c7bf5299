package io.countermark.fingerprint;

import io.countermark.imaging.Picture;
import io.countermark.imaging.PixelDigest;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Describes pictures for the library. Describe the full decode: a reduced one gives nearly the same hash, and another pixel digest.
 * Thread-safe.
 */
public final class Describer {

    private Describer() {}

    /**
     * @param file    the bytes that were decoded
     * @param picture their pixels; stays open
     */
    public static Description describe(byte[] file, Picture picture) {
        PdqFingerprint pdq = Pdq.describe(picture);
        try (Subject subject = new Subject(picture)) {
            return new Description(
                    sha256(file),
                    PixelDigest.sha256(picture),
                    picture.width(),
                    picture.height(),
                    pdq.quality(),
                    pdq.hash(),
                    subject.features(Subject.View.SMALL));
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
