package io.countermark.app.screening;

import java.util.Locale;

/** By what a picture was recognised, strongest first. */
public enum Signal {
    /** The file is the registered original or the delivered rendition, byte for byte. */
    EXACT_BYTES,
    /** The file shows the very pixels of one of them. */
    EXACT_PIXELS,
    /** The picture was laid over the archived original and fits. */
    FINGERPRINT,
    /** It carries the work's mark. */
    MARK,
    /** It carries the work's signed manifest, and the manifest is about these bytes. */
    CREDENTIALS;

    /** For example {@code exact-bytes}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
