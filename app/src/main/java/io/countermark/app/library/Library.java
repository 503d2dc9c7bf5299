package io.countermark.app.library;

import io.countermark.app.platform.Tenancy;
import io.countermark.vault.ObjectName;
import io.countermark.vault.Vault;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** What an organisation owns: reading works, and their originals and renditions out of the vault. */
@Service
public class Library {

    private final AssetTable assets;
    private final RenditionTable renditions;
    private final RevisionTable revisions;
    private final Vault vault;
    private final Tenancy tenancy;

    Library(AssetTable assets, RenditionTable renditions, RevisionTable revisions, Vault vault, Tenancy tenancy) {
        this.assets = assets;
        this.renditions = renditions;
        this.revisions = revisions;
        this.vault = vault;
        this.tenancy = tenancy;
    }

    /** Empty when this organisation has no such work. */
    public Optional<Work> work(UUID tenantId, UUID workId) {
        return tenancy.in(
                tenantId,
                () -> assets.findByWork(tenantId, workId).map(asset -> {
                    return new Work(
                            asset.workId(),
                            asset.title(),
                            asset.receivedAt(),
                            asset.state(),
                            assets.failure(asset).orElse(null),
                            asset,
                            renditions.findMarking(tenantId, asset.id()).orElse(null),
                            renditions.find(tenantId, asset.id()).orElse(null),
                            revisions.timeline(tenantId, workId));
                }));
    }

    /** Newest first. */
    public WorkPage works(UUID tenantId, WorkPage.@Nullable Cursor after, int limit) {
        List<WorkSummary> rows = tenancy.in(tenantId, () -> assets.newest(tenantId, after, limit + 1));
        if (rows.size() <= limit) {
            return new WorkPage(rows, null);
        }
        WorkSummary last = rows.get(limit - 1);
        return new WorkPage(rows.subList(0, limit), new WorkPage.Cursor(last.createdAt(), last.id()));
    }

    /** How many works there are in each state; states without any are absent. */
    public Map<WorkState, Integer> tally(UUID tenantId) {
        return tenancy.in(tenantId, () -> assets.tally(tenantId));
    }

    public Optional<Asset> asset(UUID tenantId, UUID assetId) {
        return tenancy.in(tenantId, () -> assets.find(tenantId, assetId));
    }

    public Optional<Asset> assetOfWork(UUID tenantId, UUID workId) {
        return tenancy.in(tenantId, () -> assets.findByWork(tenantId, workId));
    }

    /** Assets whose original or a rendition is these bytes, oldest first. */
    public List<Asset> withBytes(UUID tenantId, Sha256 sha256) {
        return tenancy.in(tenantId, () -> assets.withBytes(tenantId, sha256));
    }

    /** Assets whose original or a rendition shows these pixels, oldest first. */
    public List<Asset> withPixels(UUID tenantId, Sha256 pixelSha256) {
        return tenancy.in(tenantId, () -> assets.withPixels(tenantId, pixelSha256));
    }

    /** The asset of which a rendition, for a channel or not, carries this active manifest. */
    public Optional<Asset> withManifest(UUID tenantId, String label) {
        return tenancy.in(tenantId, () -> assets.withManifest(tenantId, label));
    }

    /** All assets with a fingerprint on record. */
    public List<Asset> described(UUID tenantId) {
        return tenancy.in(tenantId, () -> assets.described(tenantId));
    }

    public Optional<Rendition> rendition(UUID tenantId, UUID assetId) {
        return tenancy.in(tenantId, () -> renditions.find(tenantId, assetId));
    }

    public Optional<Marking> marking(UUID tenantId, UUID assetId) {
        return tenancy.in(tenantId, () -> renditions.findMarking(tenantId, assetId));
    }

    /** The archived original's bytes. */
    public byte[] original(Asset asset) {
        return vault.get(objectName(asset.tenantId(), asset.id()));
    }

    /** The rendition's signed bytes. */
    public byte[] content(UUID tenantId, Rendition rendition) {
        return vault.get(objectName(tenantId, rendition.id()));
    }

    /** The signed file whose active manifest has this label: a rendition, or one for a channel. */
    public Optional<byte[]> signedWith(UUID tenantId, String label) {
        return tenancy.in(tenantId, () -> renditions.withManifest(tenantId, label))
                .map(id -> vault.get(objectName(tenantId, id)));
    }

    /** Where an original or a rendition of this organisation stands in the vault. */
    static ObjectName objectName(UUID tenantId, UUID id) {
        return new ObjectName(tenantId, id, 1);
    }
}
