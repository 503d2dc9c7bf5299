package io.countermark.app.platform;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A refusal without a type of its own. */
public final class RefusedException extends RuntimeException implements Refusal {

    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // never serialised; exceptions are only by inheritance
    private final Problem problem;

    private final @Nullable Duration retryAfter;

    RefusedException(Problem problem, String detail) {
        this(problem, detail, null);
    }

    private RefusedException(Problem problem, String detail, @Nullable Duration retryAfter) {
        super(detail);
        this.problem = problem;
        this.retryAfter = retryAfter;
    }

    public RefusedException retryAfter(Duration duration) {
        return new RefusedException(problem, String.valueOf(getMessage()), duration);
    }

    @Override
    public Problem problem() {
        return problem;
    }

    @Override
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
