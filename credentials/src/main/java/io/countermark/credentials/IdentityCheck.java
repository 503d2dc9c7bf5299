package io.countermark.credentials;

import com.upokecenter.cbor.CBORObject;
import io.countermark.credentials.Manifest.Assertion;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Who speaks besides the signer? {@code cawg.identity} assertions (CAWG Identity 1.3, 7 and 8). */
final class IdentityCheck {

    private static final String X509 = "cawg.x509.cose";
    private static final String AGGREGATION = "cawg.identity_claims_aggregation";

    private final TrustAnchors anchors;
    private final AggregationCheck aggregations;
    private final Instant now;

    /**
     * @param anchors     of identities only
     * @param timeStamps  how stamps in the credential's signature are checked
     */
    IdentityCheck(TrustAnchors anchors, TimeStampCheck timeStamps, Instant now) {
        this.anchors = anchors;
        this.aggregations = new AggregationCheck(timeStamps, now);
        this.now = now;
    }

    void check(Manifest manifest, StatusLog log) {
        for (Assertion assertion :
                manifest.assertions(label -> Labels.base(label).equals(Labels.CAWG_IDENTITY))) {
            check(manifest, assertion, log);
        }
    }

    private void check(Manifest manifest, Assertion assertion, StatusLog log) {
        String url = manifest.assertionUrl(assertion.label());
        Optional<CBORObject> payload =
                Cbor.field(assertion.content(), "signer_payload").filter(Cbor::isMap);
        Optional<byte[]> signature = Cbor.bytesField(assertion.content(), "signature");
        Optional<String> type = payload.flatMap(map -> Cbor.textField(map, "sig_type"));
        if (signature.isEmpty() || type.isEmpty()) {
            log.add(StatusCode.CAWG_CBOR_INVALID, url, "The identity assertion lacks its payload or signature");
            return;
        }
        if (!isBlank(assertion.content(), "pad1") || !isBlank(assertion.content(), "pad2")) {
            log.add(StatusCode.CAWG_PAD_INVALID, url, "The padding of the identity assertion is not zero");
            return;
        }
        boolean referencesHold = checkReferences(manifest, payload.get(), url, log);
        switch (type.get()) {
            case X509 -> checkX509(assertion, signature.get(), referencesHold, url, log);
            case AGGREGATION -> aggregations.check(manifest.claim(), payload.get(), signature.get(), url, log);
            default -> log.add(StatusCode.CAWG_SIG_TYPE_UNKNOWN, url, "The identity's signature type is not known");
        }
    }

    private static boolean isBlank(CBORObject content, String field) {
        for (byte value : Cbor.bytesField(content, field).orElse(new byte[0])) {
            if (value != 0) {
                return false;
            }
        }
        return true;
    }

    /** Are the referenced assertions those of the claim, each once, the hard binding among them? */
    private static boolean checkReferences(Manifest manifest, CBORObject payload, String url, StatusLog log) {
        Set<String> seen = new HashSet<>();
        boolean bound = false;
        boolean good = true;
        for (CBORObject item : Cbor.items(payload, "referenced_assertions")) {
            Optional<HashedUri> uri = HashedUri.of(item);
            Optional<String> label = uri.flatMap(manifest::assertionLabel);
            boolean declared = label.isPresent()
                    && manifest.claim().assertions().stream()
                            .filter(known -> manifest.assertionLabel(known).equals(label))
                            .anyMatch(known -> Arrays.equals(
                                    known.hash(), uri.orElseThrow().hash()));
            if (!declared) {
                log.add(
                        StatusCode.CAWG_ASSERTION_MISMATCH,
                        url,
                        "The identity names an assertion that the claim has not");
                good = false;
            } else if (!seen.add(label.get())) {
                log.add(StatusCode.CAWG_ASSERTION_DUPLICATE, url, "The identity names an assertion twice");
                good = false;
            }
            bound |= label.filter(Labels::isHardBinding).isPresent();
        }
        if (!bound) {
            log.add(StatusCode.CAWG_HARD_BINDING_MISSING, url, "The identity does not name the hard binding");
        }
        return good && bound;
    }

    private void checkX509(Assertion assertion, byte[] signature, boolean referencesHold, String url, StatusLog log) {
        Optional<byte[]> signed =
                assertion.box().content("cbor").flatMap(bytes -> CborSlice.of(bytes, "signer_payload"));
        try {
            CoseSign1 cose = CoseSign1.parse(signature, StatusCode.CAWG_X509_SIGNATURE_MISMATCH);
            List<X509Certificate> chain = cose.chain(false);
            Optional<SignatureAlgorithm> algorithm = cose.algorithm();
            if (chain.isEmpty() || algorithm.isEmpty() || signed.isEmpty()) {
                log.add(StatusCode.CAWG_X509_INVALID, url, "The identity's signature lacks certificate or algorithm");
            } else if (!cose.verifies(algorithm.get(), chain.getFirst(), signed.get())) {
                log.add(StatusCode.CAWG_X509_SIGNATURE_MISMATCH, url, "The identity's signature does not hold");
            } else if (anchors.issuer(chain, now).isEmpty()) {
                log.add(StatusCode.CAWG_X509_UNTRUSTED, url, "The identity's certificate leads to no trusted root");
            } else if (referencesHold) {
                log.add(StatusCode.CAWG_IDENTITY_TRUSTED, url, "The identity is signed and trusted");
            }
        } catch (MalformedStoreException e) {
            StatusCode code =
                    e.code() == StatusCode.SIGNING_CREDENTIAL_INVALID ? StatusCode.CAWG_X509_INVALID : e.code();
            log.add(code, url, String.valueOf(e.getMessage()));
        }
    }
}
