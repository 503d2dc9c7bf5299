package io.countermark.app.library;

import io.countermark.container.ImageFormat;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Table {@code channel_rendition}. */
@Repository
class ChannelRenditionTable {

    private static final String SELECT = """
            select id, asset_id, channel, rules, state, ordered_at, refusal_code, refusal_detail, format, byte_length, sha256,
                   pixel_sha256, width, height, manifest_label, marked
            from channel_rendition where tenant_id = :tenant
            """;

    private final JdbcClient jdbc;

    ChannelRenditionTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A new order, or a refused one once more; one that waits or is made stays. */
    void order(UUID tenantId, ChannelRendition order, UUID by) {
        jdbc.sql("""
                        insert into channel_rendition (id, tenant_id, asset_id, channel, rules, state, ordered_at, ordered_by)
                        values (:id, :tenant, :asset, :channel, :rules, 'ORDERED', :at, :by)
                        on conflict (asset_id, channel, rules) do update
                        set state = 'ORDERED', ordered_at = :at, ordered_by = :by, ended_at = null,
                            refusal_code = null, refusal_detail = null
                        where channel_rendition.state = 'REFUSED'
                        """)
                .param("id", order.id())
                .param("tenant", tenantId)
                .param("asset", order.assetId())
                .param("channel", order.channel())
                .param("rules", order.rules())
                .param("at", AssetTable.timestamp(order.orderedAt()))
                .param("by", by)
                .update();
    }

    Optional<ChannelRendition> find(UUID tenantId, UUID id) {
        return jdbc.sql(SELECT + " and id = :id")
                .param("tenant", tenantId)
                .param("id", id)
                .query(ChannelRenditionTable::read)
                .optional();
    }

    /** All of an original's, the newest rules of a channel last. */
    List<ChannelRendition> of(UUID tenantId, UUID assetId) {
        return jdbc.sql(SELECT + " and asset_id = :asset order by channel, rules, id")
                .param("tenant", tenantId)
                .param("asset", assetId)
                .query(ChannelRenditionTable::read)
                .list();
    }

    List<ChannelRendition> all(UUID tenantId) {
        return jdbc.sql(SELECT + " order by id")
                .param("tenant", tenantId)
                .query(ChannelRenditionTable::read)
                .list();
    }

    /** Returns whether it had not ended before. */
    boolean made(UUID tenantId, UUID id, ChannelRendition.File file, Instant at) {
        return jdbc.sql("""
                                update channel_rendition
                                set state = 'MADE', ended_at = :at, format = :format, byte_length = :length, sha256 = :sha256,
                                    pixel_sha256 = :pixels, width = :width, height = :height, manifest_label = :label, marked = :marked
                                where tenant_id = :tenant and id = :id and state = 'ORDERED'
                                """)
                        .param("at", AssetTable.timestamp(at))
                        .param("format", file.format().name())
                        .param("length", file.byteLength())
                        .param("sha256", file.sha256().bytes())
                        .param("pixels", file.pixelSha256().bytes())
                        .param("width", file.width())
                        .param("height", file.height())
                        .param("label", file.manifestLabel())
                        .param("marked", file.marked())
                        .param("tenant", tenantId)
                        .param("id", id)
                        .update()
                == 1;
    }

    void refused(UUID tenantId, UUID id, ChannelRendition.Refusal refusal, Instant at) {
        jdbc.sql("""
                        update channel_rendition
                        set state = 'REFUSED', ended_at = :at, refusal_code = :code, refusal_detail = :detail
                        where tenant_id = :tenant and id = :id and state = 'ORDERED'
                        """)
                .param("at", AssetTable.timestamp(at))
                .param("code", refusal.code())
                .param("detail", refusal.detail())
                .param("tenant", tenantId)
                .param("id", id)
                .update();
    }

    private static ChannelRendition read(ResultSet row, int n) throws SQLException {
        String refusal = row.getString(7);
        return new ChannelRendition(
                row.getObject(1, UUID.class),
                row.getObject(2, UUID.class),
                row.getString(3),
                row.getString(4),
                ChannelRendition.State.valueOf(row.getString(5)),
                row.getObject(6, OffsetDateTime.class).toInstant(),
                file(row),
                refusal == null ? null : new ChannelRendition.Refusal(refusal, row.getString(8)));
    }

    private static ChannelRendition.@Nullable File file(ResultSet row) throws SQLException {
        if (row.getBytes(11) == null) {
            return null;
        }
        return new ChannelRendition.File(
                ImageFormat.valueOf(row.getString(9)),
                row.getLong(10),
                Sha256.of(row.getBytes(11)),
                Sha256.of(row.getBytes(12)),
                row.getInt(13),
                row.getInt(14),
                row.getString(15),
                row.getBoolean(16));
    }
}
