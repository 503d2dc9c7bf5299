package io.countermark.imaging;

/** Bytes that are not a picture this product will decode; the reason is for the user who sent them. */
public final class ImageRejectedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why the bytes were refused; the name in lower case with dashes is the public error code. */
    public enum Reason {
        EMPTY,
        UNKNOWN_FORMAT,
        TRUNCATED,
        CORRUPT,
        TOO_MANY_BYTES,
        TOO_MANY_PIXELS,
        SIDE_TOO_LONG,
        TOO_MANY_SCANS,
        TOO_MANY_CHUNKS,
        UNSUPPORTED_FEATURE,
        DECODER_UNAVAILABLE,
        DECODER_FAILED;

        /** For example {@code too-many-pixels}. */
        public String code() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }

    private final Reason reason;

    public ImageRejectedException(Reason reason, String detail) {
        super(detail);
        this.reason = reason;
    }

    public ImageRejectedException(Reason reason, String detail, Throwable cause) {
        super(detail, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
