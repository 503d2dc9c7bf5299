package io.countermark.app;

/** The server can't start; the message says what is wrong and what to do, for the person at the terminal. */
public final class ServeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ServeException(String message) {
        super(message);
    }

    public ServeException(String message, Throwable cause) {
        super(message, cause);
    }
}
