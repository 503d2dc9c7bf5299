package io.countermark.app.identity;

import io.countermark.app.platform.Problem;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.stereotype.Component;

/**
 * Passwords as Argon2id hashes (RFC 9106) with 19 MiB, two passes, one lane: OWASP's password storage cheat sheet. A check of an unknown
 * person costs the same as of a known one.
 */
@Component
class Passwords {

    static final Problem WEAK = new Problem("weak-password", 422, "The password is too short or too long");

    private static final int SHORTEST = 12;
    private static final int LONGEST = 200;

    /** Each check holds 19 MiB for about 50 ms; more at once would only be slower. */
    private final Semaphore room = new Semaphore(4);

    private final Argon2PasswordEncoder encoder = new Argon2PasswordEncoder(16, 32, 1, 19 * 1024, 2);
    private final String nobody = hash("nobody has this password");

    /** @throws io.countermark.app.platform.RefusedException WEAK */
    String hashNew(String password) {
        if (password.length() < SHORTEST || password.length() > LONGEST) {
            throw WEAK.because("A password has " + SHORTEST + " to " + LONGEST + " characters.");
        }
        return hash(password);
    }

    private String hash(String password) {
        room.acquireUninterruptibly();
        try {
            return java.util.Objects.requireNonNull(encoder.encode(password));
        } finally {
            room.release();
        }
    }

    /** @param hash null for an unknown person: false, after the same work */
    boolean matches(String password, @Nullable String hash) {
        if (password.length() > LONGEST) {
            return false;
        }
        room.acquireUninterruptibly();
        try {
            return encoder.matches(password, hash == null ? nobody : hash) && hash != null;
        } finally {
            room.release();
        }
    }
}
