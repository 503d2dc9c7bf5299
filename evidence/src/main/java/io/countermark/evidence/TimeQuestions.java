package io.countermark.evidence;

import io.countermark.evidence.PackageIndex.CheckpointFacts;
import io.countermark.evidence.PackageIndex.Member;
import io.countermark.evidence.PackageIndex.Role;
import io.countermark.transparency.LogException;
import io.countermark.transparency.Timestamp;
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
        LogException last = new LogException(LogException.Reason.BAD_SIGNATURE, "Time-stamp: no root to check it with");
        for (X509Certificate root : roots) {
            try {
                Timestamp stamp = Timestamp.verify(PackageVerifier.content(token, members), note, List.of(root));
                return new Verification.Time(
                        checkpoint.path(),
                        stamp.time(),
                        root.getSubjectX500Principal().getName());
            } catch (LogException e) {
                last = e;
            }
        }
        throw last;
    }
}
