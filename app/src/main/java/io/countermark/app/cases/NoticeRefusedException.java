package io.countermark.app.cases;

import io.countermark.app.platform.Problem;
import io.countermark.app.platform.Refusal;

/** A notice that must not be sent, with the reason for its author. */
public final class NoticeRefusedException extends RuntimeException implements Refusal {

    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        UNKNOWN_PROFILE,
        LICENSED_USE,
        STALE_VERSION;

        /** For example {@code licensed-use}. */
        public String code() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }

    private final Reason reason;

    NoticeRefusedException(Reason reason, String detail) {
        super(detail);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    @Override
    public Problem problem() {
        return switch (reason) {
            case UNKNOWN_PROFILE -> new Problem("unknown-legal-profile", 422, "There is no such legal profile");
            case LICENSED_USE -> new Problem("licensed-use", 409, "A licence permits this use");
            case STALE_VERSION -> Problem.CONFLICT;
        };
    }
}
