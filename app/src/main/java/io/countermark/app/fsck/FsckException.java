package io.countermark.app.fsck;

/** The check could not be made; the message says why, for the person at the terminal. */
public final class FsckException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    FsckException(String message) {
        super(message);
    }

    FsckException(String message, Throwable cause) {
        super(message, cause);
    }
}
