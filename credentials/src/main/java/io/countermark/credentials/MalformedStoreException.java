package io.countermark.credentials;

/** Bytes that are no JUMBF, CBOR or COSE of the expected shape. Never leaves the package: it becomes a status code. */
final class MalformedStoreException extends Exception {

    private static final long serialVersionUID = 1L;

    private final StatusCode code;

    MalformedStoreException(StatusCode code, String detail) {
        super(detail);
        this.code = code;
    }

    MalformedStoreException(StatusCode code, String detail, Throwable cause) {
        super(detail, cause);
        this.code = code;
    }

    StatusCode code() {
        return code;
    }
}
