package io.countermark.credentials;

import java.io.IOException;
import java.net.URI;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPReqBuilder;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/**
 * Asks the OCSP responder that a certificate names (RFC 6960; RFC 5280, 4.2.2.1). Meant for one's own certificate before it
 * signs, not for those of strangers: their addresses are not to be called.
 */
public final class HttpRevocationSource implements RevocationSource {

    private static final int MAX_ANSWER = 64 * 1024;

    private final List<X509Certificate> issuers;
    private final Duration timeout;

    /**
     * @param issuers certificates to look for the leaf's issuer in, besides its own chain: a root is left out of that
     * @param timeout for one answer
     */
    public HttpRevocationSource(List<X509Certificate> issuers, Duration timeout) {
        this.issuers = List.copyOf(issuers);
        this.timeout = timeout;
    }

    @Override
    public Optional<byte[]> response(List<X509Certificate> chain) throws IOException {
        Optional<URI> address = address(chain.getFirst());
        List<X509Certificate> all = new ArrayList<>(chain);
        all.addAll(issuers);
        X509Certificate issuer = TrustAnchors.signerOf(all);
        if (address.isEmpty() || issuer == null) {
            return Optional.empty();
        }
        byte[] answer = new BoundedHttp(address.get(), timeout, MAX_ANSWER)
                .post("application/ocsp-request", request(chain.getFirst(), issuer));
        if (new OCSPResp(answer).getStatus() != OCSPResp.SUCCESSFUL) {
            throw new IOException(address.get() + " does not tell whether the certificate was revoked");
        }
        return Optional.of(answer);
    }

    private static byte[] request(X509Certificate leaf, X509Certificate issuer) throws IOException {
        try {
            CertificateID id = new CertificateID(
                    new JcaDigestCalculatorProviderBuilder().build().get(CertificateID.HASH_SHA1),
                    new JcaX509CertificateHolder(issuer),
                    leaf.getSerialNumber());
            return new OCSPReqBuilder().addRequest(id).build().getEncoded();
        } catch (OCSPException | OperatorCreationException | CertificateEncodingException e) {
            throw new IOException("The OCSP request can't be made: " + e.getMessage(), e);
        }
    }

    private static Optional<URI> address(X509Certificate leaf) throws IOException {
        try {
            AuthorityInformationAccess access =
                    AuthorityInformationAccess.fromExtensions(new JcaX509CertificateHolder(leaf).getExtensions());
            if (access == null) {
                return Optional.empty();
            }
            for (AccessDescription description : access.getAccessDescriptions()) {
                GeneralName name = description.getAccessLocation();
                if (description.getAccessMethod().equals(AccessDescription.id_ad_ocsp)
                        && name.getTagNo() == GeneralName.uniformResourceIdentifier) {
                    return Optional.of(URI.create(name.getName().toString()));
                }
            }
            return Optional.empty();
        } catch (CertificateEncodingException | IllegalArgumentException e) {
            throw new IOException("The certificate names no usable OCSP responder: " + e.getMessage(), e);
        }
    }
}
