package io.countermark.app.identity;

import io.countermark.app.platform.Caller;
import io.countermark.app.platform.Ids;
import io.countermark.app.platform.Problem;
import io.countermark.app.platform.Role;
import io.countermark.app.platform.Tenancy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Ways in for people whom an organisation asked: a link that holds for seven days, works once, and is for one address and one role. Who
 * has an account signs in with it and accepts; who has none makes one. A second invitation of an address replaces the first.
 */
@Component
class Invitations {

    static final Problem WRONG_LINK =
            new Problem("wrong-invitation", 403, "This invitation is wrong, was used or withdrawn, or is too old");
    static final Problem ALREADY_MEMBER =
            new Problem("already-member", 409, "This person belongs to the organisation already");
    static final Problem TOO_MANY = new Problem("too-many-invitations", 409, "There are too many open invitations");
    static final Problem OTHER_ACCOUNT =
            new Problem("other-account", 403, "The invitation is for another e-mail address");

    private static final Logger LOG = LoggerFactory.getLogger(Invitations.class);
    private static final Duration VALIDITY = Duration.ofDays(7);
    private static final int MOST_OPEN = 500;

    private final JdbcClient jdbc;
    private final Tenancy tenancy;
    private final Presented presented;
    private final Members members;
    private final Passwords passwords;
    private final Throttle throttle;
    private final Clock clock;

    Invitations(
            JdbcClient jdbc,
            Tenancy tenancy,
            Presented presented,
            Members members,
            Passwords passwords,
            Throttle throttle,
            Clock clock) {
        this.jdbc = jdbc;
        this.tenancy = tenancy;
        this.presented = presented;
        this.members = members;
        this.passwords = passwords;
        this.throttle = throttle;
        this.clock = clock;
    }

    /** A new one; the only time that its secret is there. */
    record Made(UUID id, String email, Role role, Secret secret, Instant expiresAt) {

        /** Path and query of the link. The token in it is a secret. */
        String path() {
            return "/join?token=" + secret.text();
        }
    }

    /** One that is open. */
    record Listed(UUID id, String email, Role role, String invitedBy, Instant createdAt, Instant expiresAt) {}

    /**
     * What the holder of a link may see.
     *
     * @param hasAccount whether there is an account for the address already
     */
    record Offer(UUID id, UUID tenantId, String organisation, String email, Role role, boolean hasAccount) {}

    /** @throws io.countermark.app.platform.RefusedException BAD_FIELD, ALREADY_MEMBER, TOO_MANY */
    Made invite(Caller caller, String email, Role role) {
        String address = FormField.email(email);
        Made made = new Made(
                Ids.next(), address, role, Secret.random(""), clock.instant().plus(VALIDITY));
        tenancy.run(caller.tenantId(), () -> {
            refuseMember(caller, address);
            withdrawOpen(caller, address);
            if (list(caller).size() >= MOST_OPEN) {
                throw TOO_MANY.because("An organisation has at most " + MOST_OPEN + " open invitations.");
            }
            jdbc.sql("""
                            insert into invitation (id, tenant_id, email, role, token_hash, invited_by, created_at, expires_at)
                            values (:id, :tenant, :email, :role, :hash, :person, :now, :end)
                            """)
                    .param("id", made.id())
                    .param("tenant", caller.tenantId())
                    .param("email", address)
                    .param("role", role.name())
                    .param("hash", made.secret().hash())
                    .param("person", caller.memberId())
                    .param("now", now())
                    .param("end", made.expiresAt().atOffset(ZoneOffset.UTC))
                    .update();
        });
        LOG.info("{} invited somebody as {}: invitation {}", caller, role, made.id());
        return made;
    }

    private void refuseMember(Caller caller, String address) {
        boolean member = jdbc.sql("""
                        select exists (select from membership m join person p on p.id = m.person_id
                        where m.tenant_id = :tenant and p.email = :email and m.ended_at is null)
                        """)
                .param("tenant", caller.tenantId())
                .param("email", address)
                .query(Boolean.class)
                .single();
        if (member) {
            throw ALREADY_MEMBER.because("Change their role instead.");
        }
    }

    private void withdrawOpen(Caller caller, String address) {
        jdbc.sql("""
                        update invitation set withdrawn_at = :now
                        where tenant_id = :tenant and email = :email and accepted_at is null and withdrawn_at is null
                        """)
                .param("now", now())
                .param("tenant", caller.tenantId())
                .param("email", address)
                .update();
    }

    /** The open ones, newest first. */
    List<Listed> list(Caller caller) {
        return tenancy.in(
                caller.tenantId(),
                () -> jdbc.sql("""
                        select i.id, i.email, i.role, p.name, i.created_at, i.expires_at
                        from invitation i join person p on p.id = i.invited_by
                        where i.tenant_id = :tenant and i.accepted_at is null and i.withdrawn_at is null and i.expires_at > :now
                        order by i.created_at desc, i.id desc
                        """)
                        .param("tenant", caller.tenantId())
                        .param("now", now())
                        .query((row, n) -> new Listed(
                                row.getObject(1, UUID.class),
                                row.getString(2),
                                Role.valueOf(row.getString(3)),
                                row.getString(4),
                                row.getObject(5, OffsetDateTime.class).toInstant(),
                                row.getObject(6, OffsetDateTime.class).toInstant()))
                        .list());
    }

    /** @throws io.countermark.app.platform.RefusedException NOT_FOUND, also for another organisation's */
    void withdraw(Caller caller, UUID id) {
        int withdrawn = tenancy.in(
                caller.tenantId(),
                () -> jdbc.sql("""
                        update invitation set withdrawn_at = :now
                        where id = :id and tenant_id = :tenant and accepted_at is null and withdrawn_at is null
                        """)
                        .param("now", now())
                        .param("id", id)
                        .param("tenant", caller.tenantId())
                        .update());
        if (withdrawn == 0) {
            throw Problem.NOT_FOUND.because("There is no such open invitation.");
        }
    }

    /** @throws io.countermark.app.platform.RefusedException WRONG_LINK, TOO_MANY_REQUESTS */
    Offer offer(Secret shown, String address) {
        String guess = shown.hexHash();
        throttle.check(guess, address);
        return find(shown).orElseThrow(() -> {
            throttle.failed(guess, address);
            return wrongLink();
        });
    }

    private Optional<Offer> find(Secret shown) {
        return presented
                .with(
                        shown.hexHash(),
                        () -> jdbc.sql("""
                        select i.id, i.tenant_id, o.name, i.email, i.role
                        from invitation i join organisation o on o.tenant_id = i.tenant_id
                        where i.token_hash = :hash and i.accepted_at is null and i.withdrawn_at is null and i.expires_at > :now
                        """)
                                .param("hash", shown.hash())
                                .param("now", now())
                                .query((row, n) -> new Offer(
                                        row.getObject(1, UUID.class),
                                        row.getObject(2, UUID.class),
                                        row.getString(3),
                                        row.getString(4),
                                        Role.valueOf(row.getString(5)),
                                        false))
                                .optional())
                .map(offer -> members.byEmail(offer.email()).isPresent() ? known(offer) : offer);
    }

    private static Offer known(Offer offer) {
        return new Offer(offer.id(), offer.tenantId(), offer.organisation(), offer.email(), offer.role(), true);
    }

    /**
     * Takes the invitation.
     *
     * @param signedIn who is signed in; null for somebody who makes an account by this
     * @return the new member in the organisation that invited
     * @throws io.countermark.app.platform.RefusedException WRONG_LINK, OTHER_ACCOUNT, ALREADY_MEMBER, BAD_FIELD, weak password
     */
    Caller accept(Secret shown, @Nullable Caller signedIn, String name, String password, String address) {
        Offer offer = offer(shown, address);
        if (offer.hasAccount() && (signedIn == null || !signedIn.email().equals(offer.email()))) {
            throw OTHER_ACCOUNT.because("Sign in as " + offer.email() + " to accept it.");
        }
        Caller member = offer.hasAccount() && signedIn != null
                ? take(offer, signedIn.memberId(), () -> {})
                : asNewPerson(offer, FormField.line(name, "name"), passwords.hashNew(password));
        LOG.info("{} joined as {} by invitation {}", member, offer.role(), offer.id());
        return member;
    }

    private Caller asNewPerson(Offer offer, String name, String passwordHash) {
        UUID personId = Ids.next();
        return take(offer, personId, () -> members.makePerson(personId, name, offer.email(), passwordHash));
    }

    private Caller take(Offer offer, UUID personId, Runnable before) {
        return tenancy.in(offer.tenantId(), () -> {
            int taken =
                    jdbc.sql("""
                            update invitation set accepted_at = :now
                            where id = :id and accepted_at is null and withdrawn_at is null
                            """).param("now", now()).param("id", offer.id()).update();
            if (taken == 0) {
                throw wrongLink();
            }
            before.run();
            if (!members.join(offer.tenantId(), personId, offer.role())) {
                throw ALREADY_MEMBER.because("There is nothing more to accept.");
            }
            return members.caller(offer.tenantId(), personId)
                    .orElseThrow(() -> new IllegalStateException("A member who just joined is not there"));
        });
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    private static RuntimeException wrongLink() {
        return WRONG_LINK.because("Ask for a new one.");
    }
}
