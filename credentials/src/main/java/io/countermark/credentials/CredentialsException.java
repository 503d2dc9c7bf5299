package io.countermark.credentials;

/** A picture, key or definition that can't be signed, with the reason. Reading never throws it: what is wrong stands in the report. */
public final class CredentialsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        UNSUPPORTED_FORMAT,
        MALFORMED_IMAGE,
        BAD_CERTIFICATE_CHAIN,
        BAD_KEY,
        BAD_DEFINITION,
        TIME_STAMP_UNAVAILABLE,
        REVOCATION_UNAVAILABLE;

        /** For example {@code unsupported-format}. */
        public String code() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }

    private final Reason reason;

    public CredentialsException(Reason reason, String detail) {
        super(detail);
        this.reason = reason;
    }

    public CredentialsException(Reason reason, String detail, Throwable cause) {
        super(detail, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
