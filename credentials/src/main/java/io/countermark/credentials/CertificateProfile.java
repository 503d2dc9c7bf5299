package io.countermark.credentials;

import java.security.PublicKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Is a certificate one that may sign claims? (C2PA 2.4, 14.5.1.1.) Who issued it and when it ends are other questions. */
final class CertificateProfile {

    /** c2pa-kp-claimSigning. */
    static final String CLAIM_SIGNING = "1.3.6.1.4.1.62558.2.1";

    static final String EMAIL_PROTECTION = "1.3.6.1.5.5.7.3.4";
    static final String DOCUMENT_SIGNING = "1.3.6.1.5.5.7.3.36";
    static final String TIME_STAMPING = "1.3.6.1.5.5.7.3.8";
    static final String OCSP_SIGNING = "1.3.6.1.5.5.7.3.9";

    private static final String ANY_PURPOSE = "2.5.29.37.0";
    private static final String AUTHORITY_KEY = "2.5.29.35";
    private static final Set<String> SIGNING_PURPOSES = Set.of(CLAIM_SIGNING, EMAIL_PROTECTION, DOCUMENT_SIGNING);
    private static final int DIGITAL_SIGNATURE = 0;
    private static final int KEY_CERT_SIGN = 5;

    private CertificateProfile() {}

    /** What is wrong with it, for a person; empty when it may sign. */
    static Optional<String> fault(X509Certificate certificate) {
        if (certificate.getVersion() != 3) {
            return Optional.of("The signing certificate is not of version 3");
        }
        if (certificate.getIssuerUniqueID() != null || certificate.getSubjectUniqueID() != null) {
            return Optional.of("The signing certificate has unique ids");
        }
        if (certificate.getBasicConstraints() >= 0) {
            return Optional.of("The signing certificate is that of a certificate authority");
        }
        if (certificate.getExtensionValue(AUTHORITY_KEY) == null) {
            return Optional.of("The signing certificate has no authority key identifier");
        }
        return keyUsageFault(certificate)
                .or(() -> purposeFault(certificate))
                .or(() -> keyFault(certificate.getPublicKey()));
    }

    private static Optional<String> keyUsageFault(X509Certificate certificate) {
        boolean[] usage = certificate.getKeyUsage();
        if (usage == null || !usage[DIGITAL_SIGNATURE]) {
            return Optional.of("The key usage of the signing certificate lacks digitalSignature");
        }
        return usage.length > KEY_CERT_SIGN && usage[KEY_CERT_SIGN]
                ? Optional.of("The key usage of the signing certificate has keyCertSign")
                : Optional.empty();
    }

    private static Optional<String> purposeFault(X509Certificate certificate) {
        List<String> purposes = purposes(certificate);
        if (purposes.contains(ANY_PURPOSE)) {
            return Optional.of("The extended key usage of the signing certificate allows any purpose");
        }
        if (purposes.stream().noneMatch(SIGNING_PURPOSES::contains)) {
            return Optional.of("The extended key usage of the signing certificate has no purpose that signs claims");
        }
        boolean otherDuty = purposes.contains(TIME_STAMPING) || purposes.contains(OCSP_SIGNING);
        return otherDuty ? Optional.of("The signing certificate is for time-stamps or OCSP, too") : Optional.empty();
    }

    private static Optional<String> keyFault(PublicKey key) {
        return SignatureAlgorithm.of(key).isEmpty()
                ? Optional.of("The key of the signing certificate is too short or of a kind that is not allowed")
                : Optional.empty();
    }

    /** Extended key usage; empty when there is none or it can't be read. */
    static List<String> purposes(X509Certificate certificate) {
        try {
            List<String> purposes = certificate.getExtendedKeyUsage();
            return purposes == null ? List.of() : purposes;
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }
}
