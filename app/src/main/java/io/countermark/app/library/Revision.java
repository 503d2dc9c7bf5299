package io.countermark.app.library;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A line of a work's timeline.
 *
 * @param at        when it happened
 * @param operation what happened, for example {@code received}
 * @param actorId   the member who did it; null when the product did
 * @param before    digest of the file it started from; null when there was none
 * @param after     digest of the file that came out; null when there was none
 * @param detail    for a person; null when there is nothing to add
 */
public record Revision(
        Instant at,
        String operation,
        @Nullable UUID actorId,
        @Nullable Sha256 before,
        @Nullable Sha256 after,
        @Nullable String detail) {}
