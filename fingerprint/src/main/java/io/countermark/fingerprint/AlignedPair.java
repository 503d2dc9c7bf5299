package io.countermark.fingerprint;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * The original and the suspect brought onto the original's frame, at the coarser of both resolutions, as bytes.
 *
 * @param width       of both, in pixels
 * @param height      of both, in pixels
 * @param original    blue, green, red; packed
 * @param suspect     the same, warped; black outside
 * @param originalLuma slightly smoothed gray
 * @param suspectLuma  slightly smoothed gray
 * @param toSuspect   from these pixels to pixels of the suspect's frame
 */
record AlignedPair(
        int width,
        int height,
        byte[] original,
        byte[] suspect,
        byte[] originalLuma,
        byte[] suspectLuma,
        Homography toSuspect) {

    /** Compared no smaller than this share of the original's frame. */
    private static final double MIN_SCALE = 0.25;

    private static final int MIN_SIDE = 32;
    /** Smoothing before textures are compared, in pixels: takes the edge off JPEG blocks and half-pixel shifts. */
    private static final double SMOOTHING = 1.0;

    /** A suspect more than this finer than the original is smoothed before it is sampled. */
    private static final double FINER = 1.3;

    static AlignedPair of(Frame original, Frame suspect, Homography map) {
        double scale = Math.sqrt(Math.abs(map.determinant()));
        double k = Math.min(1.0, Math.max(scale * suspect.resolution(), MIN_SCALE));
        int width = Math.max(Math.min(MIN_SIDE, original.width()), (int) (original.width() * k));
        int height = Math.max(Math.min(MIN_SIDE, original.height()), (int) (original.height() * k));
        Homography shrink = Homography.scale(original.width(), original.height(), width, height);
        Homography toSuspect = map.after(shrink.inverse());
        try (Mat small = new Mat();
                Mat warped = new Mat();
                Size size = new Size(width, height)) {
            opencv_imgproc.resize(original.bgr(), small, size, 0, 0, opencv_imgproc.INTER_AREA);
            warp(suspect, toSuspect, scale / k, size, warped);
            return new AlignedPair(
                    width, height, bytes(small), bytes(warped), smoothLuma(small), smoothLuma(warped), toSuspect);
        }
    }

    private static void warp(Frame suspect, Homography toSuspect, double finer, Size size, Mat into) {
        double[] values = toSuspect.m();
        try (DoublePointer pointer = new DoublePointer(values);
                Mat matrix = new Mat(3, 3, opencv_core.CV_64F, pointer);
                Mat smooth = new Mat();
                Scalar outside = new Scalar(0)) {
            Mat source = suspect.bgr();
            if (finer > FINER) {
                try (Size kernel = new Size(0, 0)) {
                    opencv_imgproc.GaussianBlur(
                            source,
                            smooth,
                            kernel,
                            0.45 * finer,
                            0,
                            opencv_core.BORDER_DEFAULT,
                            opencv_core.ALGO_HINT_DEFAULT);
                }
                source = smooth;
            }
            opencv_imgproc.warpPerspective(
                    source,
                    into,
                    matrix,
                    size,
                    opencv_imgproc.INTER_LINEAR | opencv_imgproc.WARP_INVERSE_MAP,
                    opencv_core.BORDER_CONSTANT,
                    outside);
        }
    }

    /** The original's luma smoothed further, to compare it with a suspect that is not sharp. */
    byte[] blurredOriginalLuma(double sigma) {
        try (Mat gray = new Mat(height, width, opencv_core.CV_8UC1);
                Mat blurred = new Mat();
                Size kernel = new Size(0, 0)) {
            gray.data().put(originalLuma);
            opencv_imgproc.GaussianBlur(
                    gray, blurred, kernel, sigma, 0, opencv_core.BORDER_DEFAULT, opencv_core.ALGO_HINT_DEFAULT);
            return bytes(blurred);
        }
    }

    private static byte[] smoothLuma(Mat bgr) {
        try (Mat gray = new Mat();
                Mat smooth = new Mat();
                Size kernel = new Size(0, 0)) {
            opencv_imgproc.cvtColor(bgr, gray, opencv_imgproc.COLOR_BGR2GRAY);
            opencv_imgproc.GaussianBlur(
                    gray, smooth, kernel, SMOOTHING, 0, opencv_core.BORDER_DEFAULT, opencv_core.ALGO_HINT_DEFAULT);
            return bytes(smooth);
        }
    }

    private static byte[] bytes(Mat mat) {
        byte[] bytes = new byte[mat.rows() * mat.cols() * mat.channels()];
        mat.data().get(bytes);
        return bytes;
    }
}
