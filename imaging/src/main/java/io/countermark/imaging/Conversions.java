package io.countermark.imaging;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;

/** Between the forms a picture can have. Each returns a new picture and leaves the given one as it is. */
final class Conversions {

    private static final int OPAQUE = 255;

    private Conversions() {}

    /** Eight bit, three channels, alpha over white. */
    static Picture toBgr8(Picture picture) {
        return switch (picture.format()) {
            case BGR8 -> Picture.adopt(picture.mat().clone());
            case GRAY8 -> grayToBgr(picture.mat());
            case BGRA8 -> overWhite(picture);
            case GRAY16, BGR16, BGRA16 -> {
                try (Picture narrow = to8Bit(picture)) {
                    yield toBgr8(narrow);
                }
            }
        };
    }

    /** The same channels in eight bit: {@code round(v / 257)}. */
    static Picture to8Bit(Picture picture) {
        Mat narrow = new Mat();
        // 65535 / 257 = 255 exactly, so black and white stay what they are.
        picture.mat().convertTo(narrow, opencv_core.CV_8U, 1 / 257.0, 0);
        return Picture.adopt(narrow);
    }

    /** Three channels over white, or one where the picture is gray; eight bit. */
    static Picture opaque8(Picture picture) {
        return switch (picture.format()) {
            case GRAY8 -> Picture.adopt(picture.mat().clone());
            case GRAY16 -> to8Bit(picture);
            case BGR8, BGRA8, BGR16, BGRA16 -> toBgr8(picture);
        };
    }

    private static Picture grayToBgr(Mat gray) {
        Mat colour = new Mat();
        opencv_imgproc.cvtColor(gray, colour, opencv_imgproc.COLOR_GRAY2BGR);
        return Picture.adopt(colour);
    }

    /** {@code round((c * a + 255 * (255 - a)) / 255)} for each colour sample. */
    private static Picture overWhite(Picture picture) {
        int width = picture.width();
        Picture blended = Picture.allocate(width, picture.height(), PixelFormat.BGR8);
        MemorySegment from = picture.samples();
        MemorySegment to = blended.samples();
        byte[] in = new byte[4 * width];
        byte[] out = new byte[3 * width];
        for (int y = 0; y < picture.height(); y++) {
            MemorySegment.copy(from, ValueLayout.JAVA_BYTE, (long) y * in.length, in, 0, in.length);
            for (int x = 0, i = 0, o = 0; x < width; x++, i += 4, o += 3) {
                int alpha = in[i + 3] & 0xFF;
                out[o] = blend(in[i], alpha);
                out[o + 1] = blend(in[i + 1], alpha);
                out[o + 2] = blend(in[i + 2], alpha);
            }
            MemorySegment.copy(out, 0, to, ValueLayout.JAVA_BYTE, (long) y * out.length, out.length);
        }
        return blended;
    }

    private static byte blend(byte colour, int alpha) {
        int sum = (colour & 0xFF) * alpha + OPAQUE * (OPAQUE - alpha);
        return (byte) ((sum + 127) / OPAQUE);
    }
}
