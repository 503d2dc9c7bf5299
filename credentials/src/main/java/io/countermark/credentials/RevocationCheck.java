package io.countermark.credentials;

import com.upokecenter.cbor.CBORObject;
import com.upokecenter.cbor.CBORType;
import java.io.IOException;
import java.math.BigInteger;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.SingleResp;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/** Was the signer's certificate revoked when it signed? By OCSP responses in the store only (C2PA 2.4, 14.5.2 and 15.9; RFC 6960). */
final class RevocationCheck {

    private static final int MAX_RESPONSES = 16;

    /** What one response says about the certificate. */
    private enum Answer {
        GOOD,
        REVOKED,
        NOTHING
    }

    private RevocationCheck() {}

    /**
     * @param stapled   DER OCSP responses with the signature
     * @param later     responses that other manifests hold about a certificate of this serial number
     * @param issuer    of the leaf
     * @param signedAt  trusted time of signing; empty when not known
     */
    static void check(
            List<CBORObject> stapled,
            List<CBORObject> later,
            X509Certificate leaf,
            Optional<X509Certificate> issuer,
            Optional<Instant> signedAt,
            String url,
            StatusLog log) {
        Answer best = Answer.NOTHING;
        List<CBORObject> responses = new ArrayList<>(stapled.subList(0, Math.min(MAX_RESPONSES, stapled.size())));
        responses.addAll(later);
        for (CBORObject response : responses) {
            Answer answer = issuer.isPresent() && response.getType() == CBORType.ByteString
                    ? answer(response.GetByteString(), leaf, issuer.get(), signedAt)
                    : Answer.NOTHING;
            best = answer == Answer.NOTHING || best == Answer.REVOKED ? best : answer;
        }
        switch (best) {
            case GOOD -> log.add(StatusCode.OCSP_NOT_REVOKED, url, "The signing certificate was not revoked");
            case REVOKED -> log.add(StatusCode.OCSP_REVOKED, url, "The signing certificate was revoked");
            case NOTHING -> {
                boolean none = stapled.isEmpty();
                log.add(
                        none ? StatusCode.OCSP_SKIPPED : StatusCode.OCSP_UNKNOWN,
                        url,
                        none
                                ? "No revocation status is in the store"
                                : "The stapled revocation status says nothing usable");
            }
        }
    }

    /** The certificates that a response is about; none when it is no response. At most 16. */
    static Set<BigInteger> serials(byte[] der) {
        try {
            Set<BigInteger> serials = new HashSet<>();
            if (new OCSPResp(der).getResponseObject() instanceof BasicOCSPResp basic) {
                for (SingleResp single : basic.getResponses()) {
                    if (serials.size() < MAX_RESPONSES) {
                        serials.add(single.getCertID().getSerialNumber());
                    }
                }
            }
            return serials;
        } catch (IOException | OCSPException | RuntimeException e) {
            // See answer.
            return Set.of();
        }
    }

    private static Answer answer(byte[] der, X509Certificate leaf, X509Certificate issuer, Optional<Instant> signedAt) {
        try {
            OCSPResp response = new OCSPResp(der);
            if (response.getStatus() != OCSPResp.SUCCESSFUL
                    || !(response.getResponseObject() instanceof BasicOCSPResp basic)
                    || !isSigned(basic, issuer)) {
                return Answer.NOTHING;
            }
            for (SingleResp single : basic.getResponses()) {
                if (concerns(single, leaf, issuer)) {
                    return answer(single.getCertStatus(), signedAt);
                }
            }
            return Answer.NOTHING;
        } catch (IOException | OCSPException | OperatorCreationException | CertificateException | RuntimeException e) {
            // No response by its form: as good as none. BouncyCastle reads DER lazily and answers hostile bytes with
            // unchecked exceptions of many kinds.
            return Answer.NOTHING;
        }
    }

    private static Answer answer(CertificateStatus status, Optional<Instant> signedAt) {
        if (Objects.equals(status, CertificateStatus.GOOD)) {
            return Answer.GOOD;
        }
        if (status instanceof RevokedStatus revoked) {
            Instant from = revoked.getRevocationTime().toInstant();
            boolean later = signedAt.filter(at -> at.isBefore(from)).isPresent();
            return later ? Answer.GOOD : Answer.REVOKED;
        }
        return Answer.NOTHING;
    }

    private static boolean concerns(SingleResp single, X509Certificate leaf, X509Certificate issuer)
            throws OCSPException, OperatorCreationException, CertificateException {
        return single.getCertID().getSerialNumber().equals(leaf.getSerialNumber())
                && single.getCertID()
                        .matchesIssuer(
                                new JcaX509CertificateHolder(issuer), new JcaDigestCalculatorProviderBuilder().build());
    }

    /** By the issuer, or by a responder that the issuer appointed. */
    private static boolean isSigned(BasicOCSPResp basic, X509Certificate issuer)
            throws OCSPException, OperatorCreationException, CertificateException {
        JcaContentVerifierProviderBuilder verifiers = new JcaContentVerifierProviderBuilder();
        if (basic.isSignatureValid(verifiers.build(issuer.getPublicKey()))) {
            return true;
        }
        for (X509CertificateHolder holder : basic.getCerts()) {
            X509Certificate responder = new JcaX509CertificateConverter().getCertificate(holder);
            boolean appointed = CertificateProfile.purposes(responder).contains(CertificateProfile.OCSP_SIGNING)
                    && isIssued(responder, issuer);
            if (appointed && basic.isSignatureValid(verifiers.build(responder.getPublicKey()))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isIssued(X509Certificate responder, X509Certificate issuer) {
        return TrustAnchors.signerOf(List.of(responder, issuer)) != null;
    }
}
