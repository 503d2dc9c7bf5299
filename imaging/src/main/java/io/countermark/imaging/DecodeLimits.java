package io.countermark.imaging;

/**
 * What a file may claim before any of its pixels are decoded.
 *
 * @param maxBytes  size of the file in bytes
 * @param maxPixels width times height
 * @param maxSide   the longer side in pixels
 * @param maxScans  scans of a progressive JPEG
 * @param maxChunks segments, chunks or boxes of the container
 */
public record DecodeLimits(long maxBytes, long maxPixels, int maxSide, int maxScans, int maxChunks) {

    /** 25 MiB, 50 megapixels, 16,384 a side, 100 scans, 4,096 chunks. */
    public static final DecodeLimits DEFAULT = new DecodeLimits(25L << 20, 50_000_000L, 16_384, 100, 4_096);

    public DecodeLimits {
        if (maxBytes <= 0 || maxPixels <= 0 || maxSide <= 0 || maxScans <= 0 || maxChunks <= 0) {
            throw new IllegalArgumentException("Decode limits are positive numbers");
        }
    }
}
