package io.countermark.credentials;

import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;

/** The product's own certificate authority: a self-signed root that issues claim-signing leaves by the C2PA profile (ES256). */
public final class CertificateAuthority {

    /** A new root valid for ten years. */
    public static CertificateAuthority create(String organisation, Instant now) {
        throw new UnsupportedOperationException();
    }

    /** The root as stored before. */
    public static CertificateAuthority of(X509Certificate root, KeyPair key) {
        throw new UnsupportedOperationException();
    }

    public X509Certificate root() {
        throw new UnsupportedOperationException();
    }

    /** PKCS#8 DER of the root's private key, for storing it encrypted. */
    public byte[] privateKey() {
        throw new UnsupportedOperationException();
    }

    /** A new key with a leaf for {@code commonName} of {@code organisation}; at most 366 days. */
    public SigningCredential issue(String commonName, String organisation, Instant now, Duration validity) {
        throw new UnsupportedOperationException();
    }
}
