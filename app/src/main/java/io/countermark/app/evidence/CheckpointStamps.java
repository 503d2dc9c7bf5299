package io.countermark.app.evidence;

import io.countermark.app.platform.JobHandler;
import io.countermark.app.platform.JobKind;
import io.countermark.app.platform.Jobs;
import io.countermark.transparency.LogException;
import io.countermark.transparency.Timestamp;
import io.countermark.transparency.TransparencyLog;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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

    /**
     * The earliest stamped state of the log with this entry, from what is on record: nobody waits here for an authority. While too few
     * have stamped one, that which some have; while none has, the present one, which the job will have stamped.
     */
    StampedCheckpoint covering(long index) {
        return table.covering(index, times.needed())
                .or(() -> table.covering(index, 1))
                .or(() -> atOnce(index))
                .orElseGet(() -> {
                    String note = log.checkpoint();
                    return new StampedCheckpoint(note, LogView.of(note, "").size(), List.of(), List.of());
                });
    }

    /** With the embedded authority and no witnesses it takes no network, and the job would do no better. */
    private Optional<StampedCheckpoint> atOnce(long index) {
        if (!times.isEmbedded() || !witnesses.isEmpty()) {
            return Optional.empty();
        }
        stamp();
        return table.covering(index, 1);
    }

    @Override
    public JobKind<Payload> kind() {
        return KIND;
    }

    /** @throws LogException IO when fewer authorities than are needed have stamped the log's last state: it is tried again */
    @Override
    public void run(Payload payload) {
        long size = log.size();
        if (size == 0 || table.covering(size - 1, times.needed()).isPresent()) {
            return;
        }
        stamp();
        if (table.covering(size - 1, times.needed()).isEmpty()) {
            throw new LogException(
                    LogException.Reason.IO,
                    "Fewer than " + times.needed() + " time-stamping authorities have stamped " + size
                            + " entries; the log says which did not");
        }
    }

    /** Asks all; one that fails does not keep the others away. */
    private void stamp() {
        StampedCheckpoint checkpoint = witnesses.cosigned();
        byte[] imprint = Timestamp.imprint(checkpoint.note());
        List<String> done = table.authorities(checkpoint.size());
        for (String authority : times.authorities()) {
            if (!done.contains(authority)) {
                try {
                    table.insert(checkpoint, authority, times.stamp(authority, imprint));
                } catch (IOException | LogException e) {
                    LOG.warn("The authority {} did not stamp the log: {}", authority, e.getMessage());
                }
            }
        }
    }
}
