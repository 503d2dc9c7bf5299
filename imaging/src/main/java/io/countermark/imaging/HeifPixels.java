package io.countermark.imaging;

final class HeifPixels {
    static Picture decode(byte[] f, io.countermark.container.ImageHeader h, DecodeLimits l) {
        throw new UnsupportedOperationException();
    }
}
