package io.countermark.fingerprint;

/** An intact description of a version that this release does not read; use a newer release or describe the picture again. */
public final class UnsupportedDescriptionException extends DescriptionException {

    private static final long serialVersionUID = 1L;

    private final int version;

    UnsupportedDescriptionException(int version) {
        super("The description has version " + version + "; this release reads version " + Description.VERSION);
        this.version = version;
    }

    /** The version found. */
    public int version() {
        return version;
    }
}
