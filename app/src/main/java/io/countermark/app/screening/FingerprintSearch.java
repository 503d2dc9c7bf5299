package io.countermark.app.screening;

import io.countermark.app.library.Asset;
import io.countermark.app.library.Library;
import io.countermark.fingerprint.Comparison;
import io.countermark.fingerprint.Pdq;
import io.countermark.fingerprint.PictureComparer;
import io.countermark.fingerprint.Verdict;
import io.countermark.imaging.DecodedImage;
import io.countermark.imaging.ImageDecoder;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Is it made from one of our pictures? The hash only proposes; every candidate is laid over its archived original, and that
 * comparison alone decides (a hash can be forced onto any value).
 */
@Component
class FingerprintSearch {

    /** Wide: PDQ's own advice for a match is 31 of 256, but crops and overlays go far beyond, and a wrong candidate only costs time. */
    private static final int MAX_DISTANCE = 90;

    private static final int MAX_CANDIDATES = 20;

    /** Once a source is found, candidates farther than this are not compared any more: they would be other works by chance. */
    private static final int NEAR = 45;

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
     * Compares with what the hash proposes, nearest first.
     *
     * @param named originals that another signal named; they are compared in any case
     */
    List<OverlaidOriginal> compare(Suspect suspect, List<Asset> named) {
        Set<UUID> done = new LinkedHashSet<>();
        List<OverlaidOriginal> compared = new ArrayList<>();
        for (Asset asset : named) {
            if (done.add(asset.id())) {
                compared.add(overlay(suspect, asset));
            }
        }
        boolean found = isFound(compared);
        for (FingerprintIndex.Candidate candidate :
                index.nearest(suspect.tenantId(), Pdq.describe(suspect.picture()), MAX_DISTANCE, MAX_CANDIDATES)) {
            if (found && candidate.distance() > NEAR) {
                break;
            }
            if (done.add(candidate.assetId())) {
                library.asset(suspect.tenantId(), candidate.assetId())
                        .ifPresent(asset -> compared.add(overlay(suspect, asset)));
                found = isFound(compared);
            }
        }
        return compared;
    }

    static Finding finding(OverlaidOriginal overlaid) {
        Comparison comparison = overlaid.comparison();
        return new Finding(overlaid.asset(), new Reason(Signal.FINGERPRINT, comparison.reason(), comparison.score()));
    }

    private OverlaidOriginal overlay(Suspect suspect, Asset asset) {
        try (DecodedImage original = decoder.decode(library.original(asset))) {
            return new OverlaidOriginal(asset, comparer.compare(original.picture(), suspect.picture()));
        }
    }

    private static boolean isFound(List<OverlaidOriginal> compared) {
        return compared.stream().anyMatch(one -> one.comparison().verdict() == Verdict.COPY);
    }
}
