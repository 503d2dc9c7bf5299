package io.countermark.imaging;

/** Decodes bytes that are not trusted: the header is read and checked against the limits before any pixel is decoded. Thread-safe. */
public final class ImageDecoder {

    public ImageDecoder(DecodeLimits limits) {
        throw new UnsupportedOperationException();
    }

    /** @throws ImageRejectedException when the bytes are refused, with the reason */
    public DecodedImage decode(byte[] file) {
        throw new UnsupportedOperationException();
    }

    /**
     * Decodes at the largest reduction of 1, 2, 4, 8 that keeps the longer side at or above {@code minLongSide}; for describing,
     * not for keeping. Formats that can't be reduced while decoding come at full size.
     */
    public DecodedImage decodeReduced(byte[] file, int minLongSide) {
        throw new UnsupportedOperationException();
    }
}
