package io.countermark.credentials;

import com.upokecenter.cbor.CBORObject;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Who signed the claim, and does the signature hold? (C2PA 2.4, 15.7 to 15.9.) */
final class SignatureCheck {

    private final TrustAnchors signers;
    private final TimeStampCheck timeStamps;
    private final LaterEvidence later;
    private final Instant now;

    /** @param later what other manifests of the store say about the signatures in it */
    SignatureCheck(TrustAnchors signers, TrustAnchors timeStampAuthorities, LaterEvidence later, Instant now) {
        this.signers = signers;
        this.timeStamps = new TimeStampCheck(timeStampAuthorities);
        this.later = later;
        this.now = now;
    }

    /** @param signedAt trusted time; empty when not known */
    record Signer(X509Certificate leaf, Optional<Instant> signedAt) {}

    /** Empty when nobody can be named. */
    Optional<Signer> check(Manifest manifest, StatusLog log) {
        String url = manifest.signatureUrl();
        Optional<byte[]> bytes = manifest.signature().flatMap(box -> box.content("cbor"));
        if (bytes.isEmpty()) {
            log.add(StatusCode.CLAIM_SIGNATURE_MISSING, url, "The claim's signature is not in its manifest");
            return Optional.empty();
        }
        try {
            CoseSign1 signature = CoseSign1.parse(bytes.get(), StatusCode.CLAIM_SIGNATURE_MISMATCH);
            List<X509Certificate> chain = signature.chain(manifest.claim().version() == 2);
            if (chain.isEmpty()) {
                log.add(
                        StatusCode.SIGNING_CREDENTIAL_INVALID,
                        url,
                        "The protected header of the signature has no certificate chain");
                return Optional.empty();
            }
            return Optional.of(check(manifest, signature, chain, url, log));
        } catch (MalformedStoreException e) {
            log.add(e, url);
            return Optional.empty();
        }
    }

    private Signer check(
            Manifest manifest, CoseSign1 signature, List<X509Certificate> chain, String url, StatusLog log) {
        Claim claim = manifest.claim();
        X509Certificate leaf = chain.getFirst();
        Optional<SignatureAlgorithm> algorithm = signature.algorithm();
        Optional<Instant> signedAt = timeStamps
                .signedAt(signature, claim, url, log)
                .or(() -> timeStamps.stampedLater(signature, later.tokens(manifest.label()), log));
        if (algorithm.isEmpty()) {
            log.add(StatusCode.ALGORITHM_UNSUPPORTED, url, "The signature algorithm is not one that C2PA allows");
            return new Signer(leaf, signedAt);
        }
        Optional<String> fault = CertificateProfile.fault(leaf);
        fault.ifPresent(text -> log.add(StatusCode.SIGNING_CREDENTIAL_INVALID, url, text));
        checkValidity(leaf, signedAt, url, log);
        if (signature.verifies(algorithm.get(), leaf, claim.bytes())) {
            log.add(StatusCode.CLAIM_SIGNATURE_VALIDATED, url, "The signature of the claim holds");
        } else {
            log.add(StatusCode.CLAIM_SIGNATURE_MISMATCH, url, "The signature is not that of this claim");
        }
        Optional<X509Certificate> issuer = signers.issuer(chain, signedAt.orElse(now));
        if (issuer.isPresent() && fault.isEmpty()) {
            log.add(StatusCode.SIGNING_CREDENTIAL_TRUSTED, url, "The signer's certificate leads to a trusted root");
        } else {
            log.add(StatusCode.SIGNING_CREDENTIAL_UNTRUSTED, url, "The signer's certificate leads to no trusted root");
        }
        List<CBORObject> responses = Cbor.field(signature.unprotectedHeader(), "rVals")
                .map(values -> Cbor.items(values, "ocspVals"))
                .orElse(List.of());
        Optional<X509Certificate> above = issuer.or(() -> Optional.ofNullable(TrustAnchors.signerOf(chain)));
        RevocationCheck.check(responses, later.responses(leaf.getSerialNumber()), leaf, above, signedAt, url, log);
        return new Signer(leaf, signedAt);
    }

    private void checkValidity(X509Certificate leaf, Optional<Instant> signedAt, String url, StatusLog log) {
        Instant at = signedAt.orElse(now);
        boolean inside = !at.isBefore(leaf.getNotBefore().toInstant())
                && !at.isAfter(leaf.getNotAfter().toInstant());
        if (inside) {
            log.add(StatusCode.CLAIM_SIGNATURE_INSIDE_VALIDITY, url, "Signed while the certificate was valid");
        } else {
            log.add(
                    StatusCode.CLAIM_SIGNATURE_OUTSIDE_VALIDITY,
                    url,
                    signedAt.isPresent()
                            ? "Signed while the certificate was not valid"
                            : "The certificate is not valid now, and no trusted time-stamp says that it was then");
        }
    }
}
