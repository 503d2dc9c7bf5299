package io.countermark.evidence;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What verifying a package found.
 *
 * @param index  the table of contents; null when it is not sealed or can't be read, since nothing in it is then worth a word
 * @param checks in the order in which they were made; the first that failed is what is wrong
 * @param pinned whether the log's key was known from elsewhere
 * @param times  of the time-stamps that hold, oldest first
 */
public record Verification(@Nullable PackageIndex index, List<Check> checks, boolean pinned, List<Time> times) {

    /** The questions that are asked, in this order. */
    public enum Question {
        /** Are these members of a package? */
        CONTAINER,
        /** Can its table of contents be read? */
        INDEX,
        /** Did the log's key seal this table of contents? */
        SEAL,
        /** Is the member there, and what the table of contents says? */
        MEMBER,
        /** Did the log, and each witness named, sign this state? */
        CHECKPOINT,
        /** Does the log hold this entry about this work? */
        STATEMENT,
        /** Are these the facts that the entry committed to? */
        COMMITMENT,
        /** Does the record of modifications lead from the original to the rendition? */
        HISTORY,
        /** Did a time-stamping authority see this state, and when? */
        TIME_STAMP,
        /** Does the rendition carry Content Credentials that hold? */
        CREDENTIALS,
        /** Are all bytes of the file accounted for? */
        REST;

        /** For example {@code time-stamp}. */
        public String code() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * @param question what was asked
     * @param subject  of which member, as its path; the package when it is about the whole
     * @param holds    the answer
     * @param detail   for a person
     */
    public record Check(Question question, String subject, boolean holds, String detail) {}

    /**
     * @param checkpoint path of what was stamped
     * @param time       that the authority says
     * @param authority  subject of its certificate's issuer
     */
    public record Time(String checkpoint, Instant time, String authority) {}

    public Verification {
        checks = List.copyOf(checks);
        times = List.copyOf(times);
    }

    /** Whether all holds. */
    public boolean valid() {
        return firstFailure().isEmpty();
    }

    /** The first thing that is wrong. */
    public Optional<Check> firstFailure() {
        return checks.stream().filter(check -> !check.holds()).findFirst();
    }
}
