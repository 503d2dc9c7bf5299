package io.countermark.imaging;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;

/**
 * Decoded pixels in sRGB, upright, outside the Java heap. Rows are packed: row {@code y} starts at byte
 * {@code y * width * format.channels() * format.bytesPerSample()}. Close it when done; a closed picture refuses access
 * with an {@link IllegalStateException}, also through segments handed out before.
 *
 * <p>The memory belongs to one OpenCV matrix, so that decoders, encoders and filters work on it without a copy. A picture
 * that was never closed is freed when neither it nor a segment or matrix from it is reachable any more.
 *
 * <p>Several threads may read at the same time; writing needs the caller's own order.
 */
public final class Picture implements AutoCloseable {

    static {
        OpenCv.load();
    }

    private final int width;
    private final int height;
    private final PixelFormat format;
    private final Arena arena;
    private final Mat mat;
    private final MemorySegment samples;

    @SuppressWarnings("MustBeClosedChecker") // closed by close(); this picture is the arena's one owner
    private Picture(Mat packed, PixelFormat format) {
        this.width = packed.cols();
        this.height = packed.rows();
        this.format = format;
        this.mat = packed;
        this.arena = Arena.ofShared();
        // The session keeps the matrix reachable through its clean-up, so a segment alone keeps the memory alive;
        // the matrix itself carries JavaCPP's deallocator for the case that nobody closes anything.
        this.samples = MemorySegment.ofAddress(packed.data().address())
                .reinterpret(byteSize(width, height, format), arena, closed -> packed.close());
    }

    /** A new picture; its samples are zero. */
    public static Picture allocate(int width, int height, PixelFormat format) {
        requireSides(width, height);
        try (Scalar zero = new Scalar(0)) {
            return new Picture(new Mat(height, width, matType(format), zero), format);
        }
    }

    /** A new picture that holds a copy of {@code samples}, packed rows. */
    public static Picture of(int width, int height, PixelFormat format, byte[] samples) {
        requireSides(width, height);
        if (samples.length != byteSize(width, height, format)) {
            throw new IllegalArgumentException("%d x %d in %s takes %d bytes, not %d"
                    .formatted(width, height, format, byteSize(width, height, format), samples.length));
        }
        Picture picture = new Picture(new Mat(height, width, matType(format)), format);
        MemorySegment.copy(samples, 0, picture.samples, ValueLayout.JAVA_BYTE, 0, samples.length);
        return picture;
    }

    /**
     * A new picture that takes over {@code mat} (CV_8U or CV_16U, 1, 3 or 4 channels, BGR order); closing it releases the
     * mat. A mat whose rows are not packed is copied and released at once.
     *
     * @throws IllegalArgumentException for another type or an empty mat; the mat then stays the caller's
     */
    public static Picture adopt(Mat mat) {
        requireSides(mat.cols(), mat.rows());
        PixelFormat format = pixelFormat(mat.type());
        if (mat.isContinuous()) {
            return new Picture(mat, format);
        }
        Mat packed = mat.clone();
        mat.close();
        return new Picture(packed, format);
    }

    /** In pixels. */
    public int width() {
        return width;
    }

    /** In pixels. */
    public int height() {
        return height;
    }

    public PixelFormat format() {
        return format;
    }

    /** The packed samples, read and write. Native byte order for 16 bit. */
    public MemorySegment samples() {
        requireOpen();
        return samples;
    }

    /** A copy of the packed samples. */
    public byte[] toByteArray() {
        return samples().toArray(ValueLayout.JAVA_BYTE);
    }

    /** The same memory as an OpenCV matrix; valid while this picture is open, and not to be released by the caller. */
    public Mat mat() {
        requireOpen();
        return mat;
    }

    /** A copy in 8 bit, three channels, alpha blended over white; the common ground of marks and fingerprints. */
    public Picture toBgr8() {
        return Conversions.toBgr8(this);
    }

    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }

    @Override
    public String toString() {
        return "Picture[%d x %d %s%s]"
                .formatted(width, height, format, arena.scope().isAlive() ? "" : ", closed");
    }

    static int matType(PixelFormat format) {
        int depth = format.bytesPerSample() == 1 ? opencv_core.CV_8U : opencv_core.CV_16U;
        return opencv_core.CV_MAKETYPE(depth, format.channels());
    }

    private static PixelFormat pixelFormat(int matType) {
        for (PixelFormat format : PixelFormat.values()) {
            if (matType(format) == matType) {
                return format;
            }
        }
        throw new IllegalArgumentException(
                "A picture has 1, 3 or 4 channels of 8 or 16 bit, not OpenCV type " + matType);
    }

    private static long byteSize(int width, int height, PixelFormat format) {
        return (long) width * height * format.channels() * format.bytesPerSample();
    }

    private static void requireSides(int width, int height) {
        if (width <= 0 || height <= 0) {
            throw new IllegalArgumentException("A picture has at least one pixel, not " + width + " x " + height);
        }
    }

    private void requireOpen() {
        if (!arena.scope().isAlive()) {
            throw new IllegalStateException("This picture is closed");
        }
    }
}
