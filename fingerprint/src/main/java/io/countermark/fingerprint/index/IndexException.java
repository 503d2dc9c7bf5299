package io.countermark.fingerprint.index;

import org.jspecify.annotations.Nullable;

/** An index that can't be used as it lies there; the message says what to do. */
public sealed class IndexException extends RuntimeException
        permits CorruptIndexException, IndexTooOldException, IndexTooNewException, IndexInUseException {

    private static final long serialVersionUID = 1L;

    IndexException(String message) {
        super(message);
    }

    IndexException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
