package io.countermark.app.identity;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import io.countermark.app.platform.Caller;
import io.countermark.app.platform.Problem;
import io.countermark.app.platform.SealedKeys;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.util.encoders.Base32;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * One-time codes by time (RFC 6238: HMAC-SHA-1, 6 digits, steps of 30 s) as a second factor, with ten recovery codes of 80 random bits.
 * A code of the step before or after is taken too, none twice. The secret is stored wrapped by the root key, of recovery codes the hash.
 */
@Component
class SecondFactors {

    static final Problem WRONG_CODE = new Problem("wrong-code", 401, "The one-time code is wrong or was used");
    static final Problem NOT_STARTED =
            new Problem("second-factor-off", 409, "There is no second factor that could be confirmed or turned off");
    static final Problem ALREADY_ON = new Problem("second-factor-on", 409, "There is a second factor already");

    private static final int SECRET_BYTES = 20;
    private static final int RECOVERY_CODES = 10;
    private static final int RECOVERY_BYTES = 10;
    private static final int DIGITS = 6;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final JdbcClient jdbc;
    private final Presented presented;
    private final SealedKeys sealedKeys;
    private final Clock clock;
    private final TimeBasedOneTimePasswordGenerator codes = new TimeBasedOneTimePasswordGenerator();

    SecondFactors(JdbcClient jdbc, Presented presented, SealedKeys sealedKeys, Clock clock) {
        this.jdbc = jdbc;
        this.presented = presented;
        this.sealedKeys = sealedKeys;
        this.clock = clock;
    }

    /**
     * What the authenticator is to be told, shown until the first code confirms it.
     *
     * @param secret base32
     * @param uri    {@code otpauth://totp/...}, for a QR code
     */
    record Enrolment(String secret, String uri) {

        /** Never shows the secret. */
        @Override
        public String toString() {
            return "Enrolment[...]";
        }
    }

    private record Stored(byte[] secret, boolean confirmed, long lastStep) {}

    boolean isOn(UUID personId) {
        return find(personId).filter(Stored::confirmed).isPresent();
    }

    /**
     * A fresh secret, which replaces one that was never confirmed.
     *
     * @throws io.countermark.app.platform.RefusedException ALREADY_ON
     */
    Enrolment start(Caller caller) {
        if (isOn(caller.memberId())) {
            throw ALREADY_ON.because("Turn it off first, with a code of the authenticator that you have.");
        }
        byte[] secret = new byte[SECRET_BYTES];
        RANDOM.nextBytes(secret);
        presented.with(
                caller.memberId().toString(),
                () -> jdbc.sql("""
                        insert into second_factor (person_id, wrapped_secret, created_at) values (:person, :secret, :now)
                        on conflict (person_id) do update set wrapped_secret = excluded.wrapped_secret, created_at = excluded.created_at
                        where second_factor.confirmed_at is null
                        """)
                        .param("person", caller.memberId())
                        .param("secret", sealedKeys.wrap(secret, context(caller.memberId())))
                        .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                        .update());
        return enrolment(caller, secret);
    }

    /** The one that waits for its first code; empty when none does. */
    Optional<Enrolment> waiting(Caller caller) {
        return find(caller.memberId())
                .filter(stored -> !stored.confirmed())
                .map(stored -> enrolment(caller, stored.secret()));
    }

    /**
     * Turns it on.
     *
     * @return the recovery codes; this is the only time that their text is there
     * @throws io.countermark.app.platform.RefusedException NOT_STARTED, WRONG_CODE
     */
    List<String> confirm(Caller caller, String code) {
        UUID personId = caller.memberId();
        return presented.with(personId.toString(), () -> {
            Stored stored = find(personId).filter(found -> !found.confirmed()).orElseThrow(SecondFactors::notStarted);
            if (!takeTimeCode(personId, stored, code)) {
                throw wrongCode();
            }
            jdbc.sql("update second_factor set confirmed_at = :now where person_id = :person")
                    .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                    .param("person", personId)
                    .update();
            List<String> recovery = Stream.generate(SecondFactors::recoveryCode)
                    .limit(RECOVERY_CODES)
                    .toList();
            for (String each : recovery) {
                jdbc.sql("insert into recovery_code (person_id, code_hash) values (:person, :hash)")
                        .param("person", personId)
                        .param("hash", new Secret(normal(each)).hash())
                        .update();
            }
            return recovery;
        });
    }

    /** To be called when a code was taken just before. */
    void turnOff(Caller caller) {
        presented.with(
                caller.memberId().toString(),
                () -> jdbc.sql("delete from second_factor where person_id = :person")
                        .param("person", caller.memberId())
                        .update());
    }

    /** Whether it is a code of this moment or one of the recovery codes; it is used up. */
    boolean accepts(UUID personId, String code) {
        return presented.with(
                personId.toString(),
                () -> find(personId)
                        .filter(Stored::confirmed)
                        .filter(stored ->
                                takeTimeCode(personId, stored, code) || takeRecoveryCode(personId, normal(code)))
                        .isPresent());
    }

    /** How many recovery codes are left. */
    int recoveryCodesLeft(UUID personId) {
        return presented.with(
                personId.toString(),
                () -> jdbc.sql("select count(*) from recovery_code where person_id = :person and used_at is null")
                        .param("person", personId)
                        .query(Integer.class)
                        .single());
    }

    private boolean takeTimeCode(UUID personId, Stored stored, String code) {
        return matchingStep(stored.secret(), code.replace(" ", ""))
                // Of two who bring the same code at once the database lets one through.
                .map(step -> jdbc.sql(
                                        "update second_factor set last_step = :step where person_id = :person and last_step < :step")
                                .param("step", step)
                                .param("person", personId)
                                .update()
                        == 1)
                .orElse(false);
    }

    private Optional<Long> matchingStep(byte[] secret, String code) {
        if (code.length() != DIGITS) {
            return Optional.empty();
        }
        long now = clock.instant().getEpochSecond() / codes.getTimeStep().toSeconds();
        @Nullable Long found = null;
        // All three are compared, whichever fits: the time taken says nothing.
        for (long step = now - 1; step <= now + 1; step++) {
            if (MessageDigest.isEqual(
                    code.getBytes(StandardCharsets.UTF_8), code(secret, step).getBytes(StandardCharsets.UTF_8))) {
                found = step;
            }
        }
        return Optional.ofNullable(found);
    }

    private String code(byte[] secret, long step) {
        try {
            return codes.generateOneTimePasswordString(
                    new SecretKeySpec(secret, codes.getAlgorithm()),
                    Instant.ofEpochSecond(step * codes.getTimeStep().toSeconds()));
        } catch (InvalidKeyException e) {
            throw new IllegalStateException("A key of 20 bytes fits HMAC-SHA-1", e);
        }
    }

    private boolean takeRecoveryCode(UUID personId, String code) {
        return jdbc.sql("""
                        update recovery_code set used_at = :now where person_id = :person and code_hash = :hash and used_at is null
                        """)
                        .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                        .param("person", personId)
                        .param("hash", new Secret(code).hash())
                        .update()
                == 1;
    }

    private Optional<Stored> find(UUID personId) {
        return presented.with(
                personId.toString(),
                () -> jdbc.sql("""
                        select wrapped_secret, confirmed_at is not null, last_step from second_factor where person_id = :person
                        """)
                        .param("person", personId)
                        .query((row, n) -> new Stored(
                                sealedKeys.unwrap(row.getBytes(1), context(personId)),
                                row.getBoolean(2),
                                row.getLong(3)))
                        .optional());
    }

    private static Enrolment enrolment(Caller caller, byte[] secret) {
        String text = Base32.toBase32String(secret).replace("=", "");
        String label = URLEncoder.encode("Countermark:" + caller.email(), StandardCharsets.UTF_8);
        return new Enrolment(text, "otpauth://totp/" + label + "?secret=" + text + "&issuer=Countermark");
    }

    /** Sixteen characters of base32 in fours. */
    private static String recoveryCode() {
        byte[] bytes = new byte[RECOVERY_BYTES];
        RANDOM.nextBytes(bytes);
        String text = Base32.toBase32String(bytes);
        List<String> groups = new ArrayList<>();
        for (int at = 0; at < text.length(); at += 4) {
            groups.add(text.substring(at, at + 4));
        }
        return String.join("-", groups);
    }

    private static String normal(String code) {
        return code.replaceAll("[\\s-]", "").toUpperCase(Locale.ROOT);
    }

    private static String context(UUID personId) {
        return "second-factor:" + personId;
    }

    private static RuntimeException notStarted() {
        return NOT_STARTED.because("Start with a new secret for the authenticator.");
    }

    private static RuntimeException wrongCode() {
        return WRONG_CODE.because("Take the code that the authenticator shows now, or one of the recovery codes.");
    }
}
