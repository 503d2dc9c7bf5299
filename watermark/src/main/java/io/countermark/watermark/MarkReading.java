package io.countermark.watermark;

import org.jspecify.annotations.Nullable;

/**
 * What a reader found.
 *
 * @param id                 the proven id, null when none was
 * @param mode               how it was read
 * @param confidence         normalised correlation z of the decoded word; 0 when none was tried
 * @param falsePositiveBound upper bound of the probability that an unmarked picture gives this answer; 1 when not found
 * @param transform          what was undone before decoding; null when not found
 */
public record MarkReading(
        @Nullable MarkId id,
        Mode mode,
        double confidence,
        double falsePositiveBound,
        @Nullable Transform transform) {

    /** With or without the original at hand. */
    public enum Mode {
        BLIND,
        INFORMED
    }

    /**
     * @param scale    of the suspect against the normalised frame
     * @param rotation in degrees
     * @param mirrored whether the suspect is a mirror image
     * @param aspect   horizontal over vertical stretch
     */
    public record Transform(double scale, double rotation, boolean mirrored, double aspect) {}

    public boolean found() {
        return id != null;
    }
}
