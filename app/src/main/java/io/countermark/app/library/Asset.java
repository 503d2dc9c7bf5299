package io.countermark.app.library;

import io.countermark.container.ImageFormat;
import io.countermark.fingerprint.PdqFingerprint;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The stored original of a work.
 *
 * @param id          also the name of the object in the vault, version 1
 * @param tenantId    the organisation it belongs to
 * @param workId      the work it is the original of
 * @param title       of the work
 * @param fileName    as it was sent, made safe for showing
 * @param format      told by content
 * @param byteLength  in bytes
 * @param sha256      of the bytes
 * @param width       upright, in pixels
 * @param height      upright, in pixels
 * @param description null until the work is described
 * @param state       of the work
 * @param receivedAt  when it was put on record
 */
public record Asset(
        UUID id,
        UUID tenantId,
        UUID workId,
        String title,
        String fileName,
        ImageFormat format,
        long byteLength,
        Sha256 sha256,
        int width,
        int height,
        @Nullable Description description,
        WorkState state,
        Instant receivedAt) {

    /**
     * What the pixels are.
     *
     * @param pixelSha256 of the decoded, upright sRGB pixels
     * @param pdq         in eight forms
     */
    public record Description(Sha256 pixelSha256, PdqFingerprint pdq) {}
}
