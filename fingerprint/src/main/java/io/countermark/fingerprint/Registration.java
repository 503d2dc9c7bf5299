package io.countermark.fingerprint;

import java.util.HashSet;
import java.util.Set;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.opencv.global.opencv_calib3d;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.jspecify.annotations.Nullable;

/**
 * One picture laid over another: nearest descriptors that pass Lowe's ratio test, then the plane-to-plane map that most of them
 * agree on (MAGSAC++, Barath et al., CVPR 2020, as OpenCV's {@code USAC_MAGSAC}, which seeds itself alike on every call).
 *
 * @param homography original frame to suspect frame
 * @param inliers    corners that agree, counted once a cell of 6 x 6 pixels in either frame, so that a cluster on one spot counts little
 */
record Registration(Homography homography, int inliers) {

    private static final double RATIO = 0.85;
    private static final int MIN_MATCHES = 5;
    private static final int MIN_FEATURES = 8;
    private static final double REPROJECTION_PIXELS = 3.0;
    private static final int MAX_ITERATIONS = 1500;
    private static final double CONFIDENCE = 0.999;
    private static final float CELL = 6f;
    /** No edit of a listing picture squeezes more than this; wilder maps are accidents. */
    private static final double MAX_SQUEEZE = 3.5;

    private static final double MIN_SCALE = 0.06;
    private static final double MAX_SCALE = 14;

    /** Null when the two can't be laid over each other. */
    static @Nullable Registration of(LocalFeatures original, LocalFeatures suspect) {
        if (original.count() < MIN_FEATURES || suspect.count() < MIN_FEATURES) {
            return null;
        }
        int[] matched = match(original, suspect);
        int pairs = 0;
        for (int index : matched) {
            pairs += index >= 0 ? 1 : 0;
        }
        if (pairs < MIN_MATCHES) {
            return null;
        }
        float[] from = new float[2 * pairs];
        float[] to = new float[2 * pairs];
        for (int i = 0, p = 0; i < matched.length; i++) {
            if (matched[i] >= 0) {
                from[p] = original.x()[matched[i]];
                to[p++] = suspect.x()[i];
                from[p] = original.y()[matched[i]];
                to[p++] = suspect.y()[i];
            }
        }
        return fit(from, to);
    }

    /** For each corner of the suspect the original's corner that is clearly nearest, or -1. */
    private static int[] match(LocalFeatures original, LocalFeatures suspect) {
        long[] known = original.descriptors();
        long[] asked = suspect.descriptors();
        int[] matched = new int[suspect.count()];
        for (int i = 0; i < matched.length; i++) {
            int q = i * LocalFeatures.WORDS;
            long a = asked[q];
            long b = asked[q + 1];
            long c = asked[q + 2];
            long d = asked[q + 3];
            int best = Integer.MAX_VALUE;
            int second = Integer.MAX_VALUE;
            int nearest = -1;
            for (int k = 0; k < known.length; k += LocalFeatures.WORDS) {
                int distance = Long.bitCount(a ^ known[k])
                        + Long.bitCount(b ^ known[k + 1])
                        + Long.bitCount(c ^ known[k + 2])
                        + Long.bitCount(d ^ known[k + 3]);
                if (distance < best) {
                    second = best;
                    best = distance;
                    nearest = k;
                } else if (distance < second) {
                    second = distance;
                }
            }
            matched[i] = best < RATIO * second ? nearest / LocalFeatures.WORDS : -1;
        }
        return matched;
    }

    private static @Nullable Registration fit(float[] from, float[] to) {
        int pairs = from.length / 2;
        try (FloatPointer fromPointer = new FloatPointer(from);
                FloatPointer toPointer = new FloatPointer(to);
                Mat fromMat = new Mat(pairs, 1, opencv_core.CV_32FC2, fromPointer);
                Mat toMat = new Mat(pairs, 1, opencv_core.CV_32FC2, toPointer);
                Mat mask = new Mat();
                Mat found = opencv_calib3d.findHomography(
                        fromMat,
                        toMat,
                        opencv_calib3d.USAC_MAGSAC,
                        REPROJECTION_PIXELS,
                        mask,
                        MAX_ITERATIONS,
                        CONFIDENCE)) {
            if (found.empty()) {
                return null;
            }
            double[] m = new double[9];
            try (DoublePointer values = new DoublePointer(found.data())) {
                values.get(m);
            }
            Homography homography = new Homography(m);
            if (!plausible(homography)) {
                return null;
            }
            byte[] inlier = new byte[pairs];
            BytePointer flags = mask.data();
            flags.get(inlier);
            return new Registration(homography, Math.min(cells(from, inlier), cells(to, inlier)));
        }
    }

    private static int cells(float[] points, byte[] inlier) {
        Set<Long> cells = new HashSet<>();
        for (int i = 0; i < inlier.length; i++) {
            if (inlier[i] != 0) {
                cells.add((long) (points[2 * i] / CELL) << 32 | (long) (points[2 * i + 1] / CELL));
            }
        }
        return cells.size();
    }

    private static boolean plausible(Homography homography) {
        double determinant = homography.determinant();
        if (!(determinant > 0) || !Double.isFinite(determinant)) {
            return false;
        }
        double[] stretches = homography.stretches();
        double scale = Math.sqrt(determinant);
        return stretches[0] <= MAX_SQUEEZE * Math.max(stretches[1], 1e-9) && scale > MIN_SCALE && scale < MAX_SCALE;
    }
}
