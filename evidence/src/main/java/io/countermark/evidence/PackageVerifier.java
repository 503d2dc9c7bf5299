package io.countermark.evidence;

import io.countermark.evidence.PackageIndex.CheckpointFacts;
import io.countermark.evidence.PackageIndex.Member;
import io.countermark.evidence.PackageIndex.Role;
import io.countermark.evidence.Verification.Check;
import io.countermark.evidence.Verification.Question;
import io.countermark.transparency.LogException;
import io.countermark.transparency.NoteKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Verifies packages with nothing but their bytes and, where one has it, the log's key. All questions are asked that can be, in the
 * order of {@link Question}; the seal comes first, so what a later question relies on has been shown by then.
 */
public final class PackageVerifier {

    /** Larger files are not read. */
    public static final long MOST_BYTES = 512L << 20;

    private final Trust trust;
    private final List<Check> checks = new ArrayList<>();
    private final List<Verification.Time> times = new ArrayList<>();

    private PackageVerifier(Trust trust) {
        this.trust = trust;
    }

    /** Never throws for what is in {@code zip}: whatever is wrong is a check that fails. */
    public static Verification verify(byte[] zip, Trust trust) {
        return new PackageVerifier(trust).run(zip);
    }

    private Verification run(byte[] zip) {
        PackageIndex index = null;
        try {
            StoredZip.Read read = StoredZip.read(zip);
            holds(Question.CONTAINER, "package", read.members().size() + " members");
            PackageIndex.Head head = head(read.members());
            if (head != null && seal(head, read.members())) {
                index = index(read.members());
            }
            if (index != null) {
                members(index, read.members());
                contents(index, read.members());
            }
            rest(read);
        } catch (PackageException e) {
            fails(Question.CONTAINER, "package", message(e));
        }
        times.sort(Comparator.comparing(Verification.Time::time));
        return new Verification(index, checks, trust.logKey() != null, times);
    }

    private PackageIndex.@Nullable Head head(Map<String, byte[]> members) {
        byte[] json = members.get(PackageDraft.INDEX);
        if (json == null) {
            fails(Question.INDEX, PackageDraft.INDEX, "missing");
            return null;
        }
        try {
            PackageIndex.Head head = PackageIndex.Head.read(json);
            holds(Question.INDEX, PackageDraft.INDEX, "version " + PackageIndex.VERSION);
            return head;
        } catch (PackageException e) {
            fails(Question.INDEX, PackageDraft.INDEX, message(e));
            return null;
        }
    }

    /** Of a sealed package: even who holds the key may have sealed nonsense. */
    private @Nullable PackageIndex index(Map<String, byte[]> members) {
        try {
            return PackageIndex.read(content(PackageDraft.INDEX, members));
        } catch (PackageException e) {
            fails(Question.INDEX, PackageDraft.INDEX, message(e));
            return null;
        }
    }

    private boolean seal(PackageIndex.Head head, Map<String, byte[]> members) {
        byte[] seal = members.get(PackageDraft.SEAL);
        try {
            if (seal == null) {
                fails(Question.SEAL, PackageDraft.SEAL, "missing");
                return false;
            }
            String known = trust.logKey();
            NoteKey key = NoteKey.parse(known == null ? head.logKey() : known);
            if (!key.text().equals(head.logKey())) {
                fails(Question.SEAL, PackageDraft.INDEX, "names another log key than the one that you know");
                return false;
            }
            Seal.verify(new String(seal, StandardCharsets.UTF_8), content(PackageDraft.INDEX, members), key);
            holds(
                    Question.SEAL,
                    PackageDraft.SEAL,
                    known == null ? "sealed by the key that the package names" : "sealed by the key that you know");
            return true;
        } catch (LogException e) {
            fails(Question.SEAL, PackageDraft.SEAL, message(e));
            return false;
        }
    }

    private void members(PackageIndex index, Map<String, byte[]> members) {
        Set<String> expected = new LinkedHashSet<>(List.of(PackageDraft.INDEX, PackageDraft.SEAL));
        for (Member member : index.members()) {
            byte[] content = members.get(member.path());
            if (!expected.add(member.path())) {
                fails(Question.MEMBER, member.path(), "stands twice in the index");
            } else if (content == null) {
                fails(Question.MEMBER, member.path(), "missing");
            } else if (content.length != member.bytes()
                    || !Digests.sha256(content).equals(member.sha256())) {
                fails(Question.MEMBER, member.path(), "its bytes are not those that were sealed");
            } else {
                holds(Question.MEMBER, member.path(), "SHA-256 " + member.sha256());
            }
        }
        for (String path : members.keySet()) {
            if (!expected.contains(path)) {
                fails(Question.MEMBER, path, "is not in the index");
            }
        }
        Member original = index.member(Role.ORIGINAL);
        if (original != null && !original.sha256().equals(index.work().sha256())) {
            fails(Question.MEMBER, original.path(), "is not the original that the index speaks of");
        }
    }

    private void contents(PackageIndex index, Map<String, byte[]> members) {
        for (CheckpointFacts checkpoint : index.checkpoints()) {
            ask(Question.CHECKPOINT, checkpoint.path(), () -> LogQuestions.checkpoint(checkpoint, index, members));
        }
        if (index.statements().isEmpty()) {
            fails(Question.STATEMENT, "package", "holds no statement of the log");
        }
        for (PackageIndex.StatementFacts statement : index.statements()) {
            ask(Question.STATEMENT, statement.entry(), () -> LogQuestions.statement(statement, index, members));
            ask(Question.COMMITMENT, statement.entry(), () -> LogQuestions.openings(statement, index, members));
        }
        for (Member member : index.members()) {
            switch (member.role()) {
                case HISTORY ->
                    ask(Question.HISTORY, member.path(), () -> PictureQuestions.history(member, index, members));
                case RENDITION ->
                    ask(
                            Question.CREDENTIALS,
                            member.path(),
                            () -> PictureQuestions.credentials(member, index, members));
                case ORIGINAL,
                        STATEMENT,
                        PROOF,
                        CHECKPOINT,
                        TIME_STAMP,
                        TIME_STAMP_RENEWAL,
                        TIME_STAMP_ROOT,
                        CREDENTIALS_ROOT,
                        FINGERPRINTS,
                        FOUND,
                        COMPARISON,
                        COMPARISON_RESULT,
                        SUMMARY,
                        VERIFIER,
                        READ_ME -> {}
            }
        }
        for (CheckpointFacts checkpoint : index.checkpoints()) {
            for (String token : checkpoint.tokens()) {
                ask(Question.TIME_STAMP, token, () -> {
                    Verification.Time time = TimeQuestions.token(token, checkpoint, index, members, trust.timeRoots());
                    times.add(time);
                    return time.time() + ", says " + time.authority() + TimeQuestions.renewed(token, index);
                });
            }
        }
    }

    private void rest(StoredZip.Read read) {
        if (read.oddByte() < 0) {
            holds(Question.REST, "package", "no byte is left over");
        } else {
            fails(Question.REST, "package", "byte " + read.oddByte() + " is not as the members have it");
        }
    }

    private void ask(Question question, String subject, Answer answer) {
        try {
            holds(question, subject, answer.detail());
        } catch (LogException | PackageException e) {
            fails(question, subject, message(e));
        }
    }

    /** Says what holds, or throws what does not. */
    private interface Answer {
        String detail();
    }

    private void holds(Question question, String subject, String detail) {
        checks.add(new Check(question, subject, true, detail));
    }

    private void fails(Question question, String subject, String detail) {
        checks.add(new Check(question, subject, false, detail));
    }

    private static String message(RuntimeException e) {
        return String.valueOf(e.getMessage());
    }

    /** @throws PackageException when the index does not have such a member, or the package does not */
    static byte[] content(String path, Map<String, byte[]> members) {
        byte[] content = members.get(path);
        if (content == null) {
            throw new PackageException(PackageException.Reason.BAD_INDEX, path + " is missing");
        }
        return content;
    }
}
