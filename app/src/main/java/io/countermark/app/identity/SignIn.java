package io.countermark.app.identity;

import io.countermark.app.platform.Caller;
import io.countermark.app.platform.Problem;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Password, and where the person has one the second factor; the same for pages and programs. */
@Component
class SignIn {

    /** One answer for an unknown address, a wrong password and a person in no organisation. */
    static final Problem WRONG = new Problem("wrong-credentials", 401, "E-mail address or password is wrong");

    static final Problem CODE_NEEDED =
            new Problem("code-needed", 401, "The password is right; a one-time code is needed too");

    private final Members members;
    private final Passwords passwords;
    private final SecondFactors secondFactors;
    private final Throttle throttle;

    SignIn(Members members, Passwords passwords, SecondFactors secondFactors, Throttle throttle) {
        this.members = members;
        this.passwords = passwords;
        this.secondFactors = secondFactors;
        this.throttle = throttle;
    }

    /**
     * Somebody whose password was right.
     *
     * @param codeNeeded whether they are not signed in before {@link #code} took their one-time code
     */
    record Known(Caller caller, boolean codeNeeded) {}

    /**
     * @param address where the attempt comes from on the network
     * @throws io.countermark.app.platform.RefusedException WRONG, TOO_MANY_REQUESTS
     */
    Known password(String email, String password, String address) {
        String account = Members.normal(email);
        throttle.check(account, address);
        Optional<Members.Known> known = members.byEmail(account);
        boolean right = passwords.matches(
                password, known.map(Members.Known::passwordHash).orElse(null));
        Optional<Caller> caller = right ? known.flatMap(person -> members.caller(person.personId())) : Optional.empty();
        if (caller.isEmpty()) {
            throttle.failed(account, address);
            throw WRONG.because("Check both and try again.");
        }
        boolean codeNeeded = secondFactors.isOn(caller.get().memberId());
        if (!codeNeeded) {
            throttle.succeeded(account, address);
        }
        return new Known(caller.get(), codeNeeded);
    }

    /**
     * The second step.
     *
     * @throws io.countermark.app.platform.RefusedException WRONG_CODE, TOO_MANY_REQUESTS
     */
    void code(Caller caller, String code, String address) {
        throttle.check(caller.email(), address);
        if (!secondFactors.accepts(caller.memberId(), code)) {
            throttle.failed(caller.email(), address);
            throw SecondFactors.WRONG_CODE.because(
                    "Take the code that the authenticator shows now, or one of the recovery codes.");
        }
        throttle.succeeded(caller.email(), address);
    }

    /**
     * Both steps at once.
     *
     * @param code null when none was given
     * @throws io.countermark.app.platform.RefusedException WRONG, CODE_NEEDED, WRONG_CODE, TOO_MANY_REQUESTS
     */
    Caller signIn(String email, String password, @Nullable String code, String address) {
        Known known = password(email, password, address);
        if (known.codeNeeded()) {
            if (code == null || code.isBlank()) {
                throw CODE_NEEDED.because("Send it as 'code' together with the password.");
            }
            code(known.caller(), code, address);
        }
        return known.caller();
    }
}
