package io.countermark.app.library;

import io.countermark.app.platform.Tenancy;
import io.countermark.vault.Vault;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;

/**
 * What protection did to a work, put on record step by step. Each call is one transaction that moves the state on only from the
 * state before, so a step that is run twice leaves one trace.
 */
@Service
public class ProtectionRecord {

    private final AssetTable assets;
    private final RenditionTable renditions;
    private final RevisionTable revisions;
    private final Vault vault;
    private final ApplicationEventPublisher events;
    private final Tenancy tenancy;
    private final Clock clock;

    ProtectionRecord(
            AssetTable assets,
            RenditionTable renditions,
            RevisionTable revisions,
            Vault vault,
            ApplicationEventPublisher events,
            Tenancy tenancy,
            Clock clock) {
        this.assets = assets;
        this.renditions = renditions;
        this.revisions = revisions;
        this.vault = vault;
        this.events = events;
        this.tenancy = tenancy;
        this.clock = clock;
    }

    /** The original was read back. */
    public void archived(Asset asset) {
        step(asset, WorkState.RECEIVED, WorkState.ARCHIVED, revision("archived", null, asset.sha256(), null), () -> {});
    }

    public void described(Asset asset, Asset.Description description) {
        step(asset, WorkState.ARCHIVED, WorkState.DESCRIBED, revision("described", null, null, null), () -> {
            assets.describe(asset, description);
            events.publishEvent(new AssetDescribed(asset.tenantId(), asset.id(), description.pdq()));
        });
    }

    public void marked(Asset asset, Marking marking) {
        Revision line = switch (marking) {
            case Marking.Carried carried -> revision("marked", null, null, null);
            case Marking.Refused refused -> revision("mark-refused", null, null, refused.detail());
        };
        step(
                asset,
                WorkState.DESCRIBED,
                WorkState.MARKED,
                line,
                () -> renditions.insertMarking(asset.tenantId(), asset.id(), marking));
    }

    /** The signed rendition that an interrupted try left in the vault, if one did. */
    public Optional<byte[]> signedBefore(Asset asset) {
        var name = Library.objectName(asset.tenantId(), AssetId.ofRendition(asset.id()));
        return vault.contains(name) ? Optional.of(vault.get(name)) : Optional.empty();
    }

    /** Archives the signed rendition; durable when it returns. Returns the rendition's id. */
    public UUID archiveRendition(Asset asset, byte[] signed) {
        UUID id = AssetId.ofRendition(asset.id());
        vault.put(
                Library.objectName(asset.tenantId(), id),
                signed,
                Sha256.digest(signed).bytes());
        return id;
    }

    public void signed(Asset asset, Rendition rendition) {
        step(
                asset,
                WorkState.MARKED,
                WorkState.SIGNED,
                revision("signed", asset.sha256(), rendition.sha256(), rendition.manifestLabel()),
                () -> renditions.insert(asset.tenantId(), rendition));
    }

    /** @param places where the entries stand in the log, for a person */
    public void logged(Asset asset, String places) {
        step(asset, WorkState.SIGNED, WorkState.LOGGED, revision("logged", null, null, places), () -> {});
    }

    public void completed(Asset asset) {
        step(asset, WorkState.LOGGED, WorkState.PROTECTED, revision("protected", null, null, null), () -> {});
    }

    /** Ends the way of a work that can't be protected. */
    public void failed(Asset asset, Work.Failure failure) {
        tenancy.run(asset.tenantId(), () -> {
            if (assets.fail(asset, failure)) {
                revisions.addOnce(asset.tenantId(), asset.workId(), revision("failed", null, null, failure.detail()));
            }
        });
    }

    private void step(Asset asset, WorkState from, WorkState to, Revision line, Runnable facts) {
        tenancy.run(asset.tenantId(), () -> {
            if (assets.advance(asset, from, to)) {
                facts.run();
                revisions.addOnce(asset.tenantId(), asset.workId(), line);
            }
        });
    }

    private Revision revision(
            String operation, @Nullable Sha256 before, @Nullable Sha256 after, @Nullable String detail) {
        return new Revision(now(), operation, null, before, after, detail);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
