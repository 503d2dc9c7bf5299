package io.countermark.credentials;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Something that can sign claims: a key in a file ({@link SigningCredential}), in a PKCS#11 token ({@link Pkcs11Token}), or at
 * another machine ({@link HttpClaimSigner}). The private key need not be in this process. Must be safe for many threads.
 */
public interface ClaimSigner {

    /** Leaf first, root left out. */
    List<X509Certificate> chain();

    /** What it signs with; fits the leaf's key. */
    SignatureAlgorithm algorithm();

    /**
     * The signature of a message in the form that COSE has it (RFC 9053, 2): r and s side by side for ECDSA, the bare value
     * otherwise.
     *
     * @throws GeneralSecurityException when the key can't be used or reached
     */
    byte[] sign(byte[] message) throws GeneralSecurityException;
}
