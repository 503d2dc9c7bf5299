package io.countermark.app.backup;

/** A back-up could not be made or restored; the message says why, for the person at the terminal. */
public final class BackupException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BackupException(String message) {
        super(message);
    }

    BackupException(String message, Throwable cause) {
        super(message, cause);
    }
}
