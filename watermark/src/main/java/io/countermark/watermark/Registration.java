package io.countermark.watermark;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_calib3d;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.DMatchVector;
import org.bytedeco.opencv.opencv_core.DMatchVectorVector;
import org.bytedeco.opencv.opencv_core.KeyPointVector;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_features2d.BFMatcher;
import org.bytedeco.opencv.opencv_features2d.SIFT;
import org.jspecify.annotations.Nullable;

/**
 * Where an original lies in a suspect: SIFT features (Lowe 2004) of both, nearest neighbours by the ratio test, then a homography by
 * MAGSAC++ (Barath et al. 2020). Descriptors are not the same in a mirror image, so a suspect that does not fit is looked at mirrored
 * as well.
 *
 * @param homography row by row, from pixels of the original's plane to pixels of the suspect's
 * @param inliers    matches that agree with it
 * @param mirrored   whether the suspect had to be mirrored
 */
record Registration(double[] homography, int inliers, boolean mirrored) {

    private static final int FEATURES = 3000;
    private static final double CONTRAST = 0.015;
    private static final double RATIO = 0.8;
    private static final double REPROJECTION = 2.5;
    /** Fewer can agree by chance. */
    private static final int LEAST_INLIERS = 10;
    /** With so many there is no need to look at the mirror image. */
    private static final int CLEAR_INLIERS = 30;

    static @Nullable Registration of(FloatPlane original, FloatPlane suspect) {
        try (PointerScope scope = new PointerScope()) {
            Features known = features(bytes(original));
            Mat picture = bytes(suspect);
            Registration upright = match(known, features(picture), false, suspect.width());
            if (upright != null && upright.inliers >= CLEAR_INLIERS) {
                return upright;
            }
            Mat flipped = new Mat();
            opencv_core.flip(picture, flipped, 1);
            Registration mirrored = match(known, features(flipped), true, suspect.width());
            if (upright == null || (mirrored != null && mirrored.inliers > upright.inliers)) {
                return mirrored;
            }
            return upright;
        }
    }

    private record Features(KeyPointVector points, Mat descriptors) {}

    private static Mat bytes(FloatPlane plane) {
        Mat bytes = new Mat();
        plane.toMat().convertTo(bytes, opencv_core.CV_8U);
        return bytes;
    }

    private static Features features(Mat bytes) {
        SIFT sift = SIFT.create(FEATURES, 3, CONTRAST, 10, 1.6, false);
        KeyPointVector points = new KeyPointVector();
        Mat descriptors = new Mat();
        sift.detectAndCompute(bytes, new Mat(), points, descriptors);
        return new Features(points, descriptors);
    }

    private static @Nullable Registration match(Features known, Features seen, boolean mirrored, int width) {
        if (known.points.size() < LEAST_INLIERS || seen.points.size() < LEAST_INLIERS) {
            return null;
        }
        DMatchVectorVector pairs = new DMatchVectorVector();
        new BFMatcher().knnMatch(seen.descriptors, known.descriptors, pairs, 2);
        float[] from = new float[2 * (int) pairs.size()];
        float[] to = new float[from.length];
        int count = 0;
        for (long i = 0; i < pairs.size(); i++) {
            DMatchVector pair = pairs.get(i);
            if (pair.size() == 2 && pair.get(0).distance() < RATIO * pair.get(1).distance()) {
                var a = known.points.get(pair.get(0).trainIdx()).pt();
                var b = seen.points.get(pair.get(0).queryIdx()).pt();
                from[2 * count] = a.x();
                from[2 * count + 1] = a.y();
                to[2 * count] = b.x();
                to[2 * count + 1] = b.y();
                count++;
            }
        }
        return count < LEAST_INLIERS ? null : fit(points(from, count), points(to, count), mirrored, width);
    }

    private static Mat points(float[] values, int count) {
        Mat points = new Mat(count, 1, opencv_core.CV_32FC2);
        points.<FloatBuffer>createBuffer().put(values, 0, 2 * count);
        return points;
    }

    private static @Nullable Registration fit(Mat from, Mat to, boolean mirrored, int width) {
        Mat inliers = new Mat();
        Mat found = opencv_calib3d.findHomography(from, to, inliers, opencv_calib3d.USAC_MAGSAC, REPROJECTION);
        if (found.empty()) {
            return null;
        }
        int count = opencv_core.countNonZero(inliers);
        if (count < LEAST_INLIERS) {
            return null;
        }
        double[] h = new double[9];
        found.<java.nio.DoubleBuffer>createBuffer().get(h);
        if (mirrored) {
            for (int i = 0; i < 3; i++) {
                h[i] = (width - 1) * h[6 + i] - h[i];
            }
        }
        return new Registration(h, count, mirrored);
    }
}
