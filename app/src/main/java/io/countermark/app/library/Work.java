package io.countermark.app.library;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A protected creation with all that is on record about it.
 *
 * @param id        of the work
 * @param title     given by its owner, or from the file name
 * @param createdAt when it was put on record
 * @param state     how far its protection has come
 * @param failure   why it ended early; null unless {@link WorkState#FAILED}
 * @param asset     the original
 * @param marking   what came of marking; null before
 * @param rendition the protected copy; null before it is signed
 * @param timeline  oldest first
 */
public record Work(
        UUID id,
        String title,
        Instant createdAt,
        WorkState state,
        @Nullable Failure failure,
        Asset asset,
        @Nullable Marking marking,
        @Nullable Rendition rendition,
        List<Revision> timeline) {

    /**
     * Why protection ended early.
     *
     * @param code   for programs
     * @param detail for a person
     */
    public record Failure(String code, String detail) {}

    public Work {
        timeline = List.copyOf(timeline);
    }
}
