package io.countermark.evidence;

import io.countermark.evidence.PackageException.Reason;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;

/** Reads certificates. */
final class Certificates {

    private Certificates() {}

    /** @throws PackageException BAD_INDEX */
    static X509Certificate pem(byte[] pem) {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem));
        } catch (CertificateException e) {
            throw new PackageException(Reason.BAD_INDEX, "A certificate of the package can't be read", e);
        }
    }
}
