package io.countermark.app.library;

import java.time.Instant;
import java.util.UUID;

/**
 * A work in a list.
 *
 * @param id        of the work
 * @param title     of the work
 * @param state     how far its protection has come
 * @param createdAt when it was put on record
 */
public record WorkSummary(UUID id, String title, WorkState state, Instant createdAt) {}
