package io.countermark.imaging;

/** Order, number and width of the samples of a {@link Picture}; interleaved, sRGB, alpha not premultiplied. */
public enum PixelFormat {
    GRAY8(1, 1),
    BGR8(3, 1),
    BGRA8(4, 1),
    GRAY16(1, 2),
    BGR16(3, 2),
    BGRA16(4, 2);

    private final int channels;
    private final int bytesPerSample;

    PixelFormat(int channels, int bytesPerSample) {
        this.channels = channels;
        this.bytesPerSample = bytesPerSample;
    }

    public int channels() {
        return channels;
    }

    public int bytesPerSample() {
        return bytesPerSample;
    }

    public boolean hasAlpha() {
        return channels == 4;
    }
}
