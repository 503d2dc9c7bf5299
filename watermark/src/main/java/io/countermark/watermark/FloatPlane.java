package io.countermark.watermark;

import io.countermark.imaging.Picture;
import io.countermark.imaging.PixelFormat;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Point;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * One channel of floats on the Java heap, rows packed; OpenCV filters it. The copies in and out cost a millisecond a megapixel and
 * spare every caller the care for native memory.
 */
record FloatPlane(int width, int height, float[] values) {

    FloatPlane(int width, int height) {
        this(width, height, new float[width * height]);
    }

    /** Copies a single-channel CV_32F matrix. */
    static FloatPlane of(Mat mat) {
        FloatPlane plane = new FloatPlane(mat.cols(), mat.rows());
        Mat packed = mat.isContinuous() ? mat : mat.clone();
        packed.<FloatBuffer>createBuffer().get(plane.values);
        return plane;
    }

    /** Rec. 601 luma, 0 to 255, alpha over white, resized to the given size: by area when smaller, cubic when larger. */
    static FloatPlane luma(Picture picture, int width, int height) {
        if (picture.format() == PixelFormat.BGR8 || picture.format() == PixelFormat.GRAY8) {
            return luma8(picture, width, height);
        }
        try (Picture bgr = picture.toBgr8()) {
            return luma8(bgr, width, height);
        }
    }

    private static FloatPlane luma8(Picture picture, int width, int height) {
        try (PointerScope scope = new PointerScope()) {
            Mat gray = picture.mat();
            if (gray.channels() != 1) {
                gray = new Mat();
                opencv_imgproc.cvtColor(picture.mat(), gray, opencv_imgproc.COLOR_BGR2GRAY);
            }
            Mat floats = new Mat();
            // Twice the area is the point where averaging 8-bit values still leaves less rounding than a quarter level.
            boolean far = (long) picture.width() * picture.height() > 2L * width * height;
            if (far) {
                gray = resized(gray, width, height);
            }
            gray.convertTo(floats, opencv_core.CV_32F);
            return of(far ? floats : resized(floats, width, height));
        }
    }

    /** A rectangle, cut at the right and lower edge. */
    FloatPlane part(int left, int top, int partWidth, int partHeight) {
        int columns = Math.min(partWidth, width - left);
        int rows = Math.min(partHeight, height - top);
        FloatPlane part = new FloatPlane(columns, rows);
        for (int y = 0; y < rows; y++) {
            System.arraycopy(values, (top + y) * width + left, part.values, y * columns, columns);
        }
        return part;
    }

    FloatPlane resize(int newWidth, int newHeight) {
        try (PointerScope scope = new PointerScope()) {
            return of(resized(toMat(), newWidth, newHeight));
        }
    }

    private static Mat resized(Mat mat, int width, int height) {
        if (mat.cols() == width && mat.rows() == height) {
            return mat;
        }
        boolean smaller = width <= mat.cols() && height <= mat.rows();
        Mat out = new Mat();
        opencv_imgproc.resize(
                mat,
                out,
                new Size(width, height),
                0,
                0,
                smaller ? opencv_imgproc.INTER_AREA : opencv_imgproc.INTER_CUBIC);
        return out;
    }

    FloatPlane gaussian(double sigma) {
        try (PointerScope scope = new PointerScope()) {
            Mat out = new Mat();
            int side = 2 * (int) Math.ceil(3 * sigma) + 1;
            opencv_imgproc.GaussianBlur(toMat(), out, new Size(side, side), sigma);
            return of(out);
        }
    }

    /** The mean over a square of {@code side} pixels. */
    FloatPlane box(int side) {
        try (PointerScope scope = new PointerScope()) {
            Mat out = new Mat();
            opencv_imgproc.blur(toMat(), out, new Size(side, side), new Point(-1, -1), opencv_core.BORDER_REFLECT_101);
            return of(out);
        }
    }

    /** Two box filters in a row, close to a Gaussian of the given deviation at a cost that does not grow with it. */
    FloatPlane smooth(double sigma) {
        // A box of side n has variance (n^2 - 1) / 12; two of them make sigma^2.
        int side = (int) Math.round(Math.sqrt(6 * sigma * sigma + 1)) | 1;
        try (PointerScope scope = new PointerScope()) {
            Mat once = new Mat();
            Mat twice = new Mat();
            Size size = new Size(side, side);
            Point centre = new Point(-1, -1);
            opencv_imgproc.blur(toMat(), once, size, centre, opencv_core.BORDER_REFLECT_101);
            opencv_imgproc.blur(once, twice, size, centre, opencv_core.BORDER_REFLECT_101);
            return of(twice);
        }
    }

    /** Seen through {@code map}, row by row, which takes pixels of the result to pixels of this plane; {@code fill} where it ends. */
    FloatPlane warp(double[] map, int newWidth, int newHeight, int interpolation, double fill) {
        try (PointerScope scope = new PointerScope()) {
            Mat matrix = new Mat(3, 3, opencv_core.CV_64FC1);
            matrix.<DoubleBuffer>createBuffer().put(map);
            Mat out = new Mat();
            opencv_imgproc.warpPerspective(
                    toMat(),
                    out,
                    matrix,
                    new Size(newWidth, newHeight),
                    interpolation | opencv_imgproc.WARP_INVERSE_MAP,
                    opencv_core.BORDER_CONSTANT,
                    new Scalar(fill));
            return of(out);
        }
    }

    FloatPlane times(FloatPlane other) {
        FloatPlane product = new FloatPlane(width, height);
        for (int i = 0; i < values.length; i++) {
            product.values[i] = values[i] * other.values[i];
        }
        return product;
    }

    double mean() {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    FloatPlane squared() {
        return times(this);
    }

    /** A copy as CV_32FC1, owned by the scope it is made in. */
    Mat toMat() {
        Mat mat = new Mat(height, width, opencv_core.CV_32FC1);
        mat.<FloatBuffer>createBuffer().put(values);
        return mat;
    }
}
