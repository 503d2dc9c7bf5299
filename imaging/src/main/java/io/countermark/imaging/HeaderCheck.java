package io.countermark.imaging;

import io.countermark.container.ImageFormat;
import io.countermark.container.ImageHeader;
import io.countermark.container.ImageHeader.Jpeg;
import io.countermark.container.MalformedImageException;
import io.countermark.imaging.ImageRejectedException.Reason;

/** The gate before any pixel is decoded: what a file claims must be within the limits, whole, and of a kind that is read here. */
final class HeaderCheck {

    private HeaderCheck() {}

    /** @throws ImageRejectedException with the first reason found */
    static ImageHeader read(byte[] file, DecodeLimits limits) {
        if (file.length == 0) {
            throw new ImageRejectedException(Reason.EMPTY, "The file is empty.");
        }
        if (file.length > limits.maxBytes()) {
            throw new ImageRejectedException(
                    Reason.TOO_MANY_BYTES,
                    "The file has %,d bytes; at most %,d are accepted.".formatted(file.length, limits.maxBytes()));
        }
        ImageHeader header = parse(file, limits.maxChunks());
        requireSize(header, limits);
        if (header.details() instanceof Jpeg jpeg && jpeg.scans() > limits.maxScans()) {
            throw new ImageRejectedException(
                    Reason.TOO_MANY_SCANS,
                    "The JPEG file has %,d scans; at most %,d are accepted."
                            .formatted(jpeg.scans(), limits.maxScans()));
        }
        if (header.unsupported().isPresent()) {
            throw new ImageRejectedException(
                    Reason.UNSUPPORTED_FEATURE, header.unsupported().get() + " is not supported.");
        }
        if (!header.complete()) {
            throw new ImageRejectedException(
                    Reason.TRUNCATED, "The %s file ends before its picture does.".formatted(header.format()));
        }
        return header;
    }

    private static ImageHeader parse(byte[] file, int maxChunks) {
        try {
            return ImageHeader.read(file, maxChunks)
                    .orElseThrow(() -> new ImageRejectedException(
                            Reason.UNKNOWN_FORMAT,
                            "The file is none of JPEG, PNG, WebP, GIF, TIFF, BMP, AVIF and HEIC."));
        } catch (MalformedImageException e) {
            throw rejected(e, ImageFormat.sniff(file).map(Enum::name).orElse("picture"));
        }
    }

    /** The same reason in the words of this module. */
    static ImageRejectedException rejected(MalformedImageException e, String format) {
        Reason reason = switch (e.reason()) {
            case TRUNCATED -> Reason.TRUNCATED;
            case CORRUPT, TOO_LARGE -> Reason.CORRUPT;
            case TOO_MANY_CHUNKS -> Reason.TOO_MANY_CHUNKS;
        };
        return new ImageRejectedException(
                reason, "The %s file can't be read: %s.".formatted(format, e.getMessage()), e);
    }

    /** Checks a size claimed anywhere in a file. */
    static void requireSize(int width, int height, DecodeLimits limits) {
        if (Math.max(width, height) > limits.maxSide()) {
            throw new ImageRejectedException(
                    Reason.SIDE_TOO_LONG,
                    "The picture has %,d x %,d pixels; a side may have at most %,d."
                            .formatted(width, height, limits.maxSide()));
        }
        if ((long) width * height > limits.maxPixels()) {
            throw new ImageRejectedException(
                    Reason.TOO_MANY_PIXELS,
                    "The picture has %,d pixels; at most %,d are accepted."
                            .formatted((long) width * height, limits.maxPixels()));
        }
    }

    private static void requireSize(ImageHeader header, DecodeLimits limits) {
        requireSize(header.width(), header.height(), limits);
    }
}
