package io.countermark.app.identity;

import io.countermark.app.platform.Problem;
import io.countermark.app.platform.RefusedException;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.springframework.stereotype.Component;

/** The sign-in page's way to {@link SignIn}. */
@Component
class PasswordProvider implements AuthenticationProvider {

    private final SignIn signIn;

    PasswordProvider(SignIn signIn) {
        this.signIn = signIn;
    }

    @Override
    public Authentication authenticate(Authentication attempt) {
        String address =
                attempt.getDetails() instanceof WebAuthenticationDetails details ? details.getRemoteAddress() : "";
        try {
            SignIn.Known known = signIn.password(attempt.getName(), String.valueOf(attempt.getCredentials()), address);
            if (known.codeNeeded()) {
                throw new CodeNeededException(known.caller());
            }
            return SignedIn.as(known.caller());
        } catch (RefusedException e) {
            if (e.problem().equals(Problem.TOO_MANY_REQUESTS)) {
                throw new LockedException(String.valueOf(e.getMessage()), e);
            }
            throw new BadCredentialsException(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public boolean supports(Class<?> type) {
        return UsernamePasswordAuthenticationToken.class.isAssignableFrom(type);
    }
}
