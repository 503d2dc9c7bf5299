package io.countermark.imaging;

import java.lang.foreign.MemorySegment;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Decoded pixels in sRGB, upright, outside the Java heap. Rows are packed: row {@code y} starts at byte
 * {@code y * width * format.channels() * format.bytesPerSample()}. Close it when done; a closed picture refuses access.
 */
public final class Picture implements AutoCloseable {

    /** A new picture; its samples are zero. */
    public static Picture allocate(int width, int height, PixelFormat format) {
        throw new UnsupportedOperationException();
    }

    /** A new picture that holds a copy of {@code samples}, packed rows. */
    public static Picture of(int width, int height, PixelFormat format, byte[] samples) {
        throw new UnsupportedOperationException();
    }

    /** A new picture that takes over {@code mat} (CV_8U or CV_16U, 1, 3 or 4 channels, BGR order); closing it releases the mat. */
    public static Picture adopt(Mat mat) {
        throw new UnsupportedOperationException();
    }

    public int width() {
        throw new UnsupportedOperationException();
    }

    public int height() {
        throw new UnsupportedOperationException();
    }

    public PixelFormat format() {
        throw new UnsupportedOperationException();
    }

    /** The packed samples, read and write. Native byte order for 16 bit. */
    public MemorySegment samples() {
        throw new UnsupportedOperationException();
    }

    /** A copy of the packed samples. */
    public byte[] toByteArray() {
        throw new UnsupportedOperationException();
    }

    /** The same memory as an OpenCV matrix; valid while this picture is open, and not to be released by the caller. */
    public Mat mat() {
        throw new UnsupportedOperationException();
    }

    /** A copy in 8 bit, three channels, alpha blended over white; the common ground of marks and fingerprints. */
    public Picture toBgr8() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
