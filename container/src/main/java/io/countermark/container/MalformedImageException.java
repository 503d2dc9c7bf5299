package io.countermark.container;

import java.util.Locale;

/** The structure of an image file can't be followed, with the reason. */
public final class MalformedImageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        /** The file ends inside a structure that announced more bytes. */
        TRUNCATED,
        /** A length, order or type that its format forbids. */
        CORRUPT,
        /** More segments, chunks or boxes than the caller's limit. */
        TOO_MANY_CHUNKS,
        /** What is to be written does not fit its place in the format. */
        TOO_LARGE;

        /** For example {@code too-many-chunks}. */
        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private final Reason reason;

    public MalformedImageException(Reason reason, String detail) {
        super(detail);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
