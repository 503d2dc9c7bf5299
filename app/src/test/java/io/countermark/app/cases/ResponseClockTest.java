package io.countermark.app.cases;

import static org.assertj.core.api.Assertions.assertThat;

import io.countermark.app.cases.LegalProfile.ClockUnit;
import io.countermark.app.cases.LegalProfile.Response;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class ResponseClockTest {

    private static Response of(int amount, ClockUnit unit) {
        return new Response(amount, unit, "notice", "US");
    }

    @Test
    void fourteenBusinessDaysFromAFridayEndOnAThursday() {
        LocalDate friday = LocalDate.of(2026, 11, 6);
        assertThat(ResponseClock.due(friday, of(14, ClockUnit.BUSINESS_DAYS))).isEqualTo(LocalDate.of(2026, 11, 26));
    }

    @Test
    void calendarDaysAndMonthsFollowTheCalendar() {
        assertThat(ResponseClock.due(LocalDate.of(2026, 2, 20), of(15, ClockUnit.CALENDAR_DAYS)))
                .isEqualTo(LocalDate.of(2026, 3, 7));
        assertThat(ResponseClock.due(LocalDate.of(2026, 8, 31), of(6, ClockUnit.MONTHS)))
                .isEqualTo(LocalDate.of(2027, 2, 28));
    }

    @Test
    void businessDaysNeverEndOnAWeekendAndContainThatManyWorkingDays() {
        long seed = 20_261_124;
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        for (int round = 0; round < 500; round++) {
            LocalDate start = LocalDate.of(2024, 1, 1).plusDays(random.nextInt(2_000));
            int days = 1 + random.nextInt(40);
            LocalDate due = ResponseClock.due(start, of(days, ClockUnit.BUSINESS_DAYS));
            long working = start.plusDays(1)
                    .datesUntil(due.plusDays(1))
                    .filter(day -> day.getDayOfWeek() != DayOfWeek.SATURDAY && day.getDayOfWeek() != DayOfWeek.SUNDAY)
                    .count();
            assertThat(working)
                    .as("seed %d start %s days %d", seed, start, days)
                    .isEqualTo(days);
            assertThat(due.getDayOfWeek()).isNotIn(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY);
        }
    }
}
