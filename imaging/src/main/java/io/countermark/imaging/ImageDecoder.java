package io.countermark.imaging;

import io.countermark.container.ImageFormat;
import io.countermark.container.ImageHeader;
import io.countermark.container.ImageHeader.Bmp;
import io.countermark.container.ImageHeader.Gif;
import io.countermark.container.ImageHeader.Heif;
import io.countermark.container.ImageHeader.Jpeg;
import io.countermark.container.ImageHeader.Png;
import io.countermark.container.ImageHeader.Tiff;
import io.countermark.container.ImageHeader.WebP;
import io.countermark.imaging.ColourConversion.Result;
import io.countermark.imaging.ImageRejectedException.Reason;
import java.lang.foreign.ValueLayout;

/**
 * Decodes bytes that are not trusted: the format is told by content, the header is read and checked against the limits
 * before any pixel is decoded, then the first picture is decoded, turned upright and brought into sRGB. Thread-safe.
 *
 * <p>AVIF and HEIC go to a worker process ({@link DecodeWorkers}); the others are decoded here.
 */
public final class ImageDecoder {

    static {
        OpenCv.load();
    }

    /** libjpeg fills what it has no data for with middle gray. */
    private static final int MIDDLE_GRAY = 128;

    /** How far chroma from the last block that has data bleeds into middle gray. */
    private static final int BLEED = 4;

    private final DecodeLimits limits;
    private final boolean inWorker;

    public ImageDecoder(DecodeLimits limits) {
        this(limits, false);
    }

    private ImageDecoder(DecodeLimits limits, boolean inWorker) {
        this.limits = limits;
        this.inWorker = inWorker;
    }

    /** A decoder that decodes everything in its own process, for use in a process that may die. */
    static ImageDecoder inWorker(DecodeLimits limits) {
        return new ImageDecoder(limits, true);
    }

    /** @throws ImageRejectedException when the bytes are refused, with the reason */
    public DecodedImage decode(byte[] file) {
        return decode(file, Integer.MAX_VALUE);
    }

    /**
     * Decodes at the largest reduction of 1, 2, 4, 8 that keeps the longer side at or above {@code minLongSide}; for describing,
     * not for keeping. Formats that can't be reduced while decoding come at full size: only JPEG can.
     *
     * @throws ImageRejectedException when the bytes are refused, with the reason
     */
    public DecodedImage decodeReduced(byte[] file, int minLongSide) {
        if (minLongSide < 1) {
            throw new IllegalArgumentException("The longer side has at least one pixel, not " + minLongSide);
        }
        return decode(file, minLongSide);
    }

    private DecodedImage decode(byte[] file, int minLongSide) {
        ImageHeader header = HeaderCheck.read(file, limits);
        if (header.details() instanceof Heif && !inWorker) {
            return DecodeWorkers.shared().decode(file, limits, minLongSide);
        }
        if (header.channels() == 4) {
            CmykPixels.Converted converted = CmykPixels.decode(file, header);
            return upright(header, converted.picture(), converted.byProfile(), 1);
        }
        int reduction = reduction(header, minLongSide);
        Picture stored = stored(file, header, reduction);
        boolean handedOn = false;
        try {
            requireClaimedSize(stored, header, reduction);
            Result colours = ColourConversion.toSrgb(stored, header);
            handedOn = true;
            return upright(header, colours.picture(), colours.converted(), reduction);
        } finally {
            if (!handedOn) {
                stored.close();
            }
        }
    }

    private Picture stored(byte[] file, ImageHeader header, int reduction) {
        return switch (header.details()) {
            case Jpeg jpeg -> jpeg(file, header, reduction);
            case Png png -> PngPixels.decode(file, header, png);
            case WebP webP -> OpenCvPixels.decode(file, ImageFormat.WEBP);
            case Gif gif -> GifPixels.decode(file, header, gif);
            case Tiff tiff -> JdkPixels.decode(file, header);
            case Bmp bmp -> JdkPixels.decode(file, header);
            case Heif heif -> HeifPixels.decode(file, header, limits);
        };
    }

    private static Picture jpeg(byte[] file, ImageHeader header, int reduction) {
        Picture picture = reduction == 1
                ? OpenCvPixels.decode(file, ImageFormat.JPEG)
                : OpenCvPixels.decodeReduced(file, header.channels() == 1, reduction);
        // OpenCV does not pass libjpeg's warning on, so a picture that looks cut off is read again by a reader that
        // does.
        if (endsInMiddleGray(picture) && JdkPixels.missesData(file)) {
            picture.close();
            throw new ImageRejectedException(Reason.TRUNCATED, "The JPEG file lacks data for its last rows.");
        }
        return picture;
    }

    private static boolean endsInMiddleGray(Picture picture) {
        long last = picture.samples().byteSize();
        for (int c = 1; c <= picture.format().channels(); c++) {
            int sample = picture.samples().get(ValueLayout.JAVA_BYTE, last - c) & 0xFF;
            if (Math.abs(sample - MIDDLE_GRAY) > BLEED) {
                return false;
            }
        }
        return true;
    }

    /** A codec that found another size than the header that was checked has read the file in another way. */
    private static void requireClaimedSize(Picture stored, ImageHeader header, int reduction) {
        boolean transformed = header.details() instanceof Heif;
        if (!transformed
                && (stored.width() != reduced(header.width(), reduction)
                        || stored.height() != reduced(header.height(), reduction))) {
            throw new ImageRejectedException(
                    Reason.CORRUPT,
                    "The %s picture has %d x %d pixels, its header says %d x %d."
                            .formatted(
                                    header.format(), stored.width(), stored.height(), header.width(), header.height()));
        }
    }

    private static int reduced(int side, int reduction) {
        return (side + reduction - 1) / reduction;
    }

    private static int reduction(ImageHeader header, int minLongSide) {
        int longSide = Math.max(header.width(), header.height());
        int reduction = 1;
        if (header.format() == ImageFormat.JPEG) {
            while (reduction < 8 && reduced(longSide, 2 * reduction) >= minLongSide) {
                reduction *= 2;
            }
        }
        return reduction;
    }

    private static DecodedImage upright(ImageHeader header, Picture picture, boolean colourConverted, int reduction) {
        return new DecodedImage(
                Orientation.upright(picture, header.orientation()),
                header.format(),
                header.width(),
                header.height(),
                header.orientation(),
                colourConverted,
                reduction);
    }
}
