package io.countermark.transparency;

/** The log could not do as asked, or is not what it says. */
public final class LogException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        LOCKED,
        ROLLED_BACK,
        CORRUPT,
        BAD_SIGNATURE,
        BAD_PROOF,
        OUT_OF_RANGE,
        ENTRY_TOO_LARGE,
        MALFORMED_KEY,
        DISK_FULL,
        IO;

        /** For example {@code bad-proof}. */
        public String code() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
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
}
