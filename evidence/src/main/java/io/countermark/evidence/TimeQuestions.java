package io.countermark.evidence;

import io.countermark.evidence.PackageIndex.CheckpointFacts;
import io.countermark.evidence.PackageIndex.Member;
import io.countermark.evidence.PackageIndex.Role;
import io.countermark.transparency.LogException;
import io.countermark.transparency.Timestamp;
import io.countermark.transparency.TimestampChain;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The question about a time-stamp. It says what holds, or throws what does not. */
final class TimeQuestions {

    private TimeQuestions() {}

    /** @param known roots of authorities that are trusted; empty to take those of the package */
    static Verification.Time token(
            String token,
            CheckpointFacts checkpoint,
            PackageIndex index,
            Map<String, byte[]> members,
            List<X509Certificate> known) {
        List<X509Certificate> roots = new ArrayList<>(known);
        if (known.isEmpty()) {
            for (Member member : index.members()) {
                if (member.role() == Role.TIME_STAMP_ROOT) {
                    roots.add(Certificates.pem(PackageVerifier.content(member.path(), members)));
                }
            }
        }
        String note = new String(PackageVerifier.content(checkpoint.path(), members), StandardCharsets.UTF_8);
        byte[] first = PackageVerifier.content(token, members);
        List<byte[]> chain = new ArrayList<>(List.of(first));
        renewals(token, index).forEach(path -> chain.add(PackageVerifier.content(path, members)));
        Verification.Time time = first(checkpoint.path(), first, note, roots);
        TimestampChain.verify(chain, note, roots);
        return time;
    }

    /** Whose it is, by the one root that it leads to. */
    private static Verification.Time first(String path, byte[] token, String note, List<X509Certificate> roots) {
        LogException last = new LogException(LogException.Reason.BAD_SIGNATURE, "Time-stamp: no root to check it with");
        for (X509Certificate root : roots) {
            try {
                return new Verification.Time(
                        path,
                        Timestamp.verify(token, note, List.of(root)).time(),
                        root.getSubjectX500Principal().getName());
            } catch (LogException e) {
                last = e;
            }
        }
        throw last;
    }

    /** For the answer; empty when it was never stamped again. */
    static String renewed(String token, PackageIndex index) {
        int count = renewals(token, index).size();
        return count == 0 ? "" : ", stamped again in time, " + count + (count == 1 ? " time" : " times");
    }

    /** Paths of the renewals, the oldest first; they are numbered from 1 without a gap. */
    private static List<String> renewals(String token, PackageIndex index) {
        List<String> paths = index.members().stream()
                .filter(member -> member.role() == Role.TIME_STAMP_RENEWAL)
                .map(Member::path)
                .filter(path -> path.startsWith(token + ".renewal-"))
                .toList();
        for (int i = 0; i < paths.size(); i++) {
            if (!paths.get(i).equals(token + ".renewal-" + (i + 1))) {
                throw new PackageException(
                        PackageException.Reason.BAD_INDEX, "a renewal is missing, or not in its place");
            }
        }
        return paths;
    }
}
