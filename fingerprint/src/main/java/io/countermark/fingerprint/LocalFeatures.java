package io.countermark.fingerprint;

import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.bytedeco.opencv.opencv_core.KeyPoint;
import org.bytedeco.opencv.opencv_core.KeyPointVector;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_features2d.ORB;

/**
 * Corners of a frame with the binary description of what is around them (ORB, Rublee et al., ICCV 2011), strongest first.
 *
 * @param width       of the frame, in pixels
 * @param height      of the frame, in pixels
 * @param x           of each corner, in frame pixels
 * @param y           of each corner, in frame pixels
 * @param size        diameter of the patch described, in frame pixels
 * @param angle       orientation, 0 to 360 degrees
 * @param descriptors four words of 64 bits a corner
 */
public record LocalFeatures(
        int width, int height, float[] x, float[] y, float[] size, float[] angle, long[] descriptors) {

    /** 64-bit words a descriptor. */
    public static final int WORDS = 4;

    private static final int CELLS = 8;
    private static final float PYRAMID_STEP = 1.2f;
    private static final int PYRAMID_LEVELS = 8;
    /** Pixels from the border: less than ORB's usual 31, so that a narrow crop still has corners. */
    private static final int BORDER = 14;

    private static final int PATCH = 31;
    /** Lower than ORB's usual 20: packshots are smooth. */
    private static final int FAST_THRESHOLD = 6;

    /** Number of corners. */
    public int count() {
        return x.length;
    }

    /**
     * At most {@code limit} corners of 8-bit gray. A frame smaller than the patch has none.
     *
     * @param perCell keep at most this many, the strongest, in each cell of an 8 x 8 grid, so that a busy neighbour in a collage does
     *     not take all
     */
    static LocalFeatures of(Mat gray, int limit, int perCell) {
        int width = gray.cols();
        int height = gray.rows();
        if (Math.min(width, height) <= 2 * BORDER + 1) {
            return new LocalFeatures(
                    width, height, new float[0], new float[0], new float[0], new float[0], new long[0]);
        }
        try (ORB orb = ORB.create(
                        limit, PYRAMID_STEP, PYRAMID_LEVELS, BORDER, 0, 2, ORB.HARRIS_SCORE, PATCH, FAST_THRESHOLD);
                KeyPointVector corners = new KeyPointVector();
                Mat descriptors = new Mat();
                Mat everywhere = new Mat()) {
            orb.detectAndCompute(gray, everywhere, corners, descriptors, false);
            return read(width, height, corners, descriptors, perCell);
        }
    }

    private static LocalFeatures read(int width, int height, KeyPointVector corners, Mat descriptors, int perCell) {
        int[] kept = strongest(width, height, corners, perCell);
        int count = kept.length;
        LocalFeatures features = new LocalFeatures(
                width,
                height,
                new float[count],
                new float[count],
                new float[count],
                new float[count],
                new long[count * WORDS]);
        byte[] bytes = new byte[(int) corners.size() * WORDS * Long.BYTES];
        if (bytes.length > 0) {
            descriptors.data().get(bytes);
        }
        LongBuffer words = ByteBuffer.wrap(bytes).asLongBuffer();
        for (int i = 0; i < count; i++) {
            KeyPoint corner = corners.get(kept[i]);
            features.x[i] = corner.pt().x();
            features.y[i] = corner.pt().y();
            features.size[i] = corner.size();
            features.angle[i] = corner.angle();
            words.get(kept[i] * WORDS, features.descriptors, i * WORDS, WORDS);
        }
        return features;
    }

    /** Numbers of the corners to keep, ascending. */
    private static int[] strongest(int width, int height, KeyPointVector corners, int perCell) {
        int[] byStrength = IntStream.range(0, (int) corners.size())
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -corners.get(i).response()))
                .mapToInt(Integer::intValue)
                .toArray();
        int[] taken = new int[CELLS * CELLS];
        return Arrays.stream(byStrength)
                .filter(i -> {
                    int column = Math.min(CELLS - 1, (int) (corners.get(i).pt().x() * CELLS / width));
                    int row = Math.min(CELLS - 1, (int) (corners.get(i).pt().y() * CELLS / height));
                    return taken[row * CELLS + column]++ < perCell;
                })
                .sorted()
                .toArray();
    }
}
