package io.countermark.app.identity;

import io.countermark.app.platform.Caller;
import io.countermark.app.platform.Problem;
import io.countermark.app.platform.Role;
import io.countermark.app.platform.Tenancy;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Who belongs to an organisation and in which role. It always has an owner. */
@Component
class Roster {

    static final Problem LAST_OWNER = new Problem("last-owner", 409, "An organisation needs an owner");

    private static final Logger LOG = LoggerFactory.getLogger(Roster.class);

    private final JdbcClient jdbc;
    private final Tenancy tenancy;
    private final Clock clock;

    Roster(JdbcClient jdbc, Tenancy tenancy, Clock clock) {
        this.jdbc = jdbc;
        this.tenancy = tenancy;
        this.clock = clock;
    }

    record Member(UUID personId, String name, String email, Role role, Instant since) {}

    /** By name. */
    List<Member> list(Caller caller) {
        return tenancy.in(
                caller.tenantId(),
                () -> jdbc.sql("""
                        select p.id, p.name, p.email, m.role, m.created_at from membership m join person p on p.id = m.person_id
                        where m.tenant_id = :tenant and m.ended_at is null order by p.name, p.id
                        """)
                        .param("tenant", caller.tenantId())
                        .query((row, n) -> new Member(
                                row.getObject(1, UUID.class),
                                row.getString(2),
                                row.getString(3),
                                Role.valueOf(row.getString(4)),
                                row.getObject(5, OffsetDateTime.class).toInstant()))
                        .list());
    }

    /**
     * Acts with the member's next request.
     *
     * @throws io.countermark.app.platform.RefusedException NOT_FOUND, LAST_OWNER
     */
    void changeRole(Caller caller, UUID personId, Role role) {
        tenancy.run(caller.tenantId(), () -> {
            if (role != Role.OWNER) {
                keepAnOwner(caller, personId);
            }
            int changed = jdbc.sql("""
                            update membership set role = :role
                            where tenant_id = :tenant and person_id = :person and ended_at is null
                            """)
                    .param("role", role.name())
                    .param("tenant", caller.tenantId())
                    .param("person", personId)
                    .update();
            found(changed);
        });
        LOG.info("{} made person {} {}", caller, personId, role);
    }

    /**
     * Ends a membership; the member's keys and sign-ins for this organisation stop with their next request.
     *
     * @throws io.countermark.app.platform.RefusedException NOT_FOUND, LAST_OWNER
     */
    void end(Caller caller, UUID personId) {
        tenancy.run(caller.tenantId(), () -> {
            keepAnOwner(caller, personId);
            int ended = jdbc.sql("""
                            update membership set ended_at = :now
                            where tenant_id = :tenant and person_id = :person and ended_at is null
                            """)
                    .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                    .param("tenant", caller.tenantId())
                    .param("person", personId)
                    .update();
            found(ended);
        });
        LOG.info("{} ended the membership of person {}", caller, personId);
    }

    /** Locks the owners' rows, so that two owners can't remove each other at once. */
    private void keepAnOwner(Caller caller, UUID personId) {
        List<UUID> owners = jdbc.sql("""
                        select person_id from membership where tenant_id = :tenant and role = 'OWNER' and ended_at is null
                        order by person_id for update
                        """)
                .param("tenant", caller.tenantId())
                .query((row, n) -> row.getObject("person_id", UUID.class))
                .list();
        if (owners.equals(List.of(personId))) {
            throw LAST_OWNER.because("Make somebody else an owner first.");
        }
    }

    private static void found(int rows) {
        if (rows == 0) {
            throw Problem.NOT_FOUND.because("There is no such member.");
        }
    }
}
