package io.countermark.fingerprint;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What comparing a suspect with an original found.
 *
 * @param verdict        what they are to each other
 * @param score          0 to 1: share of the original's visible texture that the suspect shows in place
 * @param homography     row-major 3x3, original pixels to suspect pixels, the centre of the first pixel at (0, 0); null when they could not be registered
 * @param region         the matched part in the suspect, in suspect pixels; null likewise
 * @param originalRegion the part of the original that the suspect shows, in original pixels; null likewise
 * @param edits          what was done to the original, by the names of {@link Edit}
 * @param pdqDistance    smallest Hamming distance over the eight forms and their complements, 0 to 128
 * @param reason         one sentence for a person
 * @param calibration    version of the thresholds, see {@link Calibration}
 */
public record Comparison(
        Verdict verdict,
        double score,
        @Nullable List<Double> homography,
        @Nullable Region region,
        @Nullable Region originalRegion,
        List<String> edits,
        int pdqDistance,
        String reason,
        String calibration) {

    /** An upright box in pixels. */
    public record Region(int x, int y, int width, int height) {}

    public Comparison {
        homography = homography == null ? null : List.copyOf(homography);
        edits = List.copyOf(edits);
    }
}
