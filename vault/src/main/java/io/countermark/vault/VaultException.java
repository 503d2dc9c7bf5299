package io.countermark.vault;

/** The vault could not do as asked. */
public final class VaultException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        NOT_FOUND,
        ALREADY_EXISTS,
        CORRUPT,
        WRONG_KEY,
        DIGEST_MISMATCH,
        KEY_FILE_MODE,
        KEY_FILE_MALFORMED,
        DISK_FULL,
        IO;

        /** For example {@code not-found}. */
        public String code() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }

    private final Reason reason;

    public VaultException(Reason reason, String detail) {
        super(detail);
        this.reason = reason;
    }

    public VaultException(Reason reason, String detail, Throwable cause) {
        super(detail, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
