package io.countermark.credentials;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A private key with its certificate chain.
 *
 * @param chain leaf first, root left out
 * @param key   the leaf's private key
 */
public record SigningCredential(List<X509Certificate> chain, PrivateKey key) {

    public SigningCredential {
        chain = List.copyOf(chain);
    }

    /**
     * Reads PEM texts.
     *
     * @throws CredentialsException when they are not a chain and its PKCS#8 key
     */
    public static SigningCredential fromPem(String chainPem, String keyPem) {
        throw new UnsupportedOperationException();
    }

    /** Never shows the key. */
    @Override
    public String toString() {
        return "SigningCredential[" + chain.getFirst().getSubjectX500Principal() + "]";
    }
}
