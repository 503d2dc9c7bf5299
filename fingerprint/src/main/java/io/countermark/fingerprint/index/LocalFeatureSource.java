package io.countermark.fingerprint.index;

import io.countermark.fingerprint.Subject.View;
import java.util.ArrayList;
import java.util.List;

/** Originals that share local features in one arrangement with the picture or with its mirror image. */
final class LocalFeatureSource implements CandidateSource {

    static final String NAME = "local-features";

    private final CopyIndex index;

    LocalFeatureSource(CopyIndex index) {
        this.index = index;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Candidate> find(Query query, Depth depth, int limit) {
        List<View> views = switch (depth) {
            case WHOLE -> List.of(View.SMALL, View.SMALL_MIRRORED);
            case PARTS -> List.of(View.LARGE, View.LARGE_MIRRORED);
        };
        List<Candidate> found = new ArrayList<>();
        for (View view : views) {
            var features = query.subject().features(view);
            index.read(now -> new LocalSearch(now, features).best(limit)).stream()
                    .map(hit -> new Candidate(hit.id(), NAME, score(hit.votes())))
                    .forEach(found::add);
        }
        return Candidate.merge(found, limit);
    }

    /** Votes are about one for each feature in place that few other originals have. */
    private static double score(double votes) {
        return 1 - Math.exp(-votes / 12);
    }
}
