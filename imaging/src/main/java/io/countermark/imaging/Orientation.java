package io.countermark.imaging;

import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;

/** The eight ways a camera can have been held: EXIF 2.32, tag 274, "Orientation". */
final class Orientation {

    static final int UPRIGHT = 1;

    private static final int LEFT_RIGHT = 1;
    private static final int TOP_BOTTOM = 0;
    private static final int BOTH = -1;

    private Orientation() {}

    /**
     * The picture turned upright; the given one is closed unless it is returned.
     *
     * @param orientation 1 to 8: which corner of the scene the first stored row and column are
     */
    static Picture upright(Picture stored, int orientation) {
        if (orientation == UPRIGHT) {
            return stored;
        }
        try (stored) {
            Mat turned = new Mat();
            switch (orientation) {
                case 2 -> opencv_core.flip(stored.mat(), turned, LEFT_RIGHT);
                case 3 -> opencv_core.flip(stored.mat(), turned, BOTH);
                case 4 -> opencv_core.flip(stored.mat(), turned, TOP_BOTTOM);
                case 5 -> opencv_core.transpose(stored.mat(), turned);
                case 6 -> transposed(stored.mat(), turned, LEFT_RIGHT);
                case 7 -> transposed(stored.mat(), turned, BOTH);
                case 8 -> transposed(stored.mat(), turned, TOP_BOTTOM);
                default -> throw new IllegalArgumentException("Orientation is 1 to 8, not " + orientation);
            }
            return Picture.adopt(turned);
        }
    }

    private static void transposed(Mat stored, Mat turned, int flip) {
        try (Mat transposed = new Mat()) {
            opencv_core.transpose(stored, transposed);
            opencv_core.flip(transposed, turned, flip);
        }
    }
}
