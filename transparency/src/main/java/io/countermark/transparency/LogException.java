package io.countermark.transparency;

import java.io.IOException;
import java.util.Locale;

/** The log could not do as asked, or is not what it says. */
public final class LogException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        /** Another writer has the log open. */
        LOCKED,
        /** The folder holds less than this log has signed. */
        ROLLED_BACK,
        /** A file is missing or is not what the signed root says. */
        CORRUPT,
        /** No signature of a known key, or one that does not hold. */
        BAD_SIGNATURE,
        /** Signed by the log, but not by as many witnesses as are asked for. */
        NOT_COSIGNED,
        /** Two signed checkpoints of one log that no single history can have. */
        FORKED,
        /** The proof does not lead to the signed root. */
        BAD_PROOF,
        /** No entry or tree of that number. */
        OUT_OF_RANGE,
        /** An entry has at most 65,535 bytes. */
        ENTRY_TOO_LARGE,
        /** Not a key in the signed-note form. */
        MALFORMED_KEY,
        /** Not a record of the form that was expected. */
        MALFORMED_ENTRY,
        /** No room; the entry is not in the log. */
        DISK_FULL,
        /** The file system failed. */
        IO;

        /** For example {@code bad-proof}. */
        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private final Reason reason;

    public LogException(Reason reason, String detail) {
        super(detail);
        this.reason = reason;
    }

    public LogException(Reason reason, String detail, Throwable cause) {
        super(detail, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    /** DISK_FULL when the file system says so (ENOSPC, EDQUOT), IO otherwise. */
    static LogException of(IOException cause) {
        String said = String.valueOf(cause.getMessage());
        boolean full = said.contains("No space left") || said.contains("quota exceeded");
        return new LogException(full ? Reason.DISK_FULL : Reason.IO, said, cause);
    }
}
