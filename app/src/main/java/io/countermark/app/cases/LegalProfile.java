package io.countermark.app.cases;

import java.util.List;
import java.util.Set;

/**
 * What one law asks of a notice, and the clock of the answer.
 *
 * @param id               for example {@code US-DMCA}
 * @param elements         that a notice must hold
 * @param response         the time the other side has
 * @param automaticRestore whether the content comes back when that time is over and nothing was filed
 */
public record LegalProfile(
        String id,
        String name,
        String source,
        String confidence,
        List<Element> elements,
        Response response,
        boolean automaticRestore) {

    /** One thing that a notice must hold. */
    public record Element(String id, String text) {}

    /** @param from the event that starts the clock, for people */
    public record Response(int amount, ClockUnit unit, String from, String calendar) {}

    /** How a clock counts. */
    public enum ClockUnit {
        BUSINESS_DAYS,
        CALENDAR_DAYS,
        MONTHS
    }

    public LegalProfile {
        elements = List.copyOf(elements);
    }

    /** The elements that are not among those given. */
    public List<Element> missing(Set<String> given) {
        return elements.stream()
                .filter(element -> !given.contains(element.id()))
                .toList();
    }
}
