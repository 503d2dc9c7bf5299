package io.countermark.app.fsck;

import java.util.Locale;

/**
 * Something that database, archive, log and copy indexes do not agree about.
 *
 * @param kind    what
 * @param subject which object, entry or work
 * @param detail  for the operator
 */
public record Difference(Kind kind, String subject, String detail) {

    /** What is different. */
    public enum Kind {
        /** On record, and not in the archive. */
        MISSING_OBJECT,
        /** In the archive, and can't be opened or was changed. */
        DAMAGED_OBJECT,
        /** Opens, and is not what the database says. */
        OTHER_CONTENT,
        /** A file or key of the archive that is damaged or has no place there. */
        ARCHIVE,
        /** In the archive, and not on record: harmless, left by an upload that was never acknowledged. */
        ORPHAN_OBJECT,
        /** A key that no object uses: harmless, left by an upload that was cut off between the two. */
        ORPHAN_KEY,
        /** The log can't be opened, or its files are not what its signed root says. */
        LOG,
        /** A statement on record is not the entry at its place in the log. */
        OTHER_ENTRY,
        /** A work's state says that it was logged, and no statement is on record. */
        NOT_LOGGED,
        /** In the log, and not on record. */
        UNRECORDED_ENTRY,
        /** A statement does not commit to what the database says now. */
        OTHER_FACTS,
        /** A time-stamp does not hold, or is over a state that the log never had. */
        STAMP,
        /** The record of a work is incomplete for its state. */
        INCOMPLETE_WORK,
        /** The copy index is damaged, lacks an original or has another: harmless, the server makes it good when it starts. */
        INDEX,
        /** The picture has other pixels than its fingerprint was taken of. */
        OTHER_PIXELS;

        /** For example {@code missing-object}. */
        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** Whether nothing that was promised is touched by it. */
        public boolean harmless() {
            return orphan() || this == INDEX;
        }

        /** Whether it is left over in the archive. */
        public boolean orphan() {
            return this == ORPHAN_OBJECT || this == ORPHAN_KEY;
        }
    }
}
