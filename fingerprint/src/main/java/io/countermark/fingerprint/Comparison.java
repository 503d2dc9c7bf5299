package io.countermark.fingerprint;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What comparing a suspect with an original found.
 *
 * @param verdict     what they are to each other
 * @param score       0 to 1: share of the original's visible texture that the suspect shows in place
 * @param homography  row-major 3x3, original pixels to suspect pixels; null when they could not be registered
 * @param region      the matched part in the suspect, in suspect pixels; null likewise
 * @param edits       what was done to the original, for example {@code flip}, {@code crop}, {@code scale}
 * @param pdqDistance smallest Hamming distance over the eight forms
 * @param reason      one sentence for a person
 */
public record Comparison(
        Verdict verdict,
        double score,
        @Nullable List<Double> homography,
        @Nullable Region region,
        List<String> edits,
        int pdqDistance,
        String reason) {

    /** An upright box in pixels. */
    public record Region(int x, int y, int width, int height) {}

    public Comparison {
        homography = homography == null ? null : List.copyOf(homography);
        edits = List.copyOf(edits);
    }
}
