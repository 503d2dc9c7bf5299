package io.countermark.fingerprint.index;

import io.countermark.fingerprint.Subject;
import io.countermark.imaging.Picture;
import io.countermark.imaging.PixelDigest;
import org.jspecify.annotations.Nullable;

/**
 * A picture to be found, with what has been computed of it so far; nothing is computed before a source asks. Not thread-safe; close it
 * when done.
 */
public final class Query implements AutoCloseable {

    private final Picture picture;
    private final Subject subject;
    private final byte @Nullable [] fileSha256;
    private byte @Nullable [] pixelSha256;

    /**
     * @param picture    stays the caller's, and open while this is used
     * @param fileSha256 of the file it was decoded from; null where there is none
     */
    public Query(Picture picture, byte @Nullable [] fileSha256) {
        this.picture = picture;
        this.subject = new Subject(picture);
        this.fileSha256 = fileSha256 == null ? null : fileSha256.clone();
    }

    public Picture picture() {
        return picture;
    }

    public Subject subject() {
        return subject;
    }

    byte @Nullable [] fileSha256() {
        return fileSha256;
    }

    byte[] pixelSha256() {
        byte[] known = pixelSha256;
        if (known == null) {
            known = PixelDigest.sha256(picture);
            pixelSha256 = known;
        }
        return known;
    }

    @Override
    public void close() {
        subject.close();
    }
}
