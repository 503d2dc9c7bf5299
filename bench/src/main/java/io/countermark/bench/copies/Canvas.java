package io.countermark.bench.copies;

import io.countermark.imaging.Picture;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Point;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * A picture being altered, with where the original's pixels have gone.
 *
 * @param mat  8-bit blue, green, red
 * @param map  row-major 3 x 3, original pixels to pixels of {@code mat}
 */
record Canvas(Mat mat, double[] map) {

    static Canvas of(Picture original) {
        return new Canvas(original.mat().clone(), new double[] {1, 0, 0, 0, 1, 0, 0, 0, 1});
    }

    int width() {
        return mat.cols();
    }

    int height() {
        return mat.rows();
    }

    /** The same geometry with other pixels. */
    Canvas with(Mat changed) {
        return new Canvas(changed, map);
    }

    /** Resampled by a further map onto a canvas of this size; outside is filled. */
    Canvas warp(double[] further, int width, int height, int fill) {
        Mat warped = new Mat();
        try (DoublePointer pointer = new DoublePointer(further);
                Mat matrix = new Mat(3, 3, opencv_core.CV_64F, pointer);
                Scalar outside = scalar(fill);
                Size size = new Size(width, height)) {
            opencv_imgproc.warpPerspective(
                    mat, warped, matrix, size, opencv_imgproc.INTER_LINEAR, opencv_core.BORDER_CONSTANT, outside);
        }
        return new Canvas(warped, multiply(further, map));
    }

    Canvas resize(int width, int height) {
        Mat resized = new Mat();
        boolean smaller = width < width();
        try (Size size = new Size(width, height)) {
            opencv_imgproc.resize(
                    mat, resized, size, 0, 0, smaller ? opencv_imgproc.INTER_AREA : opencv_imgproc.INTER_LINEAR);
        }
        double sx = (double) width / width();
        double sy = (double) height / height();
        return new Canvas(resized, multiply(new double[] {sx, 0, (sx - 1) / 2, 0, sy, (sy - 1) / 2, 0, 0, 1}, map));
    }

    Canvas crop(int x, int y, int width, int height) {
        try (Rect box = new Rect(x, y, width, height);
                Mat part = new Mat(mat, box)) {
            return new Canvas(part.clone(), multiply(new double[] {1, 0, -x, 0, 1, -y, 0, 0, 1}, map));
        }
    }

    Canvas mirror() {
        Mat flipped = new Mat();
        opencv_core.flip(mat, flipped, 1);
        return new Canvas(flipped, multiply(new double[] {-1, 0, width() - 1, 0, 1, 0, 0, 0, 1}, map));
    }

    /** Laid at a place on a larger ground of one colour. */
    Canvas placed(int groundWidth, int groundHeight, int x, int y, int fill) {
        try (Scalar colour = scalar(fill)) {
            return placed(new Mat(groundHeight, groundWidth, opencv_core.CV_8UC3, colour), x, y);
        }
    }

    /** Laid on a ground, which becomes the result. */
    Canvas placed(Mat ground, int x, int y) {
        try (Rect box = new Rect(x, y, width(), height());
                Mat part = new Mat(ground, box)) {
            mat.copyTo(part);
        }
        return new Canvas(ground, multiply(new double[] {1, 0, x, 0, 1, y, 0, 0, 1}, map));
    }

    /** A copy to draw on. */
    Canvas copy() {
        return with(mat.clone());
    }

    Canvas rectangle(int x, int y, int width, int height, int colour) {
        try (Point from = new Point(x, y);
                Point to = new Point(x + width, y + height);
                Scalar paint = scalar(colour)) {
            opencv_imgproc.rectangle(mat, from, to, paint, opencv_imgproc.FILLED, opencv_imgproc.LINE_8, 0);
        }
        return this;
    }

    Canvas text(String words, int x, int y, double scale, int colour, int thickness) {
        try (Point at = new Point(x, y);
                Scalar paint = scalar(colour)) {
            opencv_imgproc.putText(
                    mat,
                    words,
                    at,
                    opencv_imgproc.FONT_HERSHEY_DUPLEX,
                    scale,
                    paint,
                    thickness,
                    opencv_imgproc.LINE_AA,
                    false);
        }
        return this;
    }

    Canvas disc(int x, int y, int radius, int colour) {
        try (Point centre = new Point(x, y);
                Scalar paint = scalar(colour)) {
            opencv_imgproc.circle(mat, centre, radius, paint, opencv_imgproc.FILLED, opencv_imgproc.LINE_AA, 0);
        }
        return this;
    }

    static int colour(SplittableRandom random) {
        return random.nextInt(0x1000000);
    }

    private static Scalar scalar(int rgb) {
        return new Scalar(rgb & 0xff, rgb >> 8 & 0xff, rgb >> 16 & 0xff, 0);
    }

    static double[] multiply(double[] a, double[] b) {
        double[] product = new double[9];
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                for (int k = 0; k < 3; k++) {
                    product[3 * i + j] += a[3 * i + k] * b[3 * k + j];
                }
            }
        }
        return product;
    }
}
