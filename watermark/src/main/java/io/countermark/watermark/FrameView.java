package io.countermark.watermark;

import java.util.ArrayList;
import java.util.List;

/**
 * Where a frame lies in a suspect: with the original, its normalised frame; without, a sheet of whole tiles that covers the suspect.
 *
 * @param width     of the frame, in its pixels
 * @param height    of the frame
 * @param toSuspect nine numbers row by row: {@code (x, y, 1)} of a frame pixel, multiplied and divided by the third, is the
 *                  suspect's pixel
 */
public record FrameView(int width, int height, List<Double> toSuspect) {

    public FrameView {
        toSuspect = List.copyOf(toSuspect);
        if (toSuspect.size() != 9) {
            throw new IllegalArgumentException("A homography has nine numbers, not " + toSuspect.size());
        }
    }

    /** The homography with its result brought from a reduced plane to the picture: pixel p of the plane is (p + 0.5) factor - 0.5. */
    static List<Double> scaled(double[] homography, double factor) {
        double shift = 0.5 * factor - 0.5;
        List<Double> numbers = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            numbers.add(i < 6 ? factor * homography[i] + shift * homography[6 + i % 3] : homography[i]);
        }
        return numbers;
    }

    /** x and y in the suspect of a point of the frame. */
    public double[] suspectPoint(double x, double y) {
        double w = toSuspect.get(6) * x + toSuspect.get(7) * y + toSuspect.get(8);
        return new double[] {
            (toSuspect.get(0) * x + toSuspect.get(1) * y + toSuspect.get(2)) / w,
            (toSuspect.get(3) * x + toSuspect.get(4) * y + toSuspect.get(5)) / w
        };
    }
}
