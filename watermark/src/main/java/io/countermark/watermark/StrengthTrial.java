package io.countermark.watermark;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Verify after embedding: writes a mark at some strength into the frame, does to it what a market does, and reads it back at the alignment
 * that is known. All happens in the frame, so that its cost does not grow with the picture.
 */
final class StrengthTrial {

    private static final int QUALITY = 50;
    private static final int HALF_QUALITY = 75;

    /** Constants of SSIM for 255 levels, K1 0.01 and K2 0.03. */
    private static final double C1 = 6.5025;

    private static final double C2 = 58.5225;
    private static final double SSIM_SIGMA = 1.5;

    private final Constellation constellation;
    private final Demodulator demodulator;
    private final FloatPlane luma;
    private final FloatPlane pattern;
    private final boolean[] word;
    private final FloatPlane mean;
    private final FloatPlane square;
    private final FloatPlane patternMean;
    private final FloatPlane patternSquare;

    /**
     * @param luma    of the frame, unmarked
     * @param pattern of strength 1
     * @param word    that the pattern carries
     */
    StrengthTrial(Constellation constellation, FloatPlane luma, FloatPlane pattern, boolean[] word) {
        this.constellation = constellation;
        this.demodulator = new Demodulator(constellation);
        this.luma = luma;
        this.pattern = pattern;
        this.word = word;
        this.mean = luma.gaussian(SSIM_SIGMA);
        this.square = luma.squared().gaussian(SSIM_SIGMA);
        this.patternMean = pattern.gaussian(SSIM_SIGMA);
        this.patternSquare = pattern.squared().gaussian(SSIM_SIGMA);
    }

    /** The least correlation after JPEG 50, after half size at JPEG 75 and in the middle half of the area. */
    double worst(double strength) {
        FloatPlane marked = new FloatPlane(luma.width(), luma.height());
        for (int i = 0; i < marked.values().length; i++) {
            marked.values()[i] = (float) (luma.values()[i] + strength * pattern.values()[i]);
        }
        double compressed = correlation(jpeg(marked, QUALITY));
        FloatPlane half = jpeg(marked.resize(halved(luma.width()), halved(luma.height())), HALF_QUALITY);
        double reduced = correlation(half.resize(luma.width(), luma.height()));
        return Math.min(Math.min(compressed, reduced), correlation(middle(marked)));
    }

    private static int halved(int side) {
        return Math.max(1, (side + 1) / 2);
    }

    private double correlation(FloatPlane seen) {
        float[] soft = demodulator.soft(Harmonics.folded(Whitening.of(seen), constellation));
        return demodulator.correlation(soft, word);
    }

    /** Half the area, starting where a tile starts, so that the alignment stays (0, 0). */
    private static FloatPlane middle(FloatPlane plane) {
        int tile = Constellation.TILE;
        int left = (int) (0.15 * plane.width()) / tile * tile;
        int top = (int) (0.15 * plane.height()) / tile * tile;
        return plane.part(left, top, (int) Math.ceil(0.71 * plane.width()), (int) Math.ceil(0.71 * plane.height()));
    }

    private static FloatPlane jpeg(FloatPlane plane, int quality) {
        try (PointerScope scope = new PointerScope()) {
            Mat bytes = new Mat();
            plane.toMat().convertTo(bytes, opencv_core.CV_8U);
            BytePointer file = new BytePointer();
            opencv_imgcodecs.imencode(
                    ".jpg", bytes, file, new IntPointer(opencv_imgcodecs.IMWRITE_JPEG_QUALITY, quality));
            Mat decoded = opencv_imgcodecs.imdecode(new Mat(file), opencv_imgcodecs.IMREAD_GRAYSCALE);
            Mat floats = new Mat();
            decoded.convertTo(floats, opencv_core.CV_32F);
            return FloatPlane.of(floats);
        }
    }

    /**
     * SSIM of the frame at this strength (Wang et al. 2004, with a Gaussian of deviation 1.5). The mark is not correlated with the
     * picture, so the covariance is the picture's own variance and the marked variance the sum of both.
     */
    double ssim(double strength) {
        double sum = 0;
        for (int i = 0; i < mean.values().length; i++) {
            double m = mean.values()[i];
            double variance = Math.max(square.values()[i] - m * m, 0);
            double shift = strength * patternMean.values()[i];
            double added = strength * strength * patternSquare.values()[i] - shift * shift;
            double brightness = (2 * m * (m + shift) + C1) / (m * m + (m + shift) * (m + shift) + C1);
            sum += brightness * (2 * variance + C2) / (2 * variance + added + C2);
        }
        return sum / mean.values().length;
    }
}
