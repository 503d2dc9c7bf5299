package io.countermark.evidence;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The record of modifications: {@code history.json}.
 *
 * @param events in the order in which they were put on record
 */
public record History(List<Event> events) {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    public History {
        events = List.copyOf(events);
    }

    /**
     * @param at        by the server's clock
     * @param operation for example {@code received}
     * @param actor     the member who did it; null when the product did
     * @param before    SHA-256 of the file it started from; null when there was none
     * @param after     SHA-256 of the file that came out; null when there was none
     * @param detail    for a person; null when there is nothing to add
     */
    public record Event(
            Instant at,
            String operation,
            @Nullable String actor,
            @Nullable String before,
            @Nullable String after,
            @Nullable String detail) {

        /** Jackson fills what is absent with null, whatever the annotations say; it calls what is thrown here unreadable. */
        public Event {
            Objects.requireNonNull(at, "at");
            Objects.requireNonNull(operation, "operation");
        }
    }

    /** As in the package. */
    public byte[] json() {
        return JSON.writeValueAsBytes(this);
    }

    /** @throws PackageException BAD_INDEX */
    static History read(byte[] json) {
        try {
            History history = JSON.readValue(json, History.class);
            if (history != null) {
                return history;
            }
        } catch (JacksonException e) {
            throw new PackageException(PackageException.Reason.BAD_INDEX, "history.json can't be read", e);
        }
        throw new PackageException(PackageException.Reason.BAD_INDEX, "history.json is empty");
    }
}
