package io.countermark.app.library;

import io.countermark.app.evidence.Logbook;
import io.countermark.app.evidence.LoggedStatement;
import io.countermark.imaging.DecodedImage;
import io.countermark.imaging.ImageDecoder;
import io.countermark.imaging.ImageEncoder;
import io.countermark.imaging.Picture;
import io.countermark.imaging.Resizer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/**
 * Hands out files of a work. Pictures that a page shows are decoded and encoded anew, so nothing that hid in an upload travels; what
 * is handed out as a file comes as an attachment under a name of our own. All of it forbids sniffing and running anything.
 */
@Component
class Delivery {

    /** The longer side of what is shown, in pixels. */
    enum Size {
        THUMBNAIL(360, 80),
        PICTURE(1600, 88);

        private final int side;
        private final int quality;

        Size(int side, int quality) {
            this.side = side;
            this.quality = quality;
        }
    }

    private static final String NOTHING_RUNS = "default-src 'none'; sandbox; frame-ancestors 'none'";
    private static final MediaType PROOF = new MediaType("text", "plain", StandardCharsets.UTF_8);

    private final Library library;
    private final Logbook logbook;
    private final ImageDecoder decoder;

    Delivery(Library library, Logbook logbook, ImageDecoder decoder) {
        this.library = library;
        this.logbook = logbook;
        this.decoder = decoder;
    }

    /** The original, seen through our own encoder. */
    Optional<ResponseEntity<byte[]>> shown(UUID tenantId, UUID workId, Size size) {
        return library.assetOfWork(tenantId, workId)
                .map(asset -> headers(MediaType.IMAGE_JPEG)
                        .cacheControl(CacheControl.maxAge(Duration.ofDays(1)).cachePrivate())
                        .eTag(asset.sha256().hex().substring(0, 32) + "-" + size.side)
                        .body(encoded(asset, size)));
    }

    /** The signed rendition as it stands in the vault. */
    Optional<ResponseEntity<byte[]>> rendition(UUID tenantId, UUID workId) {
        return library.assetOfWork(tenantId, workId)
                .flatMap(asset -> library.rendition(tenantId, asset.id())
                        .map(rendition -> attachment(
                                MediaType.parseMediaType(rendition.format().mediaType()),
                                FileName.download(
                                        asset.title(),
                                        "protected",
                                        rendition.format().extension()),
                                library.content(tenantId, rendition))));
    }

    /** A proof that the original's entry is in the log. */
    Optional<ResponseEntity<byte[]>> proof(UUID tenantId, UUID workId) {
        return original(tenantId, workId)
                .map(entry -> attachment(
                        PROOF,
                        name(tenantId, workId, "proof", "tlog-proof"),
                        logbook.proof(entry).getBytes(StandardCharsets.UTF_8)));
    }

    /** The bytes of the original's entry, which the proof is about. */
    Optional<ResponseEntity<byte[]>> entry(UUID tenantId, UUID workId) {
        return original(tenantId, workId)
                .map(entry -> attachment(
                        MediaType.APPLICATION_JSON, name(tenantId, workId, "log-entry", "json"), entry.content()));
    }

    private Optional<LoggedStatement> original(UUID tenantId, UUID workId) {
        List<LoggedStatement> entries = logbook.entries(tenantId, workId);
        return entries.stream().findFirst();
    }

    private String name(UUID tenantId, UUID workId, String suffix, String extension) {
        String title = library.assetOfWork(tenantId, workId).map(Asset::title).orElse("work");
        return FileName.download(title, suffix, extension);
    }

    private byte[] encoded(Asset asset, Size size) {
        try (DecodedImage image = decoder.decodeReduced(library.original(asset), size.side);
                Picture fitted = Resizer.fit(image.picture(), size.side);
                Picture shown = fitted.toBgr8()) {
            return ImageEncoder.encode(
                    shown, new ImageEncoder.Jpeg(size.quality, ImageEncoder.Subsampling.S420, false));
        }
    }

    private static ResponseEntity<byte[]> attachment(MediaType type, String fileName, byte[] content) {
        return headers(type)
                .cacheControl(CacheControl.noStore())
                .header(
                        "Content-Disposition",
                        ContentDisposition.attachment()
                                .filename(fileName)
                                .build()
                                .toString())
                .body(content);
    }

    private static ResponseEntity.BodyBuilder headers(MediaType type) {
        return ResponseEntity.ok()
                .contentType(type)
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", NOTHING_RUNS)
                .header("Cross-Origin-Resource-Policy", "same-origin");
    }
}
