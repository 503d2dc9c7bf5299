package io.countermark.app.library;

import io.countermark.app.platform.Tenancy;
import io.countermark.vault.ObjectName;
import io.countermark.vault.Vault;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;

/** Renditions for channels: ordered, made, kept in the archive, handed out. Each change is one transaction and may be repeated. */
@Service
public class ChannelRenditions {

    private final ChannelRenditionTable table;
    private final Vault vault;
    private final ApplicationEventPublisher events;
    private final Tenancy tenancy;
    private final Clock clock;

    ChannelRenditions(
            ChannelRenditionTable table, Vault vault, ApplicationEventPublisher events, Tenancy tenancy, Clock clock) {
        this.table = table;
        this.vault = vault;
        this.events = events;
        this.tenancy = tenancy;
        this.clock = clock;
    }

    /** Said in the transaction that puts an order on record. */
    public record Ordered(UUID tenantId, UUID renditionId) {}

    /** Orders one; an order that stands already is answered as it stands. */
    public ChannelRendition order(Asset asset, String channel, String rules, UUID by) {
        UUID id = AssetId.ofChannel(asset.id(), channel, rules);
        return tenancy.in(asset.tenantId(), () -> {
            table.order(
                    asset.tenantId(),
                    new ChannelRendition(
                            id, asset.id(), channel, rules, ChannelRendition.State.ORDERED, now(), null, null),
                    by);
            ChannelRendition standing = table.find(asset.tenantId(), id).orElseThrow();
            if (standing.state() == ChannelRendition.State.ORDERED) {
                events.publishEvent(new Ordered(asset.tenantId(), id));
            }
            return standing;
        });
    }

    public Optional<ChannelRendition> find(UUID tenantId, UUID id) {
        return tenancy.in(tenantId, () -> table.find(tenantId, id));
    }

    /** All of an original's, the newest rules of a channel last. */
    public List<ChannelRendition> of(UUID tenantId, UUID assetId) {
        return tenancy.in(tenantId, () -> table.of(tenantId, assetId));
    }

    /** The signed file that an interrupted try left in the archive, if one did. */
    public Optional<byte[]> archivedBefore(UUID tenantId, ChannelRendition rendition) {
        ObjectName name = objectName(tenantId, rendition);
        return vault.contains(name) ? Optional.of(vault.get(name)) : Optional.empty();
    }

    /** Durable when it returns. */
    public void archive(UUID tenantId, ChannelRendition rendition, byte[] signed) {
        vault.put(objectName(tenantId, rendition), signed, Sha256.digest(signed).bytes());
    }

    public byte[] content(UUID tenantId, ChannelRendition rendition) {
        return vault.get(objectName(tenantId, rendition));
    }

    public void made(UUID tenantId, UUID id, ChannelRendition.File file) {
        tenancy.run(tenantId, () -> table.made(tenantId, id, file, now()));
    }

    public void refused(UUID tenantId, UUID id, ChannelRendition.Refusal refusal) {
        tenancy.run(tenantId, () -> table.refused(tenantId, id, refusal, now()));
    }

    /** Where it stands in the archive. */
    public static ObjectName objectName(UUID tenantId, ChannelRendition rendition) {
        return Library.objectName(tenantId, rendition.id());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
