package io.countermark.fingerprint;

/** Bytes that are not a description which this version reads. */
public sealed class DescriptionException extends RuntimeException
        permits CorruptDescriptionException, UnsupportedDescriptionException {

    private static final long serialVersionUID = 1L;

    DescriptionException(String message) {
        super(message);
    }
}
