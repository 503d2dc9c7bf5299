package io.countermark.app.library;

import io.countermark.app.platform.Tenancy;
import io.countermark.vault.ObjectName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What the database says that the archive must hold, for whoever compares the two. */
@Component
public class Inventory {

    private final JdbcClient jdbc;
    private final ChannelRenditionTable channels;
    private final Tenancy tenancy;

    Inventory(JdbcClient jdbc, Tenancy tenancy) {
        this.jdbc = jdbc;
        this.channels = new ChannelRenditionTable(jdbc);
        this.tenancy = tenancy;
    }

    /**
     * A work's place in the archive.
     *
     * @param original    of the work
     * @param description digest of its decoded pixels; null when it is not described
     * @param state       of the work
     * @param rendition   null when none is on record
     * @param awaited     name of the rendition that an interrupted step may have left in the archive before it is on record
     */
    public record Holding(
            UUID workId,
            Stored original,
            @Nullable Sha256 description,
            WorkState state,
            @Nullable Stored rendition,
            @Nullable String manifestLabel,
            ObjectName awaited) {}

    /** A file as the database has it. */
    public record Stored(ObjectName name, Sha256 sha256, long byteLength) {}

    /** All renditions for channels of an organisation, ordered ones too. */
    public List<ChannelRendition> channelRenditions(UUID tenantId) {
        return tenancy.in(tenantId, () -> channels.all(tenantId));
    }

    /** All works of an organisation. */
    public List<Holding> of(UUID tenantId) {
        return tenancy.in(
                tenantId,
                () -> jdbc.sql("""
                        select a.id, a.work_id, a.sha256, a.byte_length, a.pixel_sha256, a.state,
                               r.id, r.sha256, r.byte_length, r.manifest_label
                        from asset a left join rendition r on r.asset_id = a.id
                        where a.tenant_id = :tenant order by a.received_at, a.id
                        """)
                        .param("tenant", tenantId)
                        .query((row, n) -> holding(tenantId, row))
                        .list());
    }

    private static Holding holding(UUID tenantId, ResultSet row) throws SQLException {
        UUID assetId = row.getObject(1, UUID.class);
        UUID renditionId = row.getObject(7, UUID.class);
        byte[] pixels = row.getBytes(5);
        return new Holding(
                row.getObject(2, UUID.class),
                new Stored(Library.objectName(tenantId, assetId), Sha256.of(row.getBytes(3)), row.getLong(4)),
                pixels == null ? null : Sha256.of(pixels),
                WorkState.valueOf(row.getString(6)),
                renditionId == null
                        ? null
                        : new Stored(
                                Library.objectName(tenantId, renditionId), Sha256.of(row.getBytes(8)), row.getLong(9)),
                row.getString(10),
                Library.objectName(tenantId, AssetId.ofRendition(assetId)));
    }
}
