package io.countermark.app.protection;

import io.countermark.app.platform.Tenancy;
import io.countermark.watermark.MarkId;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** Which work a mark id was given to. */
@Service
public class MarkRegister {

    private final JdbcClient jdbc;
    private final Tenancy tenancy;
    private final SecureRandom random = new SecureRandom();

    MarkRegister(JdbcClient jdbc, Tenancy tenancy) {
        this.jdbc = jdbc;
        this.tenancy = tenancy;
    }

    /** The id of a work, drawn when it has none yet; the same answer ever after. */
    MarkId allot(UUID tenantId, UUID workId) {
        return tenancy.in(tenantId, () -> {
            // A clash with another work's id (2^-64 for each) or a second run for this work both insert nothing.
            while (find(tenantId, workId).isEmpty()) {
                jdbc.sql(
                                "insert into mark (mark_id, tenant_id, work_id) values (:id, :tenant, :work) on conflict do nothing")
                        .param("id", random.nextLong())
                        .param("tenant", tenantId)
                        .param("work", workId)
                        .update();
            }
            return find(tenantId, workId).orElseThrow();
        });
    }

    /** The work of this organisation that the id was given to. */
    public Optional<UUID> work(UUID tenantId, MarkId id) {
        return tenancy.in(
                tenantId,
                () -> jdbc.sql("select work_id from mark where tenant_id = :tenant and mark_id = :id")
                        .param("tenant", tenantId)
                        .param("id", id.bits())
                        .query((row, n) -> row.getObject(1, UUID.class))
                        .optional());
    }

    private Optional<MarkId> find(UUID tenantId, UUID workId) {
        return jdbc.sql("select mark_id from mark where tenant_id = :tenant and work_id = :work")
                .param("tenant", tenantId)
                .param("work", workId)
                .query((row, n) -> new MarkId(row.getLong(1)))
                .optional();
    }
}
