package io.countermark.app.cases;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A notice and what became of it.
 *
 * @param profile  id of the legal profile
 * @param location exact address of the copy
 * @param elements ids of the profile's elements that the notice holds
 * @param state    of the machine ComplaintCase
 * @param due      last day of the running clock; null when none runs
 * @param version  counts changes; an event names the version it was decided on
 */
public record ComplaintCase(
        UUID id,
        UUID workId,
        String profile,
        String location,
        String statement,
        Set<String> elements,
        String state,
        @Nullable LocalDate due,
        Instant createdAt,
        int version) {

    public ComplaintCase {
        elements = Set.copyOf(elements);
    }

    /** What happened to a case, in order. */
    public record Event(String event, String from, String to, String reason, Instant at) {}

    /** A case with its history and what may happen next. */
    public record File(
            ComplaintCase complaint, List<LegalProfile.Element> missing, List<Event> history, Set<String> next) {}
}
