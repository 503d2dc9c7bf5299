package io.countermark.app.screening;

import io.countermark.credentials.ValidationReport;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What checking a picture found.
 *
 * @param verdict     the whole answer
 * @param matches     works it is a copy of, the best one first
 * @param related     works that share artwork with it without being its source
 * @param credentials what its own credentials say
 * @param overlay     JPEG: the picture laid onto the best match, with a heat map of the differences; null without such a match
 */
public record CheckResult(
        Verdict verdict,
        List<WorkMatch> matches,
        List<RelatedWork> related,
        ValidationReport credentials,
        byte @Nullable [] overlay) {

    /** The whole answer. */
    public enum Verdict {
        /** It is, or was made from, a registered work. */
        COPY,
        /** No registered work was recognised in it. */
        NOT_KNOWN,
        /** None was recognised, and there is too little to see in it to be sure. */
        CANNOT_TELL;

        /** For example {@code not-known}. */
        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** A work that shares artwork with the picture: a label, a background, a template. */
    public record RelatedWork(java.util.UUID workId, String title) {}

    public CheckResult {
        matches = List.copyOf(matches);
        related = List.copyOf(related);
    }

    public boolean known() {
        return verdict == Verdict.COPY;
    }
}
