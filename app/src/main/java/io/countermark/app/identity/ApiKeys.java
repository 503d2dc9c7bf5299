package io.countermark.app.identity;

import io.countermark.app.platform.Caller;
import io.countermark.app.platform.Ids;
import io.countermark.app.platform.Permission;
import io.countermark.app.platform.Problem;
import io.countermark.app.platform.Tenancy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Keys with which programs work for a person: {@code cmk_} and 43 characters, shown once. */
@Component
class ApiKeys {

    static final String PREFIX = "cmk_";
    static final Problem BAD_LABEL = new Problem("bad-label", 422, "A key's label has 1 to 100 characters");
    static final Problem TOO_MANY_KEYS =
            new Problem("too-many-keys", 409, "There are too many API keys; revoke one first");

    static final Problem BAD_SCOPE = new Problem("bad-scope", 422, "A key can't do more than the person who makes it");

    private static final int MOST_KEYS = 100;

    /** "Last used" is for people: to the minute is enough, and a busy key does not write at every request. */
    private static final Duration USE_GRAIN = Duration.ofMinutes(1);

    private final JdbcClient jdbc;
    private final Tenancy tenancy;
    private final Presented presented;
    private final Members members;
    private final Clock clock;

    ApiKeys(JdbcClient jdbc, Tenancy tenancy, Presented presented, Members members, Clock clock) {
        this.jdbc = jdbc;
        this.tenancy = tenancy;
        this.presented = presented;
        this.members = members;
        this.clock = clock;
    }

    /** A new key; the only time that its text is there. */
    record Made(UUID id, Secret secret) {}

    /** A key in the list. */
    record Listed(
            UUID id,
            String label,
            String hint,
            Instant createdAt,
            @Nullable Instant lastUsedAt,
            @Nullable List<String> scopes) {}

    /** A key for all that the person's role allows, now and later. */
    Made make(Caller caller, String label) {
        return make(caller, label, List.of());
    }

    /**
     * @param scopes as {@link Permission#scope} writes them; empty for all that the person's role allows
     * @throws io.countermark.app.platform.RefusedException BAD_LABEL, BAD_SCOPE, TOO_MANY_KEYS
     */
    Made make(Caller caller, String label, List<String> scopes) {
        String @Nullable [] stored = scopes.isEmpty() ? null : checked(caller, scopes);
        String clean = label.replaceAll("\\p{C}", "").strip();
        if (clean.isEmpty() || clean.length() > 100) {
            throw BAD_LABEL.because("Give the key a short name that says what uses it.");
        }
        Secret secret = Secret.random(PREFIX);
        UUID id = Ids.next();
        tenancy.run(caller.tenantId(), () -> {
            if (count(caller) >= MOST_KEYS) {
                throw TOO_MANY_KEYS.because("An organisation has at most " + MOST_KEYS + " keys.");
            }
            jdbc.sql("""
                            insert into api_key (id, tenant_id, person_id, label, secret_hash, hint, scopes, created_at)
                            values (:id, :tenant, :person, :label, :hash, :hint, :scopes, :now)
                            """)
                    .param("scopes", stored, java.sql.Types.ARRAY)
                    .param("id", id)
                    .param("tenant", caller.tenantId())
                    .param("person", caller.memberId())
                    .param("label", clean)
                    .param("hash", secret.hash())
                    .param("hint", secret.hint())
                    .param("now", now())
                    .update();
        });
        return new Made(id, secret);
    }

    private int count(Caller caller) {
        return jdbc.sql("select count(*) from api_key where tenant_id = :tenant and revoked_at is null")
                .param("tenant", caller.tenantId())
                .query(Integer.class)
                .single();
    }

    /** One's own; for who sees the members all of the organisation's. */
    List<Listed> list(Caller caller) {
        return tenancy.in(
                caller.tenantId(),
                () -> jdbc.sql("""
                        select id, label, hint, created_at, last_used_at, scopes from api_key
                        where tenant_id = :tenant and revoked_at is null and (person_id = :person or :all)
                        order by created_at desc, id desc
                        """)
                        .param("tenant", caller.tenantId())
                        .param("person", caller.memberId())
                        .param("all", caller.may(Permission.MEMBERS_READ))
                        .query((row, n) -> new Listed(
                                row.getObject(1, UUID.class),
                                row.getString(2),
                                row.getString(3),
                                row.getObject(4, OffsetDateTime.class).toInstant(),
                                instant(row.getObject(5, OffsetDateTime.class)),
                                scopes(row.getArray(6))))
                        .list());
    }

    private static String[] checked(Caller caller, List<String> scopes) {
        for (String scope : scopes) {
            boolean theirs = Permission.ofScope(scope).filter(caller::may).isPresent();
            if (!theirs) {
                throw BAD_SCOPE.because("'" + scope.replaceAll("[^a-z:]", "?") + "' is none of yours: "
                        + caller.permissions().stream()
                                .map(Permission::scope)
                                .sorted()
                                .collect(Collectors.joining(", "))
                        + ".");
            }
        }
        return scopes.stream().distinct().sorted().toArray(String[]::new);
    }

    private static @Nullable List<String> scopes(java.sql.@Nullable Array stored) throws java.sql.SQLException {
        return stored == null ? null : List.of((String[]) stored.getArray());
    }

    /** @throws io.countermark.app.platform.RefusedException NOT_FOUND, also for another organisation's */
    void revoke(Caller caller, UUID id) {
        int revoked = tenancy.in(
                caller.tenantId(),
                () -> jdbc.sql("""
                        update api_key set revoked_at = :now
                        where id = :id and revoked_at is null and (person_id = :person or :any)
                        """)
                        .param("now", now())
                        .param("id", id)
                        .param("person", caller.memberId())
                        .param("any", caller.may(Permission.MEMBERS_WRITE))
                        .update());
        if (revoked == 0) {
            throw Problem.NOT_FOUND.because("There is no such key.");
        }
    }

    /** Who a key works for; empty for one unknown or revoked. */
    Optional<Caller> bearer(Secret secret) {
        record Found(
                UUID id,
                UUID tenantId,
                UUID personId,
                @Nullable Instant lastUsedAt,
                @Nullable List<String> scopes) {}
        Optional<Found> found = presented.with(
                secret.hexHash(),
                () -> jdbc.sql("""
                        select id, tenant_id, person_id, last_used_at, scopes from api_key
                        where secret_hash = :hash and revoked_at is null
                        """)
                        .param("hash", secret.hash())
                        .query((row, n) -> new Found(
                                row.getObject(1, UUID.class),
                                row.getObject(2, UUID.class),
                                row.getObject(3, UUID.class),
                                instant(row.getObject(4, OffsetDateTime.class)),
                                scopes(row.getArray(5))))
                        .optional());
        found.ifPresent(key -> used(key.id(), key.tenantId(), key.lastUsedAt()));
        return found.flatMap(key -> members.caller(key.tenantId(), key.personId())
                .map(caller -> key.scopes() == null ? caller : caller.limitedTo(permissions(key.scopes()))));
    }

    /** A scope that a later version dropped is none. */
    private static Set<Permission> permissions(List<String> scopes) {
        return scopes.stream()
                .flatMap(scope -> Permission.ofScope(scope).stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    private void used(UUID id, UUID tenantId, @Nullable Instant before) {
        if (before == null || before.isBefore(clock.instant().minus(USE_GRAIN))) {
            tenancy.run(
                    tenantId,
                    () -> jdbc.sql("update api_key set last_used_at = :now where id = :id")
                            .param("now", now())
                            .param("id", id)
                            .update());
        }
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }
}
