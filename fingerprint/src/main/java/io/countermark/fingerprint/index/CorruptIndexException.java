package io.countermark.fingerprint.index;

/** A file of the index is damaged or missing; rebuild the index. */
public final class CorruptIndexException extends IndexException {

    private static final long serialVersionUID = 1L;

    CorruptIndexException(String message) {
        super(message);
    }

    CorruptIndexException(String message, Throwable cause) {
        super(message, cause);
    }
}
