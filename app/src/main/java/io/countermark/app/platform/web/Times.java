package io.countermark.app.platform.web;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;

/** Times on pages, for templates: {@code @times.exact(instant)}, {@code @times.ago(instant)}, {@code @times.iso(instant)}; and days. */
@Component("times")
public class Times {

    private static final DateTimeFormatter ENGLISH =
            DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm:ss 'UTC'", Locale.ENGLISH);
    private static final DateTimeFormatter CHINESE =
            DateTimeFormatter.ofPattern("uuuu年M月d日 HH:mm:ss 'UTC'", Locale.CHINESE);

    private static final DateTimeFormatter ENGLISH_DAY = DateTimeFormatter.ofPattern("d MMM uuuu", Locale.ENGLISH);
    private static final DateTimeFormatter CHINESE_DAY = DateTimeFormatter.ofPattern("uuuu年M月d日", Locale.CHINESE);

    private final Clock clock;
    private final MessageSource messages;

    Times(Clock clock, MessageSource messages) {
        this.clock = clock;
        this.messages = messages;
    }

    /** To the second with the zone, in the reader's language; until people have a zone of their own it is UTC. */
    public String exact(Instant time) {
        return (isChinese() ? CHINESE : ENGLISH).format(time.atOffset(ZoneOffset.UTC));
    }

    /** A date, in the reader's language. */
    public String day(LocalDate day) {
        return (isChinese() ? CHINESE_DAY : ENGLISH_DAY).format(day);
    }

    /** How long a clock still runs whose last day is {@code due}, or by how much it is over, in days of UTC. */
    public String until(LocalDate due) {
        long days = ChronoUnit.DAYS.between(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC), due);
        String key = days < 0 ? "times.until.over" : days == 0 ? "times.until.today" : "times.until.days";
        return messages.getMessage(key, new Object[] {Math.abs(days)}, LocaleContextHolder.getLocale());
    }

    private static boolean isChinese() {
        return LocaleContextHolder.getLocale().getLanguage().equals(Locale.CHINESE.getLanguage());
    }

    /** The relative form. */
    public String ago(Instant time) {
        Duration age = Duration.between(time, clock.instant());
        Locale locale = LocaleContextHolder.getLocale();
        if (age.toMinutes() < 1) {
            return messages.getMessage("times.ago.now", null, locale);
        }
        if (age.toHours() < 1) {
            return messages.getMessage("times.ago.minutes", new Object[] {age.toMinutes()}, locale);
        }
        if (age.toDays() < 2) {
            return messages.getMessage("times.ago.hours", new Object[] {age.toHours()}, locale);
        }
        return messages.getMessage("times.ago.days", new Object[] {age.toDays()}, locale);
    }

    /** For the {@code datetime} attribute. */
    public String iso(Instant time) {
        return time.toString();
    }
}
