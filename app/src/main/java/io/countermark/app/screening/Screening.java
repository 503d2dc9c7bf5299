package io.countermark.app.screening;

import io.countermark.app.library.Asset;
import io.countermark.app.library.Library;
import io.countermark.app.library.PictureGate;
import io.countermark.credentials.ValidationReport;
import io.countermark.fingerprint.Comparison;
import io.countermark.fingerprint.PictureComparer;
import io.countermark.fingerprint.Verdict;
import io.countermark.imaging.DecodedImage;
import io.countermark.imaging.ImageDecoder;
import io.countermark.imaging.ImageEncoder;
import io.countermark.imaging.Picture;
import io.countermark.imaging.Resizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Checks a picture against an organisation's works: all signals side by side, each with its reason. Keeps nothing of it. */
@Service
public class Screening {

    private static final int OVERLAY_SIDE = 1400;

    private final PictureGate gate;
    private final ExactSearch exact;
    private final FingerprintSearch fingerprint;
    private final MarkSearch mark;
    private final CredentialSearch credentials;
    private final Library library;
    private final ImageDecoder decoder;
    private final PictureComparer comparer;

    Screening(
            PictureGate gate,
            ExactSearch exact,
            FingerprintSearch fingerprint,
            MarkSearch mark,
            CredentialSearch credentials,
            Library library,
            ImageDecoder decoder,
            PictureComparer comparer) {
        this.gate = gate;
        this.exact = exact;
        this.fingerprint = fingerprint;
        this.mark = mark;
        this.credentials = credentials;
        this.library = library;
        this.decoder = decoder;
        this.comparer = comparer;
    }

    /**
     * Checks a file.
     *
     * @throws io.countermark.imaging.ImageRejectedException when the bytes are not a picture within the limits
     */
    public CheckResult check(UUID tenantId, byte[] file) {
        return gate.decoded(file, image -> check(new Suspect(tenantId, file, image.picture())));
    }

    /**
     * Lays a file over one work's original, whatever else it may be a copy of.
     *
     * @throws io.countermark.imaging.ImageRejectedException when the bytes are not a picture within the limits
     */
    public ComparedPicture compare(Asset asset, byte[] file) {
        return gate.decoded(file, image -> {
            Suspect suspect = new Suspect(asset.tenantId(), file, image.picture());
            try (DecodedImage original = decoder.decode(library.original(asset))) {
                Comparison comparison = comparer.compare(original.picture(), suspect.picture());
                OverlaidOriginal overlaid = new OverlaidOriginal(asset, comparison);
                return new ComparedPicture(
                        image.format(),
                        comparison,
                        comparison.homography() == null ? null : overlay(suspect, overlaid));
            }
        });
    }

    private CheckResult check(Suspect suspect) {
        ValidationReport report = credentials.validate(suspect);
        List<Finding> findings = new ArrayList<>(exact.find(suspect));
        credentials.find(suspect, report).ifPresent(findings::add);
        Optional<Finding> blind = mark.readBlind(suspect);
        blind.ifPresent(findings::add);
        List<OverlaidOriginal> compared = fingerprint.compare(
                suspect, findings.stream().map(Finding::asset).toList());
        for (OverlaidOriginal overlaid : compared) {
            if (overlaid.comparison().verdict() == Verdict.COPY) {
                findings.add(FingerprintSearch.finding(overlaid));
                if (!MarkSearch.isFound(findings, overlaid.asset())) {
                    mark.readInformed(suspect, overlaid.asset()).ifPresent(findings::add);
                }
            }
        }
        List<WorkMatch> matches = matches(findings, compared);
        return new CheckResult(
                verdict(matches, compared),
                matches,
                related(matches, compared),
                report,
                overlay(suspect, matches, compared));
    }

    private static CheckResult.Verdict verdict(List<WorkMatch> matches, List<OverlaidOriginal> compared) {
        if (!matches.isEmpty()) {
            return CheckResult.Verdict.COPY;
        }
        boolean unclear = compared.stream().anyMatch(one -> one.comparison().verdict() == Verdict.CANNOT_TELL);
        return unclear ? CheckResult.Verdict.CANNOT_TELL : CheckResult.Verdict.NOT_KNOWN;
    }

    /** One match a work; the one with the strongest signal, then the most signals, then the best overlay first. */
    private static List<WorkMatch> matches(List<Finding> findings, List<OverlaidOriginal> compared) {
        Map<UUID, List<Finding>> byWork = new LinkedHashMap<>();
        findings.forEach(finding -> byWork.computeIfAbsent(finding.asset().workId(), id -> new ArrayList<>())
                .add(finding));
        return byWork.values().stream()
                .map(all -> match(all, compared))
                .sorted(Comparator.comparing(
                                (WorkMatch match) -> match.reasons().getFirst().signal())
                        .thenComparingInt(match -> -match.reasons().size())
                        .thenComparingDouble(
                                match -> -match.reasons().getFirst().confidence()))
                .toList();
    }

    private static WorkMatch match(List<Finding> findings, List<OverlaidOriginal> compared) {
        Asset asset = findings.getFirst().asset();
        Comparison comparison = comparison(asset.workId(), compared);
        return new WorkMatch(
                asset.workId(),
                asset.title(),
                findings.stream()
                        .map(Finding::reason)
                        .sorted(Comparator.comparing(Reason::signal))
                        .toList(),
                comparison == null ? List.of() : comparison.edits(),
                comparison == null ? null : comparison.region());
    }

    private static @Nullable Comparison comparison(UUID workId, List<OverlaidOriginal> compared) {
        return compared.stream()
                .filter(one ->
                        one.asset().workId().equals(workId) && one.comparison().verdict() == Verdict.COPY)
                .map(OverlaidOriginal::comparison)
                .findFirst()
                .orElse(null);
    }

    private static List<CheckResult.RelatedWork> related(List<WorkMatch> matches, List<OverlaidOriginal> compared) {
        return compared.stream()
                .filter(one -> one.comparison().verdict() == Verdict.SHARED_ARTWORK)
                .map(OverlaidOriginal::asset)
                .filter(asset ->
                        matches.stream().noneMatch(match -> match.workId().equals(asset.workId())))
                .map(asset -> new CheckResult.RelatedWork(asset.workId(), asset.title()))
                .toList();
    }

    private byte @Nullable [] overlay(Suspect suspect, List<WorkMatch> matches, List<OverlaidOriginal> compared) {
        if (matches.isEmpty()) {
            return null;
        }
        UUID best = matches.getFirst().workId();
        Optional<OverlaidOriginal> registered = compared.stream()
                .filter(one ->
                        one.asset().workId().equals(best) && one.comparison().homography() != null)
                .findFirst();
        return registered.map(one -> overlay(suspect, one)).orElse(null);
    }

    private byte[] overlay(Suspect suspect, OverlaidOriginal one) {
        try (DecodedImage original = decoder.decode(library.original(one.asset()));
                Picture overlay = comparer.overlay(original.picture(), suspect.picture(), one.comparison());
                Picture shown = Resizer.fit(overlay, OVERLAY_SIDE)) {
            return ImageEncoder.encode(shown, new ImageEncoder.Jpeg(85, ImageEncoder.Subsampling.S420, false));
        }
    }
}
