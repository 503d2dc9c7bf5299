package io.countermark.evidence;

/** The bytes are not an evidence package that this version can read; the message says where and why. */
public final class PackageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        /** Not a ZIP in the one form of evidence packages. */
        NOT_A_PACKAGE,
        /** The index can't be read. */
        BAD_INDEX,
        /** Made by a newer version. */
        TOO_NEW,
        /** Larger than is read. */
        TOO_LARGE;

        /** For example {@code not-a-package}. */
        public String code() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }

    private final Reason reason;

    public PackageException(Reason reason, String detail) {
        super(detail);
        this.reason = reason;
    }

    public PackageException(Reason reason, String detail, Throwable cause) {
        super(detail, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
