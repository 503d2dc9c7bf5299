package io.countermark.app.evidence;

import io.countermark.app.platform.JobHandler;
import io.countermark.app.platform.JobKind;
import io.countermark.app.platform.Jobs;
import io.countermark.transparency.LogException;
import io.countermark.transparency.TimestampChain;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Stamps tokens again before they lose their force (RFC 4998, 5.2), once a day. The new token is over the old one, from the first
 * authority whose certificate outlives it.
 */
@Component
class StampRenewals implements JobHandler<StampRenewals.Day> {

    private static final Logger LOG = LoggerFactory.getLogger(StampRenewals.class);
    private static final JobKind<Day> KIND = new JobKind<>("renew-stamps", Day.class);
    private static final int BATCH = 100;

    /** @param date UTC, for example 2026-11-26 */
    record Day(String date) {}

    private final Jobs jobs;
    private final StampTable table;
    private final TimeSource times;
    private final EvidenceSettings settings;
    private final Clock clock;

    StampRenewals(Jobs jobs, StampTable table, TimeSource times, EvidenceSettings settings, Clock clock) {
        this.jobs = jobs;
        this.table = table;
        this.times = times;
        this.settings = settings;
        this.clock = clock;
    }

    @EventListener(ApplicationReadyEvent.class)
    void begin() {
        on(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
    }

    @Override
    public JobKind<Day> kind() {
        return KIND;
    }

    @Override
    public void run(Day day) {
        // Its own day's instance is running, so the next one has another name; it waits whatever becomes of this one.
        on(LocalDate.parse(day.date()).plusDays(1));
        int failed = renew(clock.instant().plus(settings.renewBefore()));
        if (failed > 0) {
            LOG.error("{} time-stamps lose their force soon, and no authority outlives them", failed);
        }
    }

    private void on(LocalDate date) {
        Instant time = date.atStartOfDay(ZoneOffset.UTC).toInstant();
        jobs.enqueueAt(KIND, date.toString(), new Day(date.toString()), time);
    }

    /** Renews all that end before a time; returns how many could not be. */
    int renew(Instant before) {
        int failed = 0;
        long size = 0;
        String authority = "";
        while (true) {
            List<StampTable.Due> some = table.due(before, size, authority, BATCH);
            if (some.isEmpty()) {
                return failed;
            }
            for (StampTable.Due due : some) {
                failed += renewed(due) ? 0 : 1;
            }
            size = some.getLast().size();
            authority = some.getLast().authority();
        }
    }

    private boolean renewed(StampTable.Due due) {
        byte[] imprint = TimestampChain.imprint(due.token());
        for (String by : times.authorities()) {
            try {
                StampedCheckpoint.Token token = times.stamp(by, imprint);
                if (token.expires().isAfter(due.expires())) {
                    table.renew(due, by, token);
                    return true;
                }
            } catch (IOException | LogException e) {
                LOG.warn("The authority {} did not renew a time-stamp: {}", by, e.getMessage());
            }
        }
        return false;
    }
}
