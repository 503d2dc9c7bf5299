package io.countermark.app.library;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Table {@code upload_key}: what an Idempotency-Key stood for. */
@Repository
class UploadKeyTable {

    /** A key that was used. */
    record Used(Sha256 sha256, UUID assetId) {}

    private final JdbcClient jdbc;

    UploadKeyTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<Used> find(UUID tenantId, String key) {
        return jdbc.sql("select sha256, asset_id from upload_key where tenant_id = :tenant and key = :key")
                .param("tenant", tenantId)
                .param("key", key)
                .query((row, n) -> new Used(Sha256.of(row.getBytes(1)), row.getObject(2, UUID.class)))
                .optional();
    }

    void insert(UUID tenantId, String key, Used used, Instant at) {
        jdbc.sql("""
                        insert into upload_key (tenant_id, key, sha256, asset_id, created_at)
                        values (:tenant, :key, :sha256, :asset, :at)
                        on conflict (tenant_id, key) do nothing
                        """)
                .param("tenant", tenantId)
                .param("key", key)
                .param("sha256", used.sha256().bytes())
                .param("asset", used.assetId())
                .param("at", AssetTable.timestamp(at))
                .update();
    }
}
