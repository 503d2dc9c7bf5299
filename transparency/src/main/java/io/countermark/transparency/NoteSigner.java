package io.countermark.transparency;

import java.security.SecureRandom;

/** An Ed25519 key that signs notes (c2sp.org/signed-note). */
public final class NoteSigner {

    /** @param name the key name, for a log its origin, for example {@code example.com/log} */
    public static NoteSigner generate(String name, SecureRandom random) {
        throw new UnsupportedOperationException();
    }

    /**
     * From the text of {@link #privateKey()}.
     *
     * @throws LogException MALFORMED_KEY
     */
    public static NoteSigner parse(String privateKey) {
        throw new UnsupportedOperationException();
    }

    /** {@code PRIVATE+KEY+name+hash+base64}, a secret. */
    public String privateKey() {
        throw new UnsupportedOperationException();
    }

    /** The verifier key, {@code name+hash+base64}, public. */
    public String verifierKey() {
        throw new UnsupportedOperationException();
    }

    public String name() {
        throw new UnsupportedOperationException();
    }
}
