package io.countermark.imaging;

import io.countermark.container.ImageFormat;
import io.countermark.container.ImageHeader;

/** Stored samples of a PNG file. */
final class PngPixels {

    private PngPixels() {}

    static Picture decode(byte[] file, ImageHeader header) {
        return OpenCvPixels.decode(file, ImageFormat.PNG);
    }
}
