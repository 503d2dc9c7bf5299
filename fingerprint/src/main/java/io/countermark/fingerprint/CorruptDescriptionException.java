package io.countermark.fingerprint;

/** The bytes are damaged or were never a description; describe the picture again. */
public final class CorruptDescriptionException extends DescriptionException {

    private static final long serialVersionUID = 1L;

    CorruptDescriptionException(String message) {
        super(message);
    }
}
