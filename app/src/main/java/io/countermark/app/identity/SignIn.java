package io.countermark.app.identity;

import io.countermark.app.platform.Caller;
import io.countermark.app.platform.Problem;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Password sign-in, the same for pages and programs. */
@Component
class SignIn {

    /** One answer for an unknown address, a wrong password and a person in no organisation. */
    static final Problem WRONG = new Problem("wrong-credentials", 401, "E-mail address or password is wrong");

    private final Members members;
    private final Passwords passwords;
    private final Throttle throttle;

    SignIn(Members members, Passwords passwords, Throttle throttle) {
        this.members = members;
        this.passwords = passwords;
        this.throttle = throttle;
    }

    /**
     * @param address where the attempt comes from on the network
     * @throws io.countermark.app.platform.RefusedException WRONG, TOO_MANY_REQUESTS
     */
    Caller signIn(String email, String password, String address) {
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
        throttle.succeeded(account, address);
        return caller.get();
    }
}
