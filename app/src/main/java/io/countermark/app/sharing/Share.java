package io.countermark.app.sharing;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Leave for one recipient to see a work's protected rendition.
 *
 * @param recipient who it was made for
 * @param revokedAt null while it stands
 * @param looks     how often the picture was handed out
 */
public record Share(
        UUID id,
        UUID workId,
        String recipient,
        Instant createdAt,
        Instant expiresAt,
        @Nullable Instant revokedAt,
        long looks) {

    boolean openAt(Instant now) {
        return revokedAt == null && now.isBefore(expiresAt);
    }
}
