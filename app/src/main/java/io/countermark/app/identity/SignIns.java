package io.countermark.app.identity;

import io.countermark.app.platform.Caller;
import io.countermark.app.platform.Ids;
import io.countermark.app.platform.Problem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The browsers that people have signed in with. Each holds a secret in a cookie, of which the database has the hash; who it stands for, and
 * what they may, is read anew with every request, so that a changed role, an ended membership or an ended sign-in acts at once, and a
 * restart of the server signs nobody out. A sign-in ends after half a day without use, and after seven days in any case.
 */
@Component
class SignIns {

    static final Duration LONGEST = Duration.ofDays(7);
    private static final Duration IDLE = Duration.ofHours(12);

    /** "Last seen" is for people and for the idle limit: to the minute is enough. */
    private static final Duration SEEN_GRAIN = Duration.ofMinutes(1);

    /** How long an ended one is kept for questions afterwards. */
    private static final Duration KEPT = Duration.ofDays(90);

    private static final int LONGEST_TEXT = 300;

    private final JdbcClient jdbc;
    private final Presented presented;
    private final Members members;
    private final Clock clock;

    SignIns(JdbcClient jdbc, Presented presented, Members members, Clock clock) {
        this.jdbc = jdbc;
        this.presented = presented;
        this.members = members;
        this.clock = clock;
    }

    /** A sign-in that holds. */
    record Open(UUID id, Caller caller) {}

    /** One in the person's list. */
    record Listed(UUID id, Instant createdAt, Instant lastSeenAt, String address, String browser) {}

    private record Found(UUID id, UUID tenantId, UUID personId, Instant lastSeenAt) {}

    /** For somebody who has proved who they are; the secret is for the cookie. */
    Secret open(Caller caller, String address, String browser) {
        Secret secret = Secret.random("");
        forgetOld(caller.memberId());
        asPerson(
                caller.memberId(),
                () -> jdbc.sql("""
                        insert into sign_in (id, tenant_id, person_id, secret_hash, created_at, last_seen_at, address, browser)
                        values (:id, :tenant, :person, :hash, :now, :now, :address, :browser)
                        """)
                        .param("id", Ids.next())
                        .param("tenant", caller.tenantId())
                        .param("person", caller.memberId())
                        .param("hash", secret.hash())
                        .param("now", now())
                        .param("address", shortened(address))
                        .param("browser", shortened(browser))
                        .update());
        return secret;
    }

    private void forgetOld(UUID personId) {
        asPerson(
                personId,
                () -> jdbc.sql("delete from sign_in where person_id = :person and created_at < :oldest")
                        .param("person", personId)
                        .param("oldest", now().minus(KEPT))
                        .update());
    }

    /** What a cookie stands for; empty when it is wrong, too old, ended, or the person left the organisation. */
    Optional<Open> find(Secret secret) {
        Optional<Found> found = presented.with(
                secret.hexHash(),
                () -> jdbc.sql("""
                        select id, tenant_id, person_id, last_seen_at from sign_in
                        where secret_hash = :hash and ended_at is null and created_at > :oldest and last_seen_at > :idle
                        """)
                        .param("hash", secret.hash())
                        .param("oldest", now().minus(LONGEST))
                        .param("idle", now().minus(IDLE))
                        .query((row, n) -> new Found(
                                row.getObject(1, UUID.class),
                                row.getObject(2, UUID.class),
                                row.getObject(3, UUID.class),
                                row.getObject(4, OffsetDateTime.class).toInstant()))
                        .optional());
        found.ifPresent(this::seen);
        return found.flatMap(signIn ->
                members.caller(signIn.tenantId(), signIn.personId()).map(caller -> new Open(signIn.id(), caller)));
    }

    private void seen(Found signIn) {
        if (signIn.lastSeenAt().isBefore(clock.instant().minus(SEEN_GRAIN))) {
            asPerson(
                    signIn.personId(),
                    () -> jdbc.sql("update sign_in set last_seen_at = :now where id = :id")
                            .param("now", now())
                            .param("id", signIn.id())
                            .update());
        }
    }

    /** Those that hold, the last used first. */
    List<Listed> list(UUID personId) {
        return presented.with(
                personId.toString(),
                () -> jdbc.sql("""
                        select id, created_at, last_seen_at, address, browser from sign_in
                        where person_id = :person and ended_at is null and created_at > :oldest and last_seen_at > :idle
                        order by last_seen_at desc, id desc
                        """)
                        .param("person", personId)
                        .param("oldest", now().minus(LONGEST))
                        .param("idle", now().minus(IDLE))
                        .query((row, n) -> new Listed(
                                row.getObject(1, UUID.class),
                                row.getObject(2, OffsetDateTime.class).toInstant(),
                                row.getObject(3, OffsetDateTime.class).toInstant(),
                                row.getString(4),
                                row.getString(5)))
                        .list());
    }

    /** @throws io.countermark.app.platform.RefusedException NOT_FOUND, also for another person's */
    void end(UUID personId, UUID id) {
        int ended = asPerson(
                personId,
                () -> jdbc.sql("""
                                update sign_in set ended_at = :now where id = :id and person_id = :person and ended_at is null
                                """)
                        .param("now", now())
                        .param("id", id)
                        .param("person", personId)
                        .update());
        if (ended == 0) {
            throw Problem.NOT_FOUND.because("There is no such sign-in.");
        }
    }

    /** The one that a cookie stands for; nothing when it stands for none. */
    void end(Secret secret) {
        find(secret).ifPresent(open -> end(open.caller().memberId(), open.id()));
    }

    /** All of a person's but one. */
    void endOthers(UUID personId, UUID kept) {
        asPerson(
                personId,
                () -> jdbc.sql("""
                                update sign_in set ended_at = :now where person_id = :person and id <> :kept and ended_at is null
                                """)
                        .param("now", now())
                        .param("person", personId)
                        .param("kept", kept)
                        .update());
    }

    /**
     * Goes on for another organisation of the person's.
     *
     * @throws io.countermark.app.platform.RefusedException NOT_FOUND, when they belong to no such one
     */
    void move(Open signIn, UUID tenantId) {
        UUID personId = signIn.caller().memberId();
        if (members.caller(tenantId, personId).isEmpty()) {
            throw Problem.NOT_FOUND.because("You belong to no such organisation.");
        }
        asPerson(
                personId,
                () -> jdbc.sql("update sign_in set tenant_id = :tenant where id = :id")
                        .param("tenant", tenantId)
                        .param("id", signIn.id())
                        .update());
    }

    private int asPerson(UUID personId, java.util.function.Supplier<Integer> statement) {
        return presented.with(personId.toString(), statement);
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    private static String shortened(String text) {
        String clean = text.replaceAll("\\p{C}", "");
        return clean.length() > LONGEST_TEXT ? clean.substring(0, LONGEST_TEXT) : clean;
    }
}
