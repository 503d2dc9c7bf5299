package io.countermark.app.identity;

import io.countermark.app.platform.Caller;
import io.countermark.app.platform.Problem;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The first account. While there is no organisation each start makes a new one-time token, which replaces the one before and holds for
 * 24 hours; the account and the end of the token are one transaction.
 */
@Component
class SetUp implements SetUpLink, SmartInitializingSingleton {

    static final Problem WRONG_TOKEN =
            new Problem("wrong-set-up-link", 403, "This set-up link is wrong, was used, or is too old");

    private static final Duration VALIDITY = Duration.ofHours(24);

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final Members members;
    private final ApiKeys apiKeys;
    private final Passwords passwords;
    private final Throttle throttle;
    private final Clock clock;
    private volatile @Nullable Secret token;

    SetUp(
            JdbcClient jdbc,
            PlatformTransactionManager transactionManager,
            Members members,
            ApiKeys apiKeys,
            Passwords passwords,
            Throttle throttle,
            Clock clock) {
        this.jdbc = jdbc;
        this.transactions = new TransactionTemplate(transactionManager);
        this.members = members;
        this.apiKeys = apiKeys;
        this.passwords = passwords;
        this.throttle = throttle;
        this.clock = clock;
    }

    /** What the form holds. */
    record Form(String organisation, String name, String email, String password) {

        /** Never shows the password. */
        @Override
        public String toString() {
            return "Form[" + organisation + "]";
        }
    }

    /** The owner and their first API key. */
    record Done(Caller owner, ApiKeys.Made key) {}

    @Override
    public void afterSingletonsInstantiated() {
        if (isDone()) {
            return;
        }
        Secret fresh = Secret.random("");
        jdbc.sql("""
                        insert into set_up (token_hash, expires_at) values (:hash, :end)
                        on conflict (only_row) do update set token_hash = excluded.token_hash, expires_at = excluded.expires_at
                        """)
                .param("hash", fresh.hash())
                .param("end", clock.instant().plus(VALIDITY).atOffset(ZoneOffset.UTC))
                .update();
        token = fresh;
    }

    private boolean isDone() {
        return jdbc.sql("select exists (select from tenant)")
                .query(Boolean.class)
                .single();
    }

    @Override
    public Optional<String> path() {
        return Optional.ofNullable(token).map(secret -> "/setup?token=" + secret.text());
    }

    /** Whether a link is good, without using it up. */
    boolean accepts(Secret shown, String address) {
        throttle.check("", address);
        boolean good = jdbc.sql("select exists (select from set_up where token_hash = :hash and expires_at > :now)")
                .param("hash", shown.hash())
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .query(Boolean.class)
                .single();
        if (!good) {
            throttle.failed("", address);
        }
        return good;
    }

    /** @throws io.countermark.app.platform.RefusedException WRONG_TOKEN, BAD_FIELD, weak password, too many attempts */
    Done complete(Secret shown, Form form, String address) {
        if (!accepts(shown, address)) {
            throw wrongToken();
        }
        Form checked = checked(form);
        String hash = passwords.hashNew(checked.password());
        Supplier<Done> work = () -> {
            int used = jdbc.sql("delete from set_up where token_hash = :hash and expires_at > :now")
                    .param("hash", shown.hash())
                    .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                    .update();
            if (used == 0) {
                throw wrongToken();
            }
            Caller owner = members.found(checked.organisation(), checked.name(), checked.email(), hash);
            return new Done(owner, apiKeys.make(owner, "set-up"));
        };
        Done done = transactions.execute(status -> work.get());
        token = null;
        return done;
    }

    private static RuntimeException wrongToken() {
        return WRONG_TOKEN.because(
                "Start the server again for a new link, unless an owner's account was made already.");
    }

    private static Form checked(Form form) {
        return new Form(
                FormField.line(form.organisation(), "organisation"),
                FormField.line(form.name(), "name"),
                FormField.email(form.email()),
                form.password());
    }
}
