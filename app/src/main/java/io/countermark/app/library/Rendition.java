package io.countermark.app.library;

import io.countermark.container.ImageFormat;
import java.time.Instant;
import java.util.UUID;

/**
 * The protected copy of an asset that is handed out.
 *
 * @param id            also the name of the object in the vault, version 1
 * @param assetId       what it was made from
 * @param format        JPEG or PNG
 * @param byteLength    in bytes
 * @param sha256        of the signed bytes
 * @param pixelSha256   of its decoded pixels
 * @param width         in pixels
 * @param height        in pixels
 * @param manifestLabel of its active C2PA manifest
 * @param signedAt      when it was signed
 */
public record Rendition(
        UUID id,
        UUID assetId,
        ImageFormat format,
        long byteLength,
        Sha256 sha256,
        Sha256 pixelSha256,
        int width,
        int height,
        String manifestLabel,
        Instant signedAt) {}
