package io.countermark.watermark;

/** A picture that can't carry a mark, with the reason. */
public final class MarkRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        TOO_SMALL,
        TOO_LARGE,
        TOO_LITTLE_CARRIER;

        /** For example {@code too-small}. */
        public String code() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }

    private final Reason reason;

    public MarkRefusedException(Reason reason, String detail) {
        super(detail);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
