package io.countermark.watermark.visible;

/** A visible mark that is not drawn, with the reason. */
public final class VisibleMarkRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        /** The channel's rules forbid visible marks. */
        CHANNEL_FORBIDS,
        UNKNOWN_CHANNEL,
        BAD_POLICY,
        /** No typeface has a character of the text. */
        NO_GLYPH,
        BAD_FONT,
        BAD_TEXT,
        BAD_VALUE,
        /** Nobody could read the mark. */
        TOO_SMALL,
        TOO_LARGE;

        /** For example {@code channel-forbids}. */
        public String code() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }

    private final Reason reason;

    public VisibleMarkRefusedException(Reason reason, String detail) {
        super(detail);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
