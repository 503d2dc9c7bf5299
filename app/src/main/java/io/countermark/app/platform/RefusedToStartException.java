package io.countermark.app.platform;

/** Something on this machine keeps the server from starting; the message is for the operator and says what to do. */
public final class RefusedToStartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public RefusedToStartException(String message) {
        super(message);
    }

    public RefusedToStartException(String message, Throwable cause) {
        super(message, cause);
    }
}
