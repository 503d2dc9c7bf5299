package io.countermark.fingerprint.index;

import io.countermark.fingerprint.Comparison;
import io.countermark.fingerprint.Verdict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a search found.
 *
 * @param verdict {@code COPY} or {@code SHARED_ARTWORK} when a match is one, {@code ORIGINAL} when no original was recognised,
 *                {@code CANNOT_TELL} when there is too little to see in the picture, or no pixels to compare it with
 * @param reason  one sentence for a person
 * @param matches copies, then shared artwork, then originals that can't be compared; the best of each kind first
 * @param compared how many originals the picture was compared with
 */
public record SearchResult(Verdict verdict, String reason, List<Match> matches, int compared) {

    /**
     * An original that the picture has something of.
     *
     * @param id         of the original
     * @param candidate  who proposed it
     * @param comparison null when there were no pixels to compare
     */
    public record Match(
            String id, Candidate candidate, @Nullable Comparison comparison) {

        public Verdict verdict() {
            return comparison == null ? Verdict.CANNOT_TELL : comparison.verdict();
        }

        /** Of the comparison; of the proposal where there was none. */
        public double score() {
            return comparison == null ? candidate.score() : comparison.score();
        }
    }

    public SearchResult {
        matches = List.copyOf(matches);
    }
}
