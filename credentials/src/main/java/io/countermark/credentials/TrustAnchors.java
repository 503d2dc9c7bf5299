package io.countermark.credentials;

import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertStore;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXCertPathBuilderResult;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Roots trusted for one purpose (C2PA 2.4, 14.4: claim signers, time-stamp authorities and identities are kept apart). */
final class TrustAnchors {

    private static final int MAX_PATH = 6;

    private final Set<TrustAnchor> anchors;

    TrustAnchors(Collection<X509Certificate> roots) {
        this.anchors = roots.stream().map(root -> new TrustAnchor(root, null)).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Does a path lead from the certificate to an anchor, at a time? (RFC 5280, 6.1, without revocation.)
     *
     * @param chain leaf first; the rest may be used in any order
     * @return the issuer of the leaf on that path; empty when there is no path
     */
    Optional<X509Certificate> issuer(List<X509Certificate> chain, Instant at) {
        if (anchors.isEmpty()) {
            return Optional.empty();
        }
        try {
            X509CertSelector leaf = new X509CertSelector();
            leaf.setCertificate(chain.getFirst());
            PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, leaf);
            parameters.setDate(Date.from(at));
            parameters.setRevocationEnabled(false);
            parameters.setMaxPathLength(MAX_PATH);
            parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(chain)));
            PKIXCertPathBuilderResult result = (PKIXCertPathBuilderResult)
                    CertPathBuilder.getInstance("PKIX").build(parameters);
            List<?> path = result.getCertPath().getCertificates();
            X509Certificate above = path.size() > 1
                    ? (X509Certificate) path.get(1)
                    : result.getTrustAnchor().getTrustedCert();
            return Optional.ofNullable(above);
        } catch (CertPathBuilderException | InvalidAlgorithmParameterException e) {
            return Optional.empty();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has PKIX", e);
        }
    }

    /** The certificate of a chain that signed the leaf, trusted or not. */
    static @Nullable X509Certificate signerOf(List<X509Certificate> chain) {
        for (X509Certificate candidate : chain.subList(1, chain.size())) {
            try {
                chain.getFirst().verify(candidate.getPublicKey());
                return candidate;
            } catch (GeneralSecurityException e) {
                // Not this one; the next may be.
            }
        }
        return null;
    }
}
