package io.countermark.fingerprint.index;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An original that a picture may have been made from.
 *
 * @param id     as it was added
 * @param source who proposes it; several joined by "+"
 * @param score  0 to 1: how far to trust the proposal, comparable between sources
 */
public record Candidate(String id, String source, double score) {

    private static final Comparator<Candidate> BEST_FIRST =
            Comparator.comparingDouble(Candidate::score).reversed().thenComparing(Candidate::id);

    public Candidate {
        if (!(score >= 0 && score <= 1)) {
            throw new IllegalArgumentException("A score lies between 0 and 1, got " + score);
        }
    }

    /** The best {@code limit} of several sources' proposals; sources that agree strengthen each other as independent ones would. */
    public static List<Candidate> merge(List<Candidate> proposals, int limit) {
        Map<String, Candidate> byId = new HashMap<>();
        for (Candidate proposal : proposals) {
            byId.merge(proposal.id(), proposal, Candidate::and);
        }
        List<Candidate> best = new ArrayList<>(byId.values());
        best.sort(BEST_FIRST);
        return List.copyOf(best.subList(0, Math.min(limit, best.size())));
    }

    private Candidate and(Candidate other) {
        String both = source.equals(other.source) ? source : source + "+" + other.source;
        return new Candidate(id, both, 1 - (1 - score) * (1 - other.score));
    }
}
