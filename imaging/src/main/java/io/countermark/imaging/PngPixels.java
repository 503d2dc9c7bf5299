package io.countermark.imaging;

import io.countermark.container.ImageFormat;
import io.countermark.container.ImageHeader;
import io.countermark.container.ImageHeader.Png;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Stored samples of a PNG file: OpenCV's, and the one transparency that OpenCV leaves out, a gray that means nothing. */
final class PngPixels {

    private PngPixels() {}

    static Picture decode(byte[] file, ImageHeader header, Png png) {
        Picture picture = OpenCvPixels.decode(file, ImageFormat.PNG);
        if (png.grayKey() < 0 || picture.format().channels() != 1) {
            return picture;
        }
        try (picture) {
            return picture.format() == PixelFormat.GRAY8
                    ? keyed8(picture, png.grayKey() * 255 / ((1 << header.bitDepth()) - 1))
                    : keyed16(picture, png.grayKey());
        }
    }

    private static Picture keyed8(Picture gray, int key) {
        Picture keyed = Picture.allocate(gray.width(), gray.height(), PixelFormat.BGRA8);
        MemorySegment to = keyed.samples();
        byte[] row = new byte[gray.width()];
        byte[] out = new byte[4 * gray.width()];
        for (int y = 0; y < gray.height(); y++) {
            MemorySegment.copy(gray.samples(), ValueLayout.JAVA_BYTE, (long) y * row.length, row, 0, row.length);
            for (int x = 0; x < row.length; x++) {
                out[4 * x] = row[x];
                out[4 * x + 1] = row[x];
                out[4 * x + 2] = row[x];
                out[4 * x + 3] = (byte) ((row[x] & 0xFF) == key ? 0 : 0xFF);
            }
            MemorySegment.copy(out, 0, to, ValueLayout.JAVA_BYTE, (long) y * out.length, out.length);
        }
        return keyed;
    }

    private static Picture keyed16(Picture gray, int key) {
        Picture keyed = Picture.allocate(gray.width(), gray.height(), PixelFormat.BGRA16);
        MemorySegment to = keyed.samples();
        short[] row = new short[gray.width()];
        short[] out = new short[4 * gray.width()];
        for (int y = 0; y < gray.height(); y++) {
            MemorySegment.copy(gray.samples(), ValueLayout.JAVA_SHORT, 2L * y * row.length, row, 0, row.length);
            for (int x = 0; x < row.length; x++) {
                out[4 * x] = row[x];
                out[4 * x + 1] = row[x];
                out[4 * x + 2] = row[x];
                out[4 * x + 3] = (short) ((row[x] & 0xFFFF) == key ? 0 : 0xFFFF);
            }
            MemorySegment.copy(out, 0, to, ValueLayout.JAVA_SHORT, 2L * y * out.length, out.length);
        }
        return keyed;
    }
}
