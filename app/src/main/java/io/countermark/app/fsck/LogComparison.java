package io.countermark.app.fsck;

import io.countermark.app.evidence.LogInventory;
import io.countermark.app.fsck.Difference.Kind;
import io.countermark.app.library.Inventory.Holding;
import io.countermark.app.library.Inventory.Stored;
import io.countermark.app.library.Sha256;
import io.countermark.app.library.WorkState;
import io.countermark.transparency.Checkpoint;
import io.countermark.transparency.Commitment;
import io.countermark.transparency.LogEntry;
import io.countermark.transparency.LogException;
import io.countermark.transparency.LogVerifier;
import io.countermark.transparency.MerkleProof;
import io.countermark.transparency.TimestampChain;
import io.countermark.transparency.TransparencyLog;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Holds the log against the record: every statement stands at its place, says what the record says, and none is there besides. */
final class LogComparison {

    private final TransparencyLog log;
    private final List<Difference> differences;

    /** Entries that a row of the database stands for. An index fits an int as long as leaf hashes are held in memory. */
    private final BitSet recorded = new BitSet();

    LogComparison(TransparencyLog log, List<Difference> differences) {
        this.log = log;
        this.differences = differences;
    }

    long size() {
        return log.size();
    }

    /** Signature, every tile and every entry, recomputed from the public files. */
    void folder() {
        try {
            LogVerifier.verifyFolder(log.folder(), log.keys().getFirst().text());
        } catch (LogException e) {
            found(Kind.LOG, "log", String.valueOf(e.getMessage()));
        }
    }

    /** One organisation's rows, in the order of the log, so that what is first wrong is named first. */
    void compare(List<Holding> holdings, List<LogInventory.Row> rows) {
        Map<UUID, Holding> works = holdings.stream().collect(Collectors.toMap(Holding::workId, Function.identity()));
        for (LogInventory.Row row : rows) {
            if (row.index() == null) {
                log.find(MerkleProof.leafHash(row.entry())).ifPresent(at -> recorded.set(Math.toIntExact(at)));
            } else if (placed(row, row.index())) {
                facts(row, row.index(), works.get(row.workId()));
            }
        }
        Map<UUID, Set<String>> kinds = rows.stream()
                .filter(row -> row.index() != null)
                .collect(Collectors.groupingBy(
                        LogInventory.Row::workId, Collectors.mapping(LogInventory.Row::kind, Collectors.toSet())));
        for (Holding holding : holdings) {
            Set<String> said = kinds.getOrDefault(holding.workId(), Set.of());
            boolean ingested = said.contains("ingest") || said.contains("edit");
            if (holding.state().hasReached(WorkState.LOGGED) && !(ingested && said.contains("derive"))) {
                found(Kind.NOT_LOGGED, holding.workId().toString(), "is " + holding.state() + ", on record is " + said);
            }
        }
    }

    /** Entries that no row stands for. The database was put back from an older back-up, or rows were removed. */
    void unrecorded() {
        for (long at = recorded.nextClearBit(0); at < log.size(); at = recorded.nextClearBit((int) at + 1)) {
            found(Kind.UNRECORDED_ENTRY, "entry " + at, "the database does not know it");
        }
    }

    void stamps(List<LogInventory.Stamp> stamps) {
        for (LogInventory.Stamp stamp : stamps) {
            try {
                Checkpoint checkpoint = LogVerifier.verifyCheckpoint(
                        stamp.note(), log.keys().getFirst().text());
                if (checkpoint.size() != stamp.size()
                        || checkpoint.size() > log.size()
                        || !Arrays.equals(checkpoint.rootHash(), log.rootHash(checkpoint.size()))) {
                    found(Kind.STAMP, stamp(stamp), "the log never was in this state");
                }
                List<X509Certificate> roots = new ArrayList<>();
                for (byte[] root : stamp.roots()) {
                    roots.add(certificate(root));
                }
                TimestampChain.verify(stamp.tokens(), stamp.note(), roots);
            } catch (LogException | CertificateException e) {
                found(Kind.STAMP, stamp(stamp), String.valueOf(e.getMessage()));
            }
        }
    }

    private boolean placed(LogInventory.Row row, long index) {
        String subject = "entry " + index;
        if (index >= log.size()) {
            found(Kind.OTHER_ENTRY, subject, "work " + row.workId() + ": the log has only " + log.size() + " entries");
            return false;
        }
        recorded.set(Math.toIntExact(index));
        try {
            byte[] entry = log.entry(index);
            if (!Arrays.equals(entry, row.entry()) || !Arrays.equals(MerkleProof.leafHash(entry), row.leafHash())) {
                found(
                        Kind.OTHER_ENTRY,
                        subject,
                        "work " + row.workId() + ": the log has another entry there than the record");
                return false;
            }
            return true;
        } catch (LogException e) {
            found(Kind.LOG, subject, String.valueOf(e.getMessage()));
            return false;
        }
    }

    private void facts(LogInventory.Row row, long index, @Nullable Holding holding) {
        String subject = "entry " + index;
        try {
            LogEntry entry = LogEntry.decode(row.entry());
            if (holding == null
                    || !entry.asset().equals(row.workId())
                    || !entry.kind().text().equals(row.kind())) {
                found(
                        Kind.OTHER_FACTS,
                        subject,
                        "is about another work than the record says, or one that is not on record");
                return;
            }
            for (byte[] parent : entry.parents()) {
                Optional<Long> at = log.find(parent);
                if (at.isEmpty() || at.get() >= index) {
                    found(Kind.OTHER_FACTS, subject, "follows from an entry that is not before it in the log");
                }
            }
            digests(entry, holding).forEach((name, digest) -> {
                byte[] value = entry.commitments().get(name);
                String salt = row.salts().get(name);
                if (value == null
                        || salt == null
                        || !Commitment.opens(name, HexFormat.of().parseHex(salt), digest.bytes(), value)) {
                    found(
                            Kind.OTHER_FACTS,
                            subject,
                            "work " + row.workId() + ": \"" + name + "\" was logged otherwise");
                }
            });
        } catch (LogException | IllegalArgumentException e) {
            found(Kind.OTHER_FACTS, subject, String.valueOf(e.getMessage()));
        }
    }

    private static Map<String, Sha256> digests(LogEntry entry, Holding holding) {
        Map<String, Sha256> digests = new TreeMap<>();
        Stored rendition = holding.rendition();
        Sha256 pixels = holding.description();
        String label = holding.manifestLabel();
        switch (entry.kind()) {
            case INGEST, EDIT -> {
                digests.put("bytes", holding.original().sha256());
                if (pixels != null) {
                    digests.put("pixels", pixels);
                }
            }
            case DERIVE -> {
                if (rendition != null && label != null) {
                    digests.put("bytes", rendition.sha256());
                    digests.put("manifest", Sha256.digest(label.getBytes(StandardCharsets.UTF_8)));
                }
            }
            case TRANSFER, LICENCE, NOTICE, DETERMINATION, REVOKE -> {}
        }
        return digests;
    }

    private static X509Certificate certificate(byte[] der) throws CertificateException {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
    }

    private static String stamp(LogInventory.Stamp stamp) {
        return "stamp of " + stamp.authority() + " over " + stamp.size() + " entries";
    }

    private void found(Kind kind, String subject, String detail) {
        differences.add(new Difference(kind, subject, detail));
    }
}
