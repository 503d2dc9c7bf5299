package io.countermark.app.protection;

/** A work that can't be protected however often it is tried. */
final class ProtectionFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String code;

    ProtectionFailedException(String code, String detail) {
        super(detail);
        this.code = code;
    }

    /** For programs, for example {@code archive-mismatch}. */
    String code() {
        return code;
    }
}
