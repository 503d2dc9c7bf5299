package io.countermark.app.evidence;

import io.countermark.app.platform.JobHandler;
import io.countermark.app.platform.JobKind;
import io.countermark.app.platform.Jobs;
import io.countermark.transparency.LogException;
import io.countermark.transparency.TransparencyLog;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Has the log co-signed and stamped soon after it grew: the sooner another says that it saw a state of the log, the more that is worth.
 * One job at a time waits, so a thousand works that come at once get one stamp.
 */
@Component
class CheckpointStamps implements JobHandler<CheckpointStamps.Payload> {

    private static final Logger LOG = LoggerFactory.getLogger(CheckpointStamps.class);
    private static final JobKind<Payload> KIND = new JobKind<>("stamp-checkpoint", Payload.class);
    private static final Duration DELAY = Duration.ofSeconds(5);

    /** The latest checkpoint is meant, so there is nothing to say; an entry's index tells in the log why the job was made. */
    record Payload(long index) {}

    private final Jobs jobs;
    private final StampTable table;
    private final TimeSource times;
    private final Witnesses witnesses;
    private final TransparencyLog log;
    private final Clock clock;

    CheckpointStamps(
            Jobs jobs, StampTable table, TimeSource times, Witnesses witnesses, TransparencyLog log, Clock clock) {
        this.jobs = jobs;
        this.table = table;
        this.times = times;
        this.witnesses = witnesses;
        this.log = log;
        this.clock = clock;
    }

    /** Stamps soon; call it in the transaction that puts an entry's place on record. */
    void soon(long index) {
        // The instance changes with time: a job that is running now may have looked at the log before this entry came.
        long slot = clock.instant().getEpochSecond() / DELAY.toSeconds();
        jobs.enqueueAt(KIND, "slot-" + slot, new Payload(index), clock.instant().plus(DELAY));
    }

    /** The earliest stamped state of the log with this entry; when there is none yet, the present one, stamped now if that works. */
    StampedCheckpoint covering(long index) {
        return table.covering(index).orElseGet(() -> {
            try {
                stamp();
            } catch (IOException | LogException e) {
                LOG.warn("The log could not be stamped: {}", e.getMessage());
            }
            return table.covering(index).orElseGet(() -> {
                String note = log.checkpoint();
                return new StampedCheckpoint(note, LogView.of(note, "").size(), List.of(), List.of());
            });
        });
    }

    @Override
    public JobKind<Payload> kind() {
        return KIND;
    }

    @Override
    public void run(Payload payload) {
        try {
            if (log.size() > 0 && table.covering(log.size() - 1).isEmpty()) {
                stamp();
            }
        } catch (IOException e) {
            throw new LogException(LogException.Reason.IO, "No time-stamp: " + e.getMessage(), e);
        }
    }

    private void stamp() throws IOException {
        StampedCheckpoint checkpoint = witnesses.cosigned();
        List<String> done = table.authorities(checkpoint.size());
        for (String authority : times.authorities()) {
            if (!done.contains(authority)) {
                table.insert(checkpoint, authority, times.stamp(authority, checkpoint.note()));
            }
        }
    }
}
