package io.countermark.evidence;

import io.countermark.evidence.PackageException.Reason;
import io.countermark.evidence.PackageIndex.CheckpointFacts;
import io.countermark.evidence.PackageIndex.Member;
import io.countermark.evidence.PackageIndex.Opening;
import io.countermark.evidence.PackageIndex.Role;
import io.countermark.evidence.PackageIndex.StatementFacts;
import io.countermark.transparency.Checkpoint;
import io.countermark.transparency.Commitment;
import io.countermark.transparency.LogEntry;
import io.countermark.transparency.LogVerifier;
import io.countermark.transparency.TlogProof;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Questions about the log. Each says what holds, or throws what does not. */
final class LogQuestions {

    private LogQuestions() {}

    static String checkpoint(CheckpointFacts facts, PackageIndex index, Map<String, byte[]> members) {
        String keys = index.logKey() + " " + String.join(" ", facts.witnesses());
        Checkpoint checkpoint = LogVerifier.verifyCheckpoint(text(facts.path(), members), keys.strip());
        if (checkpoint.size() != facts.size()) {
            throw wrong("covers " + checkpoint.size() + " entries, not " + facts.size());
        }
        return checkpoint.size() + " entries, signed by the log"
                + (facts.witnesses().isEmpty()
                        ? ""
                        : " and " + facts.witnesses().size() + " witness(es)");
    }

    static String statement(StatementFacts facts, PackageIndex index, Map<String, byte[]> members) {
        byte[] entry = PackageVerifier.content(facts.entry(), members);
        String proof = text(facts.proof(), members);
        LogVerifier.Verified verified = LogVerifier.verifyProof(entry, proof, index.logKey());
        if (verified.index() != facts.index()) {
            throw wrong("is entry " + verified.index() + ", not " + facts.index());
        }
        LogEntry read = LogEntry.decode(entry);
        if (!read.asset().equals(index.work().id()) || !read.kind().text().equals(facts.kind())) {
            throw wrong("is about another work, or of another kind");
        }
        String note = TlogProof.parse(proof).checkpoint();
        if (index.checkpoints().stream()
                .noneMatch(one -> text(one.path(), members).equals(note))) {
            throw wrong("is proved under a checkpoint that is not in the package");
        }
        return facts.kind() + ", entry " + facts.index() + " of " + verified.size() + ", claimed for " + read.time();
    }

    static String openings(StatementFacts facts, PackageIndex index, Map<String, byte[]> members) {
        LogEntry entry = LogEntry.decode(PackageVerifier.content(facts.entry(), members));
        Set<String> opened = new TreeSet<>();
        for (Opening opening : facts.openings()) {
            byte[] value = entry.commitments().get(opening.name());
            if (value == null || !Commitment.opens(opening.name(), hex(opening.salt()), hex(opening.digest()), value)) {
                throw wrong("the commitment \"" + opening.name() + "\" does not open to what is said");
            }
            opened.add(opening.name());
            file(opening, entry.kind(), index);
        }
        if (!opened.equals(entry.commitments().keySet())) {
            throw wrong("not every commitment is opened");
        }
        return String.join(", ", opened) + ": the facts that were logged";
    }

    /** The digest must be that of the file at hand: what came in for an original, what is handed out for a rendition. */
    private static void file(Opening opening, LogEntry.Kind kind, PackageIndex index) {
        String expected = switch (kind) {
            case INGEST, EDIT ->
                switch (opening.name()) {
                    case "bytes" -> index.work().sha256();
                    case "pixels" -> index.work().pixelSha256();
                    default -> opening.digest();
                };
            case DERIVE -> {
                Member rendition = index.member(Role.RENDITION);
                yield opening.name().equals("bytes") && rendition != null ? rendition.sha256() : opening.digest();
            }
            case TRANSFER, LICENCE, NOTICE, DETERMINATION, REVOKE -> opening.digest();
        };
        if (!expected.equals(opening.digest())) {
            throw wrong("\"" + opening.name() + "\" was logged for another file");
        }
    }

    private static byte[] hex(String text) {
        if (text == null || !text.matches("[0-9a-f]{64}")) {
            throw wrong("a salt or digest is not 64 hexadecimal digits");
        }
        return HexFormat.of().parseHex(text);
    }

    private static String text(String path, Map<String, byte[]> members) {
        return new String(PackageVerifier.content(path, members), StandardCharsets.UTF_8);
    }

    private static PackageException wrong(String what) {
        return new PackageException(Reason.BAD_INDEX, what);
    }
}
