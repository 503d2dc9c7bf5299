package io.countermark.app.evidence;

import io.countermark.app.platform.Tenancy;
import io.countermark.transparency.Commitment;
import io.countermark.transparency.LogEntry;
import io.countermark.transparency.TlogProof;
import io.countermark.transparency.TransparencyLog;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.stereotype.Service;

/** Says things to the log about works, and shows proofs of what was said. An entry names its work by the work's id, which is random. */
@Service
public class Logbook {

    private final TransparencyLog log;
    private final LogEntryTable entries;
    private final Tenancy tenancy;
    private final Clock clock;
    private final CheckpointStamps stamps;
    private final SecureRandom random = new SecureRandom();

    Logbook(TransparencyLog log, LogEntryTable entries, Tenancy tenancy, Clock clock, CheckpointStamps stamps) {
        this.log = log;
        this.entries = entries;
        this.tenancy = tenancy;
        this.clock = clock;
        this.stamps = stamps;
    }

    /**
     * Logs a statement about a work, once for each kind. The entry is fixed in the database first, then appended, then its place is
     * put on record; whoever resumes after an interruption appends the very same bytes, which the log finds again.
     */
    public LoggedStatement log(UUID tenantId, UUID workId, Statement statement) {
        String kind = statement.kind().text();
        byte[] content = tenancy.in(tenantId, () -> prepare(tenantId, workId, statement));
        TransparencyLog.Appended appended = log.append(content);
        return tenancy.in(tenantId, () -> {
            entries.place(tenantId, workId, kind, appended, clock.instant().truncatedTo(ChronoUnit.MICROS));
            stamps.soon(appended.index());
            return entries.placed(tenantId, workId).stream()
                    .filter(entry -> entry.type().equals(kind))
                    .findFirst()
                    .orElseThrow();
        });
    }

    private byte[] prepare(UUID tenantId, UUID workId, Statement statement) {
        Map<String, Commitment> commitments = new TreeMap<>();
        statement.digests().forEach((name, digest) -> commitments.put(name, Commitment.to(name, digest, random)));
        LogEntry entry = new LogEntry(
                statement.kind(), workId, LogEntry.commitments(commitments), statement.parents(), statement.time());
        Map<String, String> salts = new TreeMap<>();
        commitments.forEach((name, commitment) -> salts.put(name, HexFormat.of().formatHex(commitment.salt())));
        String kind = statement.kind().text();
        entries.prepare(tenantId, workId, kind, entry.encode(), salts);
        return entries.prepared(tenantId, workId, kind);
    }

    /** What was said about a work, in the order of the log. */
    public List<LoggedStatement> entries(UUID tenantId, UUID workId) {
        return tenancy.in(tenantId, () -> entries.placed(tenantId, workId));
    }

    /** A proof file (c2sp.org/tlog-proof) that the entry is in the log as it is now. */
    public String proof(LoggedStatement entry) {
        return log.proof(entry.index());
    }

    /** What was said about a work, each with a proof under the earliest state of the log that was stamped after it. */
    public List<ProvenStatement> proven(UUID tenantId, UUID workId) {
        return entries(tenantId, workId).stream()
                .map(entry -> {
                    StampedCheckpoint checkpoint = stamps.covering(entry.index());
                    List<byte[]> path = log.inclusionProof(entry.index(), checkpoint.size());
                    return new ProvenStatement(
                            entry, new TlogProof(entry.index(), path, checkpoint.note()), checkpoint);
                })
                .toList();
    }
}
