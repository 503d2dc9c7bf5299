package io.countermark.imaging;

import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.MatVector;

/** Resizing where a transparent pixel's colour has no weight (Porter and Duff 1984: average premultiplied, then divide). */
final class AlphaWeighted {

    private AlphaWeighted() {}

    static Picture resize(Picture picture, int width, int height) {
        double white = picture.format().bytesPerSample() == 1 ? 255 : 65_535;
        try (MatVector planes = new MatVector();
                Mat floats = new Mat()) {
            picture.mat().convertTo(floats, opencv_core.CV_32F);
            opencv_core.split(floats, planes);
            Mat alpha = planes.get(3);
            for (int c = 0; c < 3; c++) {
                opencv_core.multiply(planes.get(c), alpha, planes.get(c), 1 / white, -1);
            }
            opencv_core.merge(planes, floats);
            try (Mat small = Resizer.resample(floats, width, height)) {
                return unpremultiplied(small, picture.format(), white);
            }
        }
    }

    private static Picture unpremultiplied(Mat premultiplied, PixelFormat format, double white) {
        try (MatVector planes = new MatVector();
                Mat merged = new Mat()) {
            opencv_core.split(premultiplied, planes);
            Mat alpha = planes.get(3);
            for (int c = 0; c < 3; c++) {
                // OpenCV divides floats by zero to infinity or NaN; both saturate to a sample that alpha 0 hides.
                opencv_core.divide(planes.get(c), alpha, planes.get(c), white, -1);
                opencv_core.patchNaNs(planes.get(c), 0);
            }
            opencv_core.merge(planes, merged);
            Mat samples = new Mat();
            merged.convertTo(
                    samples,
                    opencv_core.CV_MAKETYPE(format.bytesPerSample() == 1 ? opencv_core.CV_8U : opencv_core.CV_16U, 4));
            return Picture.adopt(samples);
        }
    }
}
