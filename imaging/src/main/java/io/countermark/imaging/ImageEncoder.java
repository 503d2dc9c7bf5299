package io.countermark.imaging;

/** Encodes pictures; the output carries no metadata. */
public final class ImageEncoder {

    /** How to encode. */
    public sealed interface Encoding {}

    /**
     * @param quality     1 to 100
     * @param subsampling of chroma
     * @param progressive several scans instead of one
     */
    public record Jpeg(int quality, Subsampling subsampling, boolean progressive) implements Encoding {}

    /** @param compression 0 to 9 */
    public record Png(int compression) implements Encoding {}

    /** @param quality 1 to 100; above 100 means lossless */
    public record WebP(int quality) implements Encoding {}

    /** JPEG chroma subsampling. */
    public enum Subsampling {
        S444,
        S420
    }

    private ImageEncoder() {}

    /** @throws IllegalArgumentException when the encoding can't hold the picture (16 bit in JPEG, say, is reduced; alpha goes over white) */
    public static byte[] encode(Picture picture, Encoding encoding) {
        throw new UnsupportedOperationException();
    }
}
