package io.countermark.imaging;

import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.MatVector;

/** Joins colours with an alpha plane that was coded apart from them. */
final class AlphaPlane {

    private AlphaPlane() {}

    /**
     * A new picture with four channels, as deep as the deeper of the two.
     *
     * @param coverage      gray; brought to the size of the colours where it differs
     * @param premultiplied whether the colours are multiplied by alpha; they are divided then
     */
    static Picture joined(Picture colours, Picture coverage, boolean premultiplied) {
        boolean wide =
                Math.max(colours.format().bytesPerSample(), coverage.format().bytesPerSample()) == 2;
        int depth = wide ? opencv_core.CV_16U : opencv_core.CV_8U;
        try (Mat colour = inDepth(colours.mat(), depth);
                Mat bgr = threeChannels(colour);
                Mat sized = Resizer.resample(coverage.mat(), colours.width(), colours.height());
                Mat alpha = inDepth(sized, depth);
                MatVector planes = new MatVector()) {
            opencv_core.split(bgr, planes);
            if (premultiplied) {
                for (int c = 0; c < 3; c++) {
                    opencv_core.divide(planes.get(c), alpha, planes.get(c), wide ? 65_535 : 255, -1);
                }
            }
            planes.push_back(alpha);
            Mat joined = new Mat();
            opencv_core.merge(planes, joined);
            return Picture.adopt(joined);
        }
    }

    private static Mat inDepth(Mat mat, int depth) {
        Mat converted = new Mat();
        double scale = mat.depth() == depth ? 1 : depth == opencv_core.CV_16U ? 257 : 1 / 257.0;
        mat.convertTo(converted, depth, scale, 0);
        return converted;
    }

    private static Mat threeChannels(Mat mat) {
        if (mat.channels() == 3) {
            return new Mat(mat);
        }
        Mat colour = new Mat();
        opencv_imgproc.cvtColor(mat, colour, opencv_imgproc.COLOR_GRAY2BGR);
        return colour;
    }
}
