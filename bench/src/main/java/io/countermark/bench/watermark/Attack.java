package io.countermark.bench.watermark;

import java.util.SplittableRandom;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * One way in which a market, an app or a thief changes a picture.
 *
 * @param name  of the row in the report
 * @param group of rows that belong together
 * @param step  what is done
 */
record Attack(String name, String group, Step step) {

    /** From 8-bit BGR to 8-bit BGR; everything random comes from {@code random}, so the seed repeats it. */
    @FunctionalInterface
    interface Step {
        Mat apply(Mat picture, SplittableRandom random);

        default Step then(Step next) {
            return (picture, random) -> next.apply(apply(picture, random), random);
        }
    }
}
