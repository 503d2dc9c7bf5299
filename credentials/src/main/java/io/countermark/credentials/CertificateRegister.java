package io.countermark.credentials;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Optional;

/** What a certificate authority remembers of the certificates it issued; kept by whoever runs it, durably. */
public interface CertificateRegister {

    /** Empty for a serial number that was never issued. */
    Optional<Standing> standing(BigInteger serial);

    /** How a certificate that was issued stands. */
    sealed interface Standing {

        /** Not revoked; whether it has ended is another question. */
        record Good() implements Standing {}

        /**
         * @param at     from when on it must not be relied on
         * @param reason why
         */
        record Revoked(Instant at, RevocationReason reason) implements Standing {}
    }

    /** Reasons of RFC 5280, 5.3.1, that a platform has for revoking a seller's certificate. */
    enum RevocationReason {
        UNSPECIFIED(0),
        KEY_COMPROMISE(1),
        AFFILIATION_CHANGED(3),
        SUPERSEDED(4),
        CESSATION_OF_OPERATION(5),
        PRIVILEGE_WITHDRAWN(9);

        private final int code;

        RevocationReason(int code) {
            this.code = code;
        }

        /** The number of the standard. */
        public int code() {
            return code;
        }
    }
}
