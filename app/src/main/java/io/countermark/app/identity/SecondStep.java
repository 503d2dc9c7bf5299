package io.countermark.app.identity;

import io.countermark.app.platform.Caller;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Somebody whose password was right and whose one-time code is awaited, for five minutes, in the session of their browser. */
record SecondStep(Caller caller, Instant since) implements Serializable {

    private static final String ATTRIBUTE = SecondStep.class.getName();
    private static final Duration VALIDITY = Duration.ofMinutes(5);

    static void begin(Caller caller, HttpServletRequest request) {
        HttpSession session = request.getSession();
        request.changeSessionId();
        session.setAttribute(ATTRIBUTE, new SecondStep(caller, Instant.now()));
    }

    static Optional<SecondStep> waiting(HttpServletRequest request) {
        @Nullable HttpSession session = request.getSession(false);
        return Optional.ofNullable(session)
                .map(there -> (SecondStep) there.getAttribute(ATTRIBUTE))
                .filter(step -> step.since().plus(VALIDITY).isAfter(Instant.now()));
    }

    static void end(HttpServletRequest request) {
        request.getSession().removeAttribute(ATTRIBUTE);
    }
}
