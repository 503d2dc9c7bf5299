package io.countermark.app.library;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A file that somebody sent to be protected.
 *
 * @param tenantId       the organisation it is to belong to
 * @param memberId       who sent it
 * @param fileName       as the sender calls it; not trusted
 * @param title          of the work; null to take it from the file name
 * @param idempotencyKey the sender's name for this request; null when there is none
 * @param content        the bytes; not trusted
 */
public record Upload(
        UUID tenantId,
        UUID memberId,
        @Nullable String fileName,
        @Nullable String title,
        @Nullable String idempotencyKey,
        byte[] content) {}
