package io.countermark.fingerprint.index;

/** The index was written in a form, or with a vocabulary, that is no longer read; rebuild the index. */
public final class IndexTooOldException extends IndexException {

    private static final long serialVersionUID = 1L;

    IndexTooOldException(String message) {
        super(message);
    }
}
