package io.countermark.watermark;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a reader found.
 *
 * @param id                 the proven id, null when none was
 * @param mode               how it was read
 * @param confidence         normalised correlation z of the word; 0 when not found
 * @param falsePositiveBound upper bound of the probability that an unmarked picture gives this answer, 1e-300 to 1; 1 when not found
 * @param transform          what was undone before decoding; null when not found
 * @param proof              on what the id rests
 * @param others             further issued copies that went into this picture by averaging, strongest first; mostly empty
 * @param evidence           what a report shows; null when not found
 */
public record MarkReading(
        @Nullable MarkId id,
        Mode mode,
        double confidence,
        double falsePositiveBound,
        @Nullable Transform transform,
        Proof proof,
        List<MarkId> others,
        @Nullable MarkEvidence evidence) {

    public MarkReading {
        others = List.copyOf(others);
    }

    static MarkReading nothing(Mode mode) {
        return new MarkReading(null, mode, 0, 1, null, Proof.NONE, List.of(), null);
    }

    /** With or without the original at hand. */
    public enum Mode {
        BLIND,
        INFORMED
    }

    /** On what an id rests. */
    public enum Proof {
        /** Nothing was found. */
        NONE,
        /** The id was decoded and its check is right; any of all ids could have come out. */
        DECODED,
        /** The mark is too weak to be decoded, yet among the issued copies only this id's word can be there. */
        ISSUED_COPY
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
