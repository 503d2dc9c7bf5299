package io.countermark.app.library;

import io.countermark.app.evidence.LoggedStatement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A work as the API shows it; members that are not known yet are absent. */
record WorkJson(
        UUID id,
        String title,
        WorkState state,
        Work.@Nullable Failure failure,
        Instant createdAt,
        AssetJson asset,
        @Nullable RenditionJson rendition,
        @Nullable String markId,
        @Nullable MarkRefusalJson markRefusal,
        @Nullable Double psnr,
        @Nullable String manifestLabel,
        @Nullable Long logIndex,
        List<LogEntryJson> log,
        List<RevisionJson> timeline) {

    record AssetJson(
            UUID id,
            String fileName,
            String mediaType,
            long byteLength,
            String sha256,
            @Nullable String pixelSha256,
            @Nullable String pdq,
            @Nullable Integer pdqQuality,
            int width,
            int height,
            Instant receivedAt) {}

    record RenditionJson(
            String href,
            String mediaType,
            long byteLength,
            String sha256,
            String pixelSha256,
            int width,
            int height,
            Instant signedAt) {}

    record MarkRefusalJson(String code, String detail) {}

    /** With the salts the commitments of the entry can be opened to anybody. */
    record LogEntryJson(String type, long index, String leafHash, Map<String, String> salts) {}

    record RevisionJson(
            Instant at,
            String operation,
            @Nullable UUID actor,
            @Nullable String before,
            @Nullable String after,
            @Nullable String detail) {}

    /** {@code logIndex} is the place of the original's entry. */
    static WorkJson of(Work work, List<LoggedStatement> log) {
        Rendition rendition = work.rendition();
        Marking marking = work.marking();
        return new WorkJson(
                work.id(),
                work.title(),
                work.state(),
                work.failure(),
                work.createdAt(),
                asset(work.asset()),
                rendition == null ? null : rendition(work.id(), rendition),
                marking instanceof Marking.Carried carried ? carried.id().toHex() : null,
                marking instanceof Marking.Refused refused
                        ? new MarkRefusalJson(refused.reason(), refused.detail())
                        : null,
                marking instanceof Marking.Carried carried ? carried.psnr() : null,
                rendition == null ? null : rendition.manifestLabel(),
                log.isEmpty() ? null : log.getFirst().index(),
                log.stream()
                        .map(entry -> new LogEntryJson(entry.type(), entry.index(), entry.leafHash(), entry.salts()))
                        .toList(),
                work.timeline().stream().map(WorkJson::revision).toList());
    }

    private static AssetJson asset(Asset asset) {
        Asset.Description description = asset.description();
        return new AssetJson(
                asset.id(),
                asset.fileName(),
                asset.format().mediaType(),
                asset.byteLength(),
                asset.sha256().hex(),
                description == null ? null : description.pixelSha256().hex(),
                description == null ? null : description.pdq().hash().toHex(),
                description == null ? null : description.pdq().quality(),
                asset.width(),
                asset.height(),
                asset.receivedAt());
    }

    private static RenditionJson rendition(UUID workId, Rendition rendition) {
        return new RenditionJson(
                "/v1/works/" + workId + "/rendition",
                rendition.format().mediaType(),
                rendition.byteLength(),
                rendition.sha256().hex(),
                rendition.pixelSha256().hex(),
                rendition.width(),
                rendition.height(),
                rendition.signedAt());
    }

    private static RevisionJson revision(Revision line) {
        Sha256 before = line.before();
        Sha256 after = line.after();
        return new RevisionJson(
                line.at(),
                line.operation(),
                line.actorId(),
                before == null ? null : before.hex(),
                after == null ? null : after.hex(),
                line.detail());
    }
}
