package io.countermark.imaging;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;

/** Encodes pictures; the output carries no metadata. */
public final class ImageEncoder {

    /** How to encode. */
    public sealed interface Encoding {}

    /**
     * Baseline or progressive JPEG with optimised Huffman tables; gray pictures become one component.
     *
     * @param quality     1 to 100
     * @param subsampling of chroma
     * @param progressive several scans instead of one
     */
    public record Jpeg(int quality, Subsampling subsampling, boolean progressive) implements Encoding {
        public Jpeg {
            requireRange("JPEG quality", quality, 1, 100);
        }
    }

    /**
     * PNG; keeps gray, alpha and 16 bit.
     *
     * @param compression 0 to 9
     */
    public record Png(int compression) implements Encoding {
        public Png {
            requireRange("PNG compression", compression, 0, 9);
        }
    }

    /**
     * WebP; keeps alpha, reduces to eight bit.
     *
     * @param quality 1 to 100; 101 means lossless
     */
    public record WebP(int quality) implements Encoding {
        public WebP {
            requireRange("WebP quality", quality, 1, 101);
        }
    }

    /** JPEG chroma subsampling. */
    public enum Subsampling {
        S444,
        S420
    }

    /** The longer side a format can say, in pixels: libjpeg's JPEG_MAX_DIMENSION, PNG's is out of reach, WebP's 14 bits. */
    private static final int JPEG_MAX_SIDE = 65_500;

    private static final int WEBP_MAX_SIDE = 16_383;

    private ImageEncoder() {}

    /**
     * The picture as a file. What an encoding can't hold is reduced: 16 bit to 8 in JPEG and WebP; alpha goes over white in JPEG.
     *
     * @throws IllegalArgumentException when a side is longer than the format can say
     */
    public static byte[] encode(Picture picture, Encoding encoding) {
        return switch (encoding) {
            case Jpeg jpeg -> jpeg(picture, jpeg);
            case Png png -> png(picture, png);
            case WebP webP -> webP(picture, webP);
        };
    }

    private static byte[] jpeg(Picture picture, Jpeg jpeg) {
        requireSide(picture, JPEG_MAX_SIDE, "JPEG");
        int factor = switch (jpeg.subsampling()) {
            case S444 -> opencv_imgcodecs.IMWRITE_JPEG_SAMPLING_FACTOR_444;
            case S420 -> opencv_imgcodecs.IMWRITE_JPEG_SAMPLING_FACTOR_420;
        };
        int[] parameters = {
            opencv_imgcodecs.IMWRITE_JPEG_QUALITY,
            jpeg.quality(),
            opencv_imgcodecs.IMWRITE_JPEG_SAMPLING_FACTOR,
            factor,
            opencv_imgcodecs.IMWRITE_JPEG_PROGRESSIVE,
            jpeg.progressive() ? 1 : 0,
            opencv_imgcodecs.IMWRITE_JPEG_OPTIMIZE,
            1
        };
        return switch (picture.format()) {
            case GRAY8, BGR8 -> encode(".jpg", picture.mat(), parameters);
            case BGRA8, GRAY16, BGR16, BGRA16 -> {
                try (Picture opaque = Conversions.opaque8(picture)) {
                    yield encode(".jpg", opaque.mat(), parameters);
                }
            }
        };
    }

    private static byte[] png(Picture picture, Png png) {
        int[] parameters = {opencv_imgcodecs.IMWRITE_PNG_COMPRESSION, png.compression()};
        return encode(".png", picture.mat(), parameters);
    }

    private static byte[] webP(Picture picture, WebP webP) {
        requireSide(picture, WEBP_MAX_SIDE, "WebP");
        int[] parameters = {opencv_imgcodecs.IMWRITE_WEBP_QUALITY, webP.quality()};
        return switch (picture.format()) {
            case BGR8, BGRA8 -> encode(".webp", picture.mat(), parameters);
            case GRAY8, GRAY16, BGR16 -> {
                try (Picture colour = picture.toBgr8()) {
                    yield encode(".webp", colour.mat(), parameters);
                }
            }
            case BGRA16 -> {
                try (Picture narrow = Conversions.to8Bit(picture)) {
                    yield encode(".webp", narrow.mat(), parameters);
                }
            }
        };
    }

    private static byte[] encode(String extension, Mat mat, int[] parameters) {
        try (BytePointer file = new BytePointer();
                IntPointer options = new IntPointer(parameters)) {
            if (!opencv_imgcodecs.imencode(extension, mat, file, options)) {
                throw new IllegalStateException("The " + extension + " encoder failed");
            }
            byte[] bytes = new byte[Math.toIntExact(file.limit())];
            file.get(bytes);
            return bytes;
        }
    }

    private static void requireSide(Picture picture, int maxSide, String format) {
        if (Math.max(picture.width(), picture.height()) > maxSide) {
            throw new IllegalArgumentException("%s holds at most %,d pixels a side, not %,d x %,d"
                    .formatted(format, maxSide, picture.width(), picture.height()));
        }
    }

    private static void requireRange(String name, int value, int lowest, int highest) {
        if (value < lowest || value > highest) {
            throw new IllegalArgumentException(name + " is " + lowest + " to " + highest + ", not " + value);
        }
    }
}
