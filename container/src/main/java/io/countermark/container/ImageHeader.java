package io.countermark.container;

import io.countermark.container.MalformedImageException.Reason;
import java.util.List;
import java.util.Optional;

/**
 * What a file says about its picture before a single pixel is decoded. Reading it costs one pass over the structure and
 * allocates no more than the profile; nothing of it is to be believed beyond "so much memory will be asked for".
 *
 * @param format      as told by the content
 * @param width       as stored, before orientation, in pixels, at least 1
 * @param height      as stored, before orientation, in pixels, at least 1
 * @param bitDepth    bits per sample, of palette entries where there is a palette
 * @param channels    colour channels: 1 gray, 3, or 4 for CMYK; alpha not counted
 * @param alpha       whether there is transparency of any kind
 * @param frames      pictures in the file, counted up to the limit on parts; 1 for a still
 * @param orientation 1 to 8 as EXIF 2.32 table 6 numbers them; 1 where absent or nonsense, and for HEIF, whose own
 *                    transformations take its place (ISO/IEC 23008-12, 6.5.10)
 * @param iccProfile  the embedded profile, unchecked, at most {@link #MAX_PROFILE_BYTES}
 * @param cicp        colour code points where the file states them
 * @param complete    whether everything that the structure announces is there, up to the format's own end mark
 * @param unsupported the name of a feature that the file needs and that is outside of what this product reads
 * @param details     what only this format has
 */
public record ImageHeader(
        ImageFormat format,
        int width,
        int height,
        int bitDepth,
        int channels,
        boolean alpha,
        int frames,
        int orientation,
        Optional<byte[]> iccProfile,
        Optional<Cicp> cicp,
        boolean complete,
        Optional<String> unsupported,
        Details details) {

    /** The largest press profiles have about 2 MiB. */
    public static final int MAX_PROFILE_BYTES = 4 << 20;

    /** Colour as code points of ITU-T H.273: primaries, transfer, matrix, and whether samples use the full range. */
    public record Cicp(int primaries, int transfer, int matrix, boolean fullRange) {}

    /** What only one format has. */
    public sealed interface Details {}

    /**
     * @param scans          SOS segments
     * @param progressive    SOF2, SOF6, SOF10, SOF14
     * @param adobeTransform colour transform of the Adobe APP14 segment: 0 none, 1 YCbCr, 2 YCCK; -1 without that segment
     * @param jfif           whether there is a JFIF segment
     * @param sampling       per component, horizontal factor times 16 plus vertical
     */
    public record Jpeg(int scans, boolean progressive, int adobeTransform, boolean jfif, List<Integer> sampling)
            implements Details {}

    /**
     * @param colourType of IHDR: 0, 2, 3, 4, 6
     * @param interlaced Adam7
     * @param srgb       whether there is an sRGB chunk
     * @param grayKey    the gray that is transparent, in the file's own depth; -1 when there is none
     */
    public record Png(int colourType, boolean interlaced, boolean srgb, int grayKey) implements Details {}

    /** @param lossless VP8L instead of VP8 */
    public record WebP(boolean lossless, boolean animated) implements Details {}

    /**
     * @param imageOffset      of the first image descriptor
     * @param transparentIndex of the first picture; -1 when it has none
     */
    public record Gif(int imageOffset, int transparentIndex) implements Details {}

    /**
     * @param photometric  tag 262: 0 white is zero, 1 black is zero, 2 RGB, 3 palette, 5 separated (CMYK), 6 YCbCr, 8 Lab
     * @param compression  tag 259
     * @param sampleFormat tag 339: 1 unsigned, 2 signed, 3 floating point
     */
    public record Tiff(int photometric, int compression, int sampleFormat) implements Details {}

    /**
     * @param bitsPerPixel 1, 4, 8, 16, 24, 32
     * @param compression  0 none, 1 RLE8, 2 RLE4, 3 bit fields, 6 bit fields with alpha
     */
    public record Bmp(int bitsPerPixel, int compression) implements Details {}

    /**
     * @param itemType of the primary item, for example {@code hvc1}, {@code av01}, {@code grid}
     * @param tiles    coded pictures that make up the primary one; 1 unless it is a grid
     */
    public record Heif(String itemType, int tiles) implements Details {}

    public ImageHeader {
        if (width < 1 || height < 1) {
            throw new MalformedImageException(
                    Reason.CORRUPT, "The %s picture is said to have %d x %d pixels".formatted(format, width, height));
        }
    }

    /** Width times height. */
    public long pixels() {
        return (long) width * height;
    }

    /**
     * Reads the header of {@code file}.
     *
     * @param maxParts segments, chunks, boxes, blocks or directory entries to walk
     * @return empty when the content is none of {@link ImageFormat}
     * @throws MalformedImageException when the structure can't be followed as far as the header needs it
     */
    public static Optional<ImageHeader> read(byte[] file, int maxParts) {
        return ImageFormat.sniff(file).map(format -> switch (format) {
            case JPEG -> JpegHeader.read(file, maxParts);
            case PNG -> PngHeader.read(file, maxParts);
            case WEBP -> WebPHeader.read(file, maxParts);
            case GIF -> GifHeader.read(file, maxParts);
            case TIFF -> TiffHeader.read(file, maxParts);
            case BMP -> BmpHeader.read(file);
            case AVIF, HEIC -> HeifHeader.read(file, format, maxParts);
        });
    }
}
