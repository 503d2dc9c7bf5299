package io.countermark.app.identity;

import io.countermark.app.platform.Caller;
import io.countermark.app.platform.Ids;
import io.countermark.app.platform.Role;
import io.countermark.app.platform.Tenancy;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Organisations, people and who belongs where. */
@Component
class Members {

    private final JdbcClient jdbc;
    private final Tenancy tenancy;
    private final Presented presented;
    private final Clock clock;

    Members(JdbcClient jdbc, Tenancy tenancy, Presented presented, Clock clock) {
        this.jdbc = jdbc;
        this.tenancy = tenancy;
        this.presented = presented;
        this.clock = clock;
    }

    /** A person with the hash of the password, not signed in yet. */
    record Known(UUID personId, String name, String email, String passwordHash) {}

    /** As stored and compared: no blanks around, lower case. */
    static String normal(String email) {
        return email.strip().toLowerCase(Locale.ROOT);
    }

    Optional<Known> byEmail(String email) {
        String normal = normal(email);
        return presented.with(
                normal,
                () -> jdbc.sql("select id, name, email, password_hash from person where email = :email")
                        .param("email", normal)
                        .query(Members::known)
                        .optional());
    }

    private static Known known(java.sql.ResultSet row, int n) throws java.sql.SQLException {
        return new Known(row.getObject(1, UUID.class), row.getString(2), row.getString(3), row.getString(4));
    }

    /** The person in the organisation they belong to longest; empty when in none. To be asked after the password was right. */
    Optional<Caller> caller(UUID personId) {
        return presented.with(
                personId.toString(),
                () -> jdbc.sql("""
                        select m.tenant_id, o.name, p.id, p.name, p.email, m.role
                        from membership m join organisation o on o.tenant_id = m.tenant_id join person p on p.id = m.person_id
                        where m.person_id = :person order by m.created_at limit 1
                        """)
                        .param("person", personId)
                        .query(Members::caller)
                        .optional());
    }

    /** The person as member of that organisation. */
    Optional<Caller> caller(UUID tenantId, UUID personId) {
        return tenancy.in(
                tenantId,
                () -> jdbc.sql("""
                        select m.tenant_id, o.name, p.id, p.name, p.email, m.role
                        from membership m join organisation o on o.tenant_id = m.tenant_id join person p on p.id = m.person_id
                        where m.tenant_id = :tenant and m.person_id = :person
                        """)
                        .param("tenant", tenantId)
                        .param("person", personId)
                        .query(Members::caller)
                        .optional());
    }

    private static Caller caller(java.sql.ResultSet row, int n) throws java.sql.SQLException {
        return new Caller(
                row.getObject(1, UUID.class),
                row.getString(2),
                row.getObject(3, UUID.class),
                row.getString(4),
                row.getString(5),
                Role.valueOf(row.getString(6)));
    }

    /** A new organisation with its owner; to be called in a transaction of the caller's. */
    Caller found(String organisation, String name, String email, String passwordHash) {
        UUID tenantId = Ids.next();
        UUID personId = Ids.next();
        OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
        jdbc.sql("insert into tenant (id, created_at) values (:id, :now)")
                .param("id", tenantId)
                .param("now", now)
                .update();
        tenancy.run(tenantId, () -> {
            jdbc.sql("insert into organisation (tenant_id, name, created_at) values (:tenant, :name, :now)")
                    .param("tenant", tenantId)
                    .param("name", organisation)
                    .param("now", now)
                    .update();
            jdbc.sql("""
                            insert into person (id, name, email, password_hash, created_at)
                            values (:id, :name, :email, :hash, :now)
                            """)
                    .param("id", personId)
                    .param("name", name)
                    .param("email", normal(email))
                    .param("hash", passwordHash)
                    .param("now", now)
                    .update();
            jdbc.sql("""
                            insert into membership (tenant_id, person_id, role, created_at)
                            values (:tenant, :person, :role, :now)
                            """)
                    .param("tenant", tenantId)
                    .param("person", personId)
                    .param("role", Role.OWNER.name())
                    .param("now", now)
                    .update();
        });
        return new Caller(tenantId, organisation, personId, name, normal(email), Role.OWNER);
    }
}
