package io.countermark.credentials;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;

/** Validates the credentials of a file against trust anchors. Thread-safe. */
public final class ManifestValidator {

    /**
     * @param signingAnchors   roots for claim signers
     * @param timeStampAnchors roots for time-stamp authorities, kept apart (14.4)
     */
    public ManifestValidator(Collection<X509Certificate> signingAnchors, Collection<X509Certificate> timeStampAnchors) {
        throw new UnsupportedOperationException();
    }

    /** Never throws for what is in the file. */
    public ValidationReport validate(byte[] file, Instant now) {
        throw new UnsupportedOperationException();
    }
}
