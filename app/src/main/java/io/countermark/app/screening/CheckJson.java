package io.countermark.app.screening;

import io.countermark.credentials.ValidationReport;
import io.countermark.fingerprint.Comparison;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A check's answer as the API shows it. */
record CheckJson(
        boolean known,
        String verdict,
        String sentence,
        List<MatchJson> matches,
        List<RelatedJson> related,
        CredentialsJson credentials) {

    record MatchJson(
            UUID workId,
            String title,
            List<ReasonJson> reasons,
            List<String> edits,
            Comparison.@Nullable Region region) {}

    record ReasonJson(String signal, String detail, double confidence) {}

    record RelatedJson(UUID workId, String title) {}

    record CredentialsJson(
            String state,
            @Nullable String issuer,
            @Nullable String activeManifest,
            @Nullable String claimGenerator,
            @Nullable Instant signedAt,
            String summary) {}

    static CheckJson of(CheckResult result, String sentence) {
        return new CheckJson(
                result.known(),
                result.verdict().code(),
                sentence,
                result.matches().stream().map(CheckJson::match).toList(),
                result.related().stream()
                        .map(work -> new RelatedJson(work.workId(), work.title()))
                        .toList(),
                credentials(result.credentials()));
    }

    private static MatchJson match(WorkMatch match) {
        return new MatchJson(
                match.workId(),
                match.title(),
                match.reasons().stream()
                        .map(reason -> new ReasonJson(reason.signal().code(), reason.detail(), reason.confidence()))
                        .toList(),
                match.edits(),
                match.region());
    }

    private static CredentialsJson credentials(ValidationReport report) {
        return new CredentialsJson(
                report.state().label(),
                report.issuer(),
                report.activeManifest(),
                report.claimGenerator(),
                report.signedAt(),
                report.summary());
    }
}
