package io.countermark.app.identity;

import io.countermark.app.platform.Caller;
import org.springframework.security.core.AuthenticationException;

/** The password was right; the second factor is still to come. */
final class CodeNeededException extends AuthenticationException {

    private static final long serialVersionUID = 1L;

    private final Caller caller;

    CodeNeededException(Caller caller) {
        super("A one-time code is needed");
        this.caller = caller;
    }

    Caller caller() {
        return caller;
    }
}
