package io.countermark.app.platform;

import java.time.Duration;
import java.util.Optional;

/** Implemented by exceptions that are an answer: the message becomes the detail of the problem. */
public interface Refusal {

    Problem problem();

    /** When it makes sense to come again. */
    default Optional<Duration> retryAfter() {
        return Optional.empty();
    }
}
