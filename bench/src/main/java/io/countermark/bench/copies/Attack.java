package io.countermark.bench.copies;

import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * One way in which a picture is altered before it is put up again.
 *
 * @param name  as in the tables
 * @param edits what a comparison should name, empty for mixtures
 * @param step  does it
 */
record Attack(String name, Set<String> edits, Step step) {

    /** Alters a canvas; {@code others} are pictures to mix in. */
    interface Step {
        Canvas apply(Canvas canvas, SplittableRandom random, List<Canvas> others);
    }

    /** Whether it only makes sense for a product on white. */
    boolean needsWhiteGround() {
        return name.startsWith("bg_");
    }

    Canvas on(Canvas canvas, long seed, List<Canvas> others) {
        return step.apply(canvas, new SplittableRandom(seed * 0x9E3779B97F4A7C15L + name.hashCode()), others);
    }
}
