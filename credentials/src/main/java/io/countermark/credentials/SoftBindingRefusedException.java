package io.countermark.credentials;

/** A query that the resolution of soft bindings can't answer; the message is for who sent it. */
public final class SoftBindingRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        UNKNOWN_ALGORITHM,
        /** No Base64, or not the algorithm's length. */
        MALFORMED_VALUE
    }

    private final Reason reason;

    SoftBindingRefusedException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
