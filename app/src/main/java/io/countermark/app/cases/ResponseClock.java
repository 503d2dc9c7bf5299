package io.countermark.app.cases;

import io.countermark.app.cases.LegalProfile.Response;
import java.time.DayOfWeek;
import java.time.LocalDate;

/** Counts the time the other side has. The day of the event is not counted, as US, Chinese and EU rules on periods agree. */
final class ResponseClock {

    private ResponseClock() {}

    /** The last day of the period. Business days skip Saturdays and Sundays; public holidays need the market's calendar. */
    static LocalDate due(LocalDate event, Response response) {
        return switch (response.unit()) {
            case BUSINESS_DAYS -> afterBusinessDays(event, response.amount());
            case CALENDAR_DAYS -> event.plusDays(response.amount());
            case MONTHS -> event.plusMonths(response.amount());
        };
    }

    private static LocalDate afterBusinessDays(LocalDate event, int days) {
        LocalDate day = event;
        for (int counted = 0; counted < days; ) {
            day = day.plusDays(1);
            if (day.getDayOfWeek() != DayOfWeek.SATURDAY && day.getDayOfWeek() != DayOfWeek.SUNDAY) {
                counted++;
            }
        }
        return day;
    }
}
