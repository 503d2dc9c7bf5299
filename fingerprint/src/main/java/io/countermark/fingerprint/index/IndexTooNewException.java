package io.countermark.fingerprint.index;

/** The index was written by a newer release; use that one, or rebuild the index. */
public final class IndexTooNewException extends IndexException {

    private static final long serialVersionUID = 1L;

    IndexTooNewException(String message) {
        super(message);
    }
}
