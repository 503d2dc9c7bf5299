package io.countermark.app.library;

import io.countermark.app.platform.Problem;
import io.countermark.app.platform.Refusal;
import java.time.Duration;
import java.util.Optional;

/** An upload that is refused for how it was asked, not for what is in the file. */
public final class UploadRefusedException extends RuntimeException implements Refusal {

    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        IDEMPOTENCY_KEY_REUSED,
        IDEMPOTENCY_KEY_MALFORMED,
        TITLE_TOO_LONG,
        BUSY;

        /** For example {@code idempotency-key-reused}. */
        public String code() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }

    private final Reason reason;

    public UploadRefusedException(Reason reason, String detail) {
        super(detail);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    @Override
    public Problem problem() {
        return switch (reason) {
            case IDEMPOTENCY_KEY_REUSED ->
                new Problem(reason.code(), 422, "The Idempotency-Key was used for another file");
            case IDEMPOTENCY_KEY_MALFORMED -> new Problem(reason.code(), 400, "The Idempotency-Key is malformed");
            case TITLE_TOO_LONG -> new Problem(reason.code(), 400, "The title is too long");
            case BUSY -> Problem.BUSY;
        };
    }

    @Override
    public Optional<Duration> retryAfter() {
        return reason == Reason.BUSY ? Optional.of(Duration.ofSeconds(5)) : Optional.empty();
    }
}
