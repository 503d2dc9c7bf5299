package io.countermark.fingerprint.index;

import io.countermark.fingerprint.Comparison;
import io.countermark.fingerprint.PictureComparer;
import io.countermark.fingerprint.Subject.View;
import io.countermark.fingerprint.Verdict;
import io.countermark.imaging.Picture;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the originals that a picture was made from: sources propose, the comparison of pixels decides. Looks at the picture as a whole first, and
 * at its parts when that proved no copy. Thread-safe when its sources are.
 */
public final class CopySearch {

    /** Proposals of one look that are compared at most. */
    public static final int CANDIDATES = 20;

    /** Weaker proposals are not worth a comparison. */
    private static final double MIN_SCORE = 0.2;
    /** After a copy was found, only proposals this strong are still compared: other registrations of the same picture. */
    public static final double STILL_LIKELY = 0.6;

    private static final int MIN_FEATURES = 8;
    private static final int MIN_QUALITY = 30;

    private final List<CandidateSource> sources;
    private final PictureComparer comparer;

    /** With the sources that the index has, the strongest kind first. */
    public CopySearch(CopyIndex index, PictureComparer comparer) {
        this(sources(index), comparer);
    }

    public CopySearch(List<CandidateSource> sources, PictureComparer comparer) {
        this.sources = List.copyOf(sources);
        this.comparer = comparer;
    }

    /** Exact digests, global codes, local features. */
    public static List<CandidateSource> sources(CopyIndex index) {
        return List.of(new ExactSource(index), new GlobalCodeSource(index), new LocalFeatureSource(index));
    }

    /** The best proposals of all sources, best first. */
    public List<Candidate> candidates(Query query, CandidateSource.Depth depth) {
        List<Candidate> proposals = new ArrayList<>();
        for (CandidateSource source : sources) {
            proposals.addAll(source.find(query, depth, CANDIDATES));
        }
        return Candidate.merge(proposals, CANDIDATES).stream()
                .filter(candidate -> candidate.score() >= MIN_SCORE)
                .toList();
    }

    /** @param originals gives the pixels of what is proposed */
    public SearchResult search(Query query, Originals originals) throws IOException {
        List<SearchResult.Match> matches = new ArrayList<>();
        Set<String> done = new HashSet<>();
        for (CandidateSource.Depth depth : CandidateSource.Depth.values()) {
            for (Candidate candidate : candidates(query, depth)) {
                boolean found = matches.stream().anyMatch(match -> match.verdict() == Verdict.COPY);
                if ((!found || candidate.score() >= STILL_LIKELY) && done.add(candidate.id())) {
                    matches.add(match(query, candidate, originals));
                }
            }
            if (matches.stream().anyMatch(match -> match.verdict() == Verdict.COPY)) {
                break;
            }
        }
        return result(query, matches);
    }

    private SearchResult.Match match(Query query, Candidate candidate, Originals originals) throws IOException {
        Optional<Picture> opened = originals.open(candidate.id());
        if (opened.isEmpty()) {
            return new SearchResult.Match(candidate.id(), candidate, null);
        }
        try (Picture original = opened.get()) {
            Comparison comparison = comparer.compare(original, query.subject());
            return new SearchResult.Match(candidate.id(), candidate, comparison);
        }
    }

    private static SearchResult result(Query query, List<SearchResult.Match> matches) {
        List<SearchResult.Match> kept = matches.stream()
                .filter(match -> match.verdict() != Verdict.ORIGINAL)
                .sorted(Comparator.comparingInt((SearchResult.Match match) -> rank(match.verdict()))
                        .thenComparing(Comparator.comparingDouble(SearchResult.Match::score)
                                .reversed()))
                .toList();
        if (!kept.isEmpty() && rank(kept.getFirst().verdict()) < rank(Verdict.CANNOT_TELL)) {
            Comparison best = java.util.Objects.requireNonNull(kept.getFirst().comparison());
            return new SearchResult(best.verdict(), best.reason(), kept, matches.size());
        }
        if (isFeatureless(query)) {
            String reason = "Too little texture to search for: the picture is too small, too even or too blurred";
            return new SearchResult(Verdict.CANNOT_TELL, reason, List.of(), matches.size());
        }
        if (!kept.isEmpty()) {
            String reason = "An original may be the source, but its pixels could not be compared";
            return new SearchResult(Verdict.CANNOT_TELL, reason, kept, matches.size());
        }
        return new SearchResult(
                Verdict.ORIGINAL, "No registered picture was recognised in it", List.of(), matches.size());
    }

    private static boolean isFeatureless(Query query) {
        boolean few = query.subject().features(View.SMALL).count() < MIN_FEATURES;
        return few
                || (query.subject().pdq().quality() < MIN_QUALITY
                        && query.subject().features(View.LARGE).count() < 4 * MIN_FEATURES);
    }

    private static int rank(Verdict verdict) {
        return switch (verdict) {
            case COPY -> 0;
            case SHARED_ARTWORK -> 1;
            case CANNOT_TELL -> 2;
            case ORIGINAL -> 3;
        };
    }
}
