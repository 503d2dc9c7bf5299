package io.countermark.bench.watermark;

import java.util.SplittableRandom;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * One way in which a market, an app or a thief changes a picture.
 *
 * @param name   of the row in the report
 * @param group  of rows that belong together
 * @param target shares of marks that shall come back
 * @param step   what is done
 */
record Attack(String name, String group, Target target, Step step) {

    /**
     * Shares of 0 to 1.
     *
     * @param blind    without the original; NaN where none is asked
     * @param informed with it
     */
    record Target(double blind, double informed) {
        static final Target NONE = new Target(Double.NaN, Double.NaN);

        static Target of(double blind, double informed) {
            return new Target(blind, informed);
        }

        /** For changes after which nobody can expect to read without the original. */
        static Target informed(double informed) {
            return new Target(Double.NaN, informed);
        }
    }

    /** From 8-bit BGR to 8-bit BGR; everything random comes from {@code random}, so the seed repeats it. */
    @FunctionalInterface
    interface Step {
        Mat apply(Mat picture, SplittableRandom random);

        default Step then(Step next) {
            return (picture, random) -> next.apply(apply(picture, random), random);
        }
    }
}
