package io.countermark.app.evidence;

import io.countermark.app.platform.Ids;
import io.countermark.transparency.TransparencyLog;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Table {@code log_entry}. */
@Repository
class LogEntryTable {

    private final JdbcClient jdbc;

    LogEntryTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Keeps the entry to be logged; when one of its kind is kept for the work already, that one stands. */
    void prepare(UUID tenantId, UUID workId, String kind, byte[] entry, Map<String, String> salts) {
        jdbc.sql("""
                        insert into log_entry (id, tenant_id, work_id, kind, entry, salts)
                        values (:id, :tenant, :work, :kind, :entry, :salts)
                        on conflict (work_id, kind) do nothing
                        """)
                .param("id", Ids.next())
                .param("tenant", tenantId)
                .param("work", workId)
                .param("kind", kind)
                .param("entry", entry)
                .param("salts", LoggedStatement.text(salts))
                .update();
    }

    byte[] prepared(UUID tenantId, UUID workId, String kind) {
        return jdbc.sql("select entry from log_entry where tenant_id = :tenant and work_id = :work and kind = :kind")
                .param("tenant", tenantId)
                .param("work", workId)
                .param("kind", kind)
                .query((row, n) -> row.getBytes(1))
                .single();
    }

    void place(UUID tenantId, UUID workId, String kind, TransparencyLog.Appended appended, Instant at) {
        jdbc.sql("""
                        update log_entry set log_index = :index, leaf_hash = :leaf, logged_at = :at
                        where tenant_id = :tenant and work_id = :work and kind = :kind and log_index is null
                        """)
                .param("index", appended.index())
                .param("leaf", appended.leafHash())
                .param("at", at.atOffset(ZoneOffset.UTC))
                .param("tenant", tenantId)
                .param("work", workId)
                .param("kind", kind)
                .update();
    }

    /** Those that have their place, in the order of the log. */
    List<LoggedStatement> placed(UUID tenantId, UUID workId) {
        return jdbc.sql("""
                        select kind, log_index, leaf_hash, entry, salts, logged_at from log_entry
                        where tenant_id = :tenant and work_id = :work and log_index is not null order by log_index
                        """)
                .param("tenant", tenantId)
                .param("work", workId)
                .query((row, n) -> new LoggedStatement(
                        row.getString(1),
                        row.getLong(2),
                        HexFormat.of().formatHex(row.getBytes(3)),
                        row.getBytes(4),
                        LoggedStatement.salts(row.getString(5)),
                        row.getObject(6, OffsetDateTime.class).toInstant()))
                .list();
    }
}
