package io.countermark.fingerprint.index;

import io.countermark.fingerprint.PdqFingerprint;
import java.util.List;

/** Originals whose PDQ hash is near one of the picture's eight forms or their complements (light and dark exchanged). */
final class GlobalCodeSource implements CandidateSource {

    static final String NAME = "global-code";

    /** PDQ's own advice is 31 of 256 for a match; overlays go far beyond, and a wrong proposal only costs time. */
    static final int MAX_DISTANCE = 80;

    private static final int MIN_QUALITY = 30;
    /** Below this distance unrelated pictures are rare: of a million random ones the nearest of sixteen forms lies at about 80. */
    private static final int CERTAIN = 31;

    private final CopyIndex index;

    GlobalCodeSource(CopyIndex index) {
        this.index = index;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Candidate> find(Query query, Depth depth, int limit) {
        return switch (depth) {
            case WHOLE -> find(query.subject().pdq(), limit);
            case PARTS -> List.of();
        };
    }

    private List<Candidate> find(PdqFingerprint pdq, int limit) {
        if (pdq.quality() < MIN_QUALITY) {
            return List.of();
        }
        return index.nearest(pdq, MAX_DISTANCE, limit).stream()
                .map(hit -> new Candidate(hit.id(), NAME, score(hit.distance())))
                .toList();
    }

    /** 0.95 up to the distance that PDQ calls a match, then down to nothing at the largest one. */
    static double score(int distance) {
        return 0.95 * Math.min(1, Math.max(0, MAX_DISTANCE - distance) / (double) (MAX_DISTANCE - CERTAIN));
    }
}
