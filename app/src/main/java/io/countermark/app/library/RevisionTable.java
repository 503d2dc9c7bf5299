package io.countermark.app.library;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Table {@code revision}. */
@Repository
class RevisionTable {

    private final JdbcClient jdbc;

    RevisionTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Adds a line that can stand in a timeline once; a second one of the same operation is passed over. */
    void addOnce(UUID tenantId, UUID workId, Revision revision) {
        jdbc.sql("""
                        insert into revision (tenant_id, work_id, happened_at, actor_id, operation, before_sha256, after_sha256,
                                              detail, once_key)
                        values (:tenant, :work, :at, :actor, :operation, :before, :after, :detail, :operation)
                        on conflict (work_id, once_key) do nothing
                        """)
                .param("tenant", tenantId)
                .param("work", workId)
                .param("at", AssetTable.timestamp(revision.at()))
                .param("actor", revision.actorId())
                .param("operation", revision.operation())
                .param("before", bytes(revision.before()))
                .param("after", bytes(revision.after()))
                .param("detail", revision.detail())
                .update();
    }

    List<Revision> timeline(UUID tenantId, UUID workId) {
        return jdbc.sql("""
                        select happened_at, operation, actor_id, before_sha256, after_sha256, detail
                        from revision where tenant_id = :tenant and work_id = :work order by seq
                        """)
                .param("tenant", tenantId)
                .param("work", workId)
                .query((row, n) -> new Revision(
                        row.getObject(1, OffsetDateTime.class).toInstant(),
                        row.getString(2),
                        row.getObject(3, UUID.class),
                        digest(row, 4),
                        digest(row, 5),
                        row.getString(6)))
                .list();
    }

    private static byte @Nullable [] bytes(@Nullable Sha256 digest) {
        return digest == null ? null : digest.bytes();
    }

    private static @Nullable Sha256 digest(ResultSet row, int column) throws SQLException {
        byte[] bytes = row.getBytes(column);
        return bytes == null ? null : Sha256.of(bytes);
    }
}
