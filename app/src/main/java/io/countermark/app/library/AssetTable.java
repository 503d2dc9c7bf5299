package io.countermark.app.library;

import io.countermark.container.ImageFormat;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Tables {@code work} and {@code asset}. */
@Repository
class AssetTable {

    private static final String SELECT = """
            select a.id, a.tenant_id, a.work_id, w.title, a.file_name, a.format, a.byte_length, a.sha256, a.width, a.height,
                   a.pixel_sha256, a.pdq, a.pdq_quality, a.state, a.received_at
            from asset a join work w on w.id = a.work_id
            """;

    private final JdbcClient jdbc;

    AssetTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<Asset> find(UUID tenantId, UUID assetId) {
        return one("where a.tenant_id = :tenant and a.id = :key", tenantId, assetId);
    }

    Optional<Asset> findByWork(UUID tenantId, UUID workId) {
        return one("where a.tenant_id = :tenant and a.work_id = :key", tenantId, workId);
    }

    Optional<Asset> findByContent(UUID tenantId, Sha256 sha256) {
        return one("where a.tenant_id = :tenant and a.sha256 = :key", tenantId, sha256.bytes());
    }

    /** Whose original or rendition is these bytes, oldest first. */
    List<Asset> withBytes(UUID tenantId, Sha256 sha256) {
        return withDigest("sha256", tenantId, sha256);
    }

    /** Whose original or rendition shows these pixels, oldest first. */
    List<Asset> withPixels(UUID tenantId, Sha256 pixelSha256) {
        return withDigest("pixel_sha256", tenantId, pixelSha256);
    }

    Optional<Asset> withManifest(UUID tenantId, String label) {
        return one("""
                where a.tenant_id = :tenant and a.id = (
                    select asset_id from rendition where manifest_label = :key
                    union all select asset_id from channel_rendition where manifest_label = :key limit 1)
                """, tenantId, label);
    }

    /** All that have a fingerprint. */
    List<Asset> described(UUID tenantId) {
        return jdbc.sql(SELECT + "where a.tenant_id = :tenant and a.pdq is not null order by a.received_at, a.id")
                .param("tenant", tenantId)
                .query(AssetTable::asset)
                .list();
    }

    void insert(Asset asset, UUID memberId) {
        jdbc.sql(
                        "insert into work (id, tenant_id, title, created_at, created_by) values (:id, :tenant, :title, :at, :by)")
                .param("id", asset.workId())
                .param("tenant", asset.tenantId())
                .param("title", asset.title())
                .param("at", timestamp(asset.receivedAt()))
                .param("by", memberId)
                .update();
        jdbc.sql("""
                        insert into asset (id, tenant_id, work_id, file_name, format, byte_length, sha256, width, height, state,
                                           received_at)
                        values (:id, :tenant, :work, :name, :format, :length, :sha256, :width, :height, :state, :at)
                        """)
                .param("id", asset.id())
                .param("tenant", asset.tenantId())
                .param("work", asset.workId())
                .param("name", asset.fileName())
                .param("format", asset.format().name())
                .param("length", asset.byteLength())
                .param("sha256", asset.sha256().bytes())
                .param("width", asset.width())
                .param("height", asset.height())
                .param("state", asset.state().name())
                .param("at", timestamp(asset.receivedAt()))
                .update();
    }

    /** Moves the state on if it still is what it was; returns whether this call did it. */
    boolean advance(Asset asset, WorkState from, WorkState to) {
        return jdbc.sql("update asset set state = :to where tenant_id = :tenant and id = :id and state = :from")
                        .param("to", to.name())
                        .param("tenant", asset.tenantId())
                        .param("id", asset.id())
                        .param("from", from.name())
                        .update()
                == 1;
    }

    void describe(Asset asset, Asset.Description description) {
        jdbc.sql("""
                        update asset set pixel_sha256 = :pixels, pdq = :pdq, pdq_quality = :quality
                        where tenant_id = :tenant and id = :id
                        """)
                .param("pixels", description.pixelSha256().bytes())
                .param("pdq", PdqColumn.write(description.pdq()))
                .param("quality", description.pdq().quality())
                .param("tenant", asset.tenantId())
                .param("id", asset.id())
                .update();
    }

    /** Ends the way; returns whether it had not ended before. */
    boolean fail(Asset asset, Work.Failure failure) {
        return jdbc.sql("""
                                update asset set state = 'FAILED', failure_code = :code, failure_detail = :detail
                                where tenant_id = :tenant and id = :id and state not in ('PROTECTED', 'FAILED')
                                """)
                        .param("code", failure.code())
                        .param("detail", failure.detail())
                        .param("tenant", asset.tenantId())
                        .param("id", asset.id())
                        .update()
                == 1;
    }

    Optional<Work.Failure> failure(Asset asset) {
        return jdbc.sql("""
                        select failure_code, failure_detail from asset
                        where tenant_id = :tenant and id = :id and failure_code is not null
                        """)
                .param("tenant", asset.tenantId())
                .param("id", asset.id())
                .query((row, n) -> new Work.Failure(row.getString(1), row.getString(2)))
                .optional();
    }

    List<WorkSummary> newest(UUID tenantId, WorkPage.@Nullable Cursor after, int limit) {
        String place = after == null ? "" : "and (w.created_at, w.id) < (:at, :id)";
        JdbcClient.StatementSpec query =
                jdbc.sql("""
                        select w.id, w.title, a.state, w.created_at from work w join asset a on a.work_id = w.id
                        where w.tenant_id = :tenant %s
                        order by w.created_at desc, w.id desc limit :limit
                        """.formatted(place)).param("tenant", tenantId).param("limit", limit);
        if (after != null) {
            query = query.param("at", timestamp(after.createdAt())).param("id", after.workId());
        }
        return query.query((row, n) -> new WorkSummary(
                        row.getObject(1, UUID.class),
                        row.getString(2),
                        WorkState.valueOf(row.getString(3)),
                        instant(row, 4)))
                .list();
    }

    /** How many works there are in each state; states without any are absent. */
    java.util.Map<WorkState, Integer> tally(UUID tenantId) {
        java.util.Map<WorkState, Integer> tally = new java.util.EnumMap<>(WorkState.class);
        jdbc.sql("select state, count(*) from asset where tenant_id = :tenant group by state")
                .param("tenant", tenantId)
                .query((row, n) -> tally.put(WorkState.valueOf(row.getString(1)), row.getInt(2)))
                .list();
        return tally;
    }

    private List<Asset> withDigest(String column, UUID tenantId, Sha256 digest) {
        return jdbc.sql(SELECT + """
                        where a.tenant_id = :tenant
                          and (a.%1$s = :digest
                               or a.id in (select asset_id from rendition where tenant_id = :tenant and %1$s = :digest)
                               or a.id in (select asset_id from channel_rendition
                                           where tenant_id = :tenant and %1$s = :digest))
                        order by a.received_at, a.id
                        """.formatted(column))
                .param("tenant", tenantId)
                .param("digest", digest.bytes())
                .query(AssetTable::asset)
                .list();
    }

    private Optional<Asset> one(String where, UUID tenantId, Object key) {
        return jdbc.sql(SELECT + where)
                .param("tenant", tenantId)
                .param("key", key)
                .query(AssetTable::asset)
                .optional();
    }

    private static Asset asset(ResultSet row, int number) throws SQLException {
        byte[] pdq = row.getBytes("pdq");
        Asset.Description description = pdq == null
                ? null
                : new Asset.Description(
                        Sha256.of(row.getBytes("pixel_sha256")), PdqColumn.read(pdq, row.getInt("pdq_quality")));
        return new Asset(
                row.getObject("id", UUID.class),
                row.getObject("tenant_id", UUID.class),
                row.getObject("work_id", UUID.class),
                row.getString("title"),
                row.getString("file_name"),
                ImageFormat.valueOf(row.getString("format")),
                row.getLong("byte_length"),
                Sha256.of(row.getBytes("sha256")),
                row.getInt("width"),
                row.getInt("height"),
                description,
                WorkState.valueOf(row.getString("state")),
                row.getObject("received_at", OffsetDateTime.class).toInstant());
    }

    static OffsetDateTime timestamp(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
