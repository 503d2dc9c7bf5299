package io.countermark.app.identity;

import io.countermark.app.platform.Caller;
import io.countermark.app.platform.Ids;
import io.countermark.app.platform.Role;
import io.countermark.app.platform.Tenancy;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
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
                        where m.person_id = :person and m.ended_at is null order by m.created_at limit 1
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
                        where m.tenant_id = :tenant and m.person_id = :person and m.ended_at is null
                        """)
                        .param("tenant", tenantId)
                        .param("person", personId)
                        .query(Members::caller)
                        .optional());
    }

    /** An organisation that somebody belongs to. */
    record Home(UUID tenantId, String organisation) {}

    /** The organisations of a person, by name. To be asked after they proved who they are. */
    List<Home> homes(UUID personId) {
        return presented.with(
                personId.toString(),
                () -> jdbc.sql("""
                        select m.tenant_id, o.name from membership m join organisation o on o.tenant_id = m.tenant_id
                        where m.person_id = :person and m.ended_at is null order by o.name, m.tenant_id
                        """)
                        .param("person", personId)
                        .query((row, n) -> new Home(row.getObject(1, UUID.class), row.getString(2)))
                        .list());
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
            makePerson(personId, name, email, passwordHash);
            join(tenantId, personId, Role.OWNER);
        });
        return new Caller(tenantId, organisation, personId, name, normal(email), Role.OWNER);
    }

    /** A new person, in the transaction of the organisation that takes them in. */
    void makePerson(UUID personId, String name, String email, String passwordHash) {
        jdbc.sql("""
                        insert into person (id, name, email, password_hash, created_at)
                        values (:id, :name, :email, :hash, :now)
                        """)
                .param("id", personId)
                .param("name", name)
                .param("email", normal(email))
                .param("hash", passwordHash)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
    }

    /** Lets a person in, or in again, in the transaction of the organisation; false when they belong to it already. */
    boolean join(UUID tenantId, UUID personId, Role role) {
        return jdbc.sql("""
                        insert into membership (tenant_id, person_id, role, created_at) values (:tenant, :person, :role, :now)
                        on conflict (tenant_id, person_id) do update set role = excluded.role, ended_at = null
                        where membership.ended_at is not null
                        """)
                        .param("tenant", tenantId)
                        .param("person", personId)
                        .param("role", role.name())
                        .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
    }
}
