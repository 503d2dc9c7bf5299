package io.countermark.app.library;

import io.countermark.container.ImageFormat;
import io.countermark.watermark.MarkId;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Tables {@code rendition} and {@code marking}: at most one row of each for an asset. */
@Repository
class RenditionTable {

    private final JdbcClient jdbc;

    RenditionTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<Rendition> find(UUID tenantId, UUID assetId) {
        return jdbc.sql("""
                        select id, asset_id, format, byte_length, sha256, pixel_sha256, width, height, manifest_label, signed_at
                        from rendition where tenant_id = :tenant and asset_id = :asset
                        """)
                .param("tenant", tenantId)
                .param("asset", assetId)
                .query((row, n) -> new Rendition(
                        row.getObject(1, UUID.class),
                        row.getObject(2, UUID.class),
                        ImageFormat.valueOf(row.getString(3)),
                        row.getLong(4),
                        Sha256.of(row.getBytes(5)),
                        Sha256.of(row.getBytes(6)),
                        row.getInt(7),
                        row.getInt(8),
                        row.getString(9),
                        row.getObject(10, OffsetDateTime.class).toInstant()))
                .optional();
    }

    /** Id of the rendition, for a channel or not, with this active manifest. */
    Optional<UUID> withManifest(UUID tenantId, String label) {
        return jdbc.sql("""
                        select id from rendition where tenant_id = :tenant and manifest_label = :label
                        union all select id from channel_rendition where tenant_id = :tenant and manifest_label = :label limit 1
                        """)
                .param("tenant", tenantId)
                .param("label", label)
                .query(UUID.class)
                .optional();
    }

    void insert(UUID tenantId, Rendition rendition) {
        jdbc.sql("""
                        insert into rendition (id, tenant_id, asset_id, format, byte_length, sha256, pixel_sha256, width, height,
                                               manifest_label, signed_at)
                        values (:id, :tenant, :asset, :format, :length, :sha256, :pixels, :width, :height, :label, :at)
                        """)
                .param("id", rendition.id())
                .param("tenant", tenantId)
                .param("asset", rendition.assetId())
                .param("format", rendition.format().name())
                .param("length", rendition.byteLength())
                .param("sha256", rendition.sha256().bytes())
                .param("pixels", rendition.pixelSha256().bytes())
                .param("width", rendition.width())
                .param("height", rendition.height())
                .param("label", rendition.manifestLabel())
                .param("at", AssetTable.timestamp(rendition.signedAt()))
                .update();
    }

    Optional<Marking> findMarking(UUID tenantId, UUID assetId) {
        return jdbc.sql("""
                        select mark_id, psnr, marked_psnr, refusal_code, refusal_detail
                        from marking where tenant_id = :tenant and asset_id = :asset
                        """)
                .param("tenant", tenantId)
                .param("asset", assetId)
                .query((row, n) -> {
                    String refusal = row.getString(4);
                    return refusal == null
                            ? (Marking)
                                    new Marking.Carried(new MarkId(row.getLong(1)), row.getDouble(2), row.getDouble(3))
                            : new Marking.Refused(refusal, row.getString(5));
                })
                .optional();
    }

    void insertMarking(UUID tenantId, UUID assetId, Marking marking) {
        switch (marking) {
            case Marking.Carried carried ->
                jdbc.sql("""
                                insert into marking (asset_id, tenant_id, mark_id, psnr, marked_psnr)
                                values (:asset, :tenant, :mark, :psnr, :marked)
                                """)
                        .param("asset", assetId)
                        .param("tenant", tenantId)
                        .param("mark", carried.id().bits())
                        .param("psnr", carried.psnr())
                        .param("marked", carried.markedPsnr())
                        .update();
            case Marking.Refused refused ->
                jdbc.sql("""
                                insert into marking (asset_id, tenant_id, refusal_code, refusal_detail)
                                values (:asset, :tenant, :code, :detail)
                                """)
                        .param("asset", assetId)
                        .param("tenant", tenantId)
                        .param("code", refused.reason())
                        .param("detail", refused.detail())
                        .update();
        }
    }
}
