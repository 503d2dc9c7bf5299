package io.countermark.app.screening;

import io.countermark.app.library.Asset;
import io.countermark.app.library.Library;
import io.countermark.fingerprint.Comparison;
import io.countermark.fingerprint.PictureComparer;
import io.countermark.fingerprint.Subject;
import io.countermark.fingerprint.Verdict;
import io.countermark.fingerprint.index.Candidate;
import io.countermark.fingerprint.index.CandidateSource.Depth;
import io.countermark.fingerprint.index.CopySearch;
import io.countermark.fingerprint.index.Query;
import io.countermark.imaging.DecodedImage;
import io.countermark.imaging.ImageDecoder;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Is it made from one of our pictures? Hash and local features only propose; every candidate is laid over its archived original, and that
 * comparison alone decides (a hash can be forced onto any value).
 */
@Component
class FingerprintSearch {

    private final FingerprintIndex index;
    private final Library library;
    private final ImageDecoder decoder;
    private final PictureComparer comparer;

    FingerprintSearch(FingerprintIndex index, Library library, ImageDecoder decoder, PictureComparer comparer) {
        this.index = index;
        this.library = library;
        this.decoder = decoder;
        this.comparer = comparer;
    }

    /**
     * Compares with what the index proposes for the picture as a whole and, when that was no copy, for its parts.
     *
     * @param named originals that another signal named; they are compared in any case
     */
    List<OverlaidOriginal> compare(Suspect suspect, List<Asset> named) {
        Set<UUID> done = new LinkedHashSet<>();
        List<OverlaidOriginal> compared = new ArrayList<>();
        try (Query query = new Query(suspect.picture(), null)) {
            for (Asset asset : named) {
                if (done.add(asset.id())) {
                    compared.add(overlay(query.subject(), asset));
                }
            }
            CopySearch search = new CopySearch(index.of(suspect.tenantId()), comparer);
            for (Depth depth : Depth.values()) {
                if (depth == Depth.WHOLE || !isFound(compared)) {
                    compare(suspect, query, search.candidates(query, depth), done, compared);
                }
            }
        }
        return compared;
    }

    private void compare(
            Suspect suspect, Query query, List<Candidate> candidates, Set<UUID> done, List<OverlaidOriginal> compared) {
        for (Candidate candidate : candidates) {
            UUID assetId = UUID.fromString(candidate.id());
            // Once a source is found, only what is as likely is compared: other registrations of the same picture.
            boolean worth = candidate.score() >= CopySearch.STILL_LIKELY || !isFound(compared);
            if (worth && done.add(assetId)) {
                Optional<Asset> asset = library.asset(suspect.tenantId(), assetId);
                asset.ifPresent(found -> compared.add(overlay(query.subject(), found)));
            }
        }
    }

    static Finding finding(OverlaidOriginal overlaid) {
        Comparison comparison = overlaid.comparison();
        return new Finding(overlaid.asset(), new Reason(Signal.FINGERPRINT, comparison.reason(), comparison.score()));
    }

    private OverlaidOriginal overlay(Subject suspect, Asset asset) {
        try (DecodedImage original = decoder.decode(library.original(asset))) {
            return new OverlaidOriginal(asset, comparer.compare(original.picture(), suspect));
        }
    }

    private static boolean isFound(List<OverlaidOriginal> compared) {
        return compared.stream().anyMatch(one -> one.comparison().verdict() == Verdict.COPY);
    }
}
