package io.countermark.imaging;

import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * Area-correct resizing: a smaller picture's pixel is the mean of the source area it covers, fractions included, so that
 * mean brightness is kept and nothing aliases; a larger one is interpolated by cubic convolution. Alpha is not
 * premultiplied in a {@link Picture}, so colours are weighted by their alpha while averaging.
 */
public final class Resizer {

    private Resizer() {}

    /**
     * A new picture of the given size; area averaging when smaller, cubic when larger. When one side grows and the other
     * shrinks, the shrinking side is averaged first.
     *
     * @throws IllegalArgumentException when a side is not positive
     */
    public static Picture resize(Picture picture, int width, int height) {
        if (width <= 0 || height <= 0) {
            throw new IllegalArgumentException("A picture has at least one pixel, not " + width + " x " + height);
        }
        if (width == picture.width() && height == picture.height()) {
            return Picture.adopt(picture.mat().clone());
        }
        if (picture.format().hasAlpha()) {
            return AlphaWeighted.resize(picture, width, height);
        }
        return Picture.adopt(resample(picture.mat(), width, height));
    }

    /** A new picture whose longer side is at most {@code maxLongSide}, aspect kept; a copy when it is small enough already. */
    public static Picture fit(Picture picture, int maxLongSide) {
        if (maxLongSide <= 0) {
            throw new IllegalArgumentException("The longer side has at least one pixel, not " + maxLongSide);
        }
        int longSide = Math.max(picture.width(), picture.height());
        if (longSide <= maxLongSide) {
            return Picture.adopt(picture.mat().clone());
        }
        return resize(
                picture,
                scaled(picture.width(), maxLongSide, longSide),
                scaled(picture.height(), maxLongSide, longSide));
    }

    /** The matrix at the new size, owned by the caller. */
    static Mat resample(Mat source, int width, int height) {
        int shrunkWidth = Math.min(width, source.cols());
        int shrunkHeight = Math.min(height, source.rows());
        Mat shrunk = resized(source, shrunkWidth, shrunkHeight, opencv_imgproc.INTER_AREA);
        if (shrunkWidth == width && shrunkHeight == height) {
            return shrunk;
        }
        try (shrunk) {
            return resized(shrunk, width, height, opencv_imgproc.INTER_CUBIC);
        }
    }

    private static Mat resized(Mat source, int width, int height, int interpolation) {
        Mat out = new Mat();
        try (Size size = new Size(width, height)) {
            opencv_imgproc.resize(source, out, size, 0, 0, interpolation);
        }
        return out;
    }

    private static int scaled(int side, int maxLongSide, int longSide) {
        return Math.max(1, (int) (((long) side * maxLongSide + longSide / 2) / longSide));
    }
}
