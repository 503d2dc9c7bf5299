package io.countermark.evidence;

import io.countermark.credentials.ManifestValidator;
import io.countermark.credentials.ValidationReport;
import io.countermark.evidence.PackageException.Reason;
import io.countermark.evidence.PackageIndex.Member;
import io.countermark.evidence.PackageIndex.Role;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Questions about the work's own files. Each says what holds, or throws what does not. */
final class PictureQuestions {

    private PictureQuestions() {}

    /** The files of the record follow from each other: what came in is the original, what was signed came from it. */
    static String history(Member member, PackageIndex index, Map<String, byte[]> members) {
        History history = History.read(PackageVerifier.content(member.path(), members));
        Member rendition = index.member(Role.RENDITION);
        @Nullable String received = null;
        for (History.Event event : history.events()) {
            if (event.operation().equals("received")) {
                received = event.after();
            }
            if (event.operation().equals("signed")
                    && rendition != null
                    && !rendition.sha256().equals(event.after())) {
                throw wrong("what was signed is not the rendition of the package");
            }
            if (event.operation().equals("signed") && !index.work().sha256().equals(event.before())) {
                throw wrong("what was signed was not made from the original");
            }
        }
        if (!index.work().sha256().equals(received)) {
            throw wrong("what was received is not the original");
        }
        return history.events().size() + " events";
    }

    /** Valid at the time when the package was made: certificates end, evidence does not. */
    static String credentials(Member member, PackageIndex index, Map<String, byte[]> members) {
        Member root = index.member(Role.CREDENTIALS_ROOT);
        if (root == null) {
            throw wrong("the root certificate of its credentials is not in the package");
        }
        ValidationReport report = new ManifestValidator(
                        List.of(Certificates.pem(PackageVerifier.content(root.path(), members))), List.of())
                .validate(PackageVerifier.content(member.path(), members), index.made());
        if (report.state() != ValidationReport.State.TRUSTED) {
            throw wrong("its Content Credentials do not hold: " + report.state().label());
        }
        return "Content Credentials hold, active manifest " + report.activeManifest();
    }

    private static PackageException wrong(String what) {
        return new PackageException(Reason.BAD_INDEX, what);
    }
}
