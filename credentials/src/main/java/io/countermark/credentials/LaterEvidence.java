package io.countermark.credentials;

import com.upokecenter.cbor.CBORObject;
import com.upokecenter.cbor.CBORType;
import io.countermark.credentials.Manifest.Assertion;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What manifests of a store say about signatures that were there before them: {@code c2pa.time-stamp} maps a manifest's label to a
 * token (C2PA 2.4, 18.18), {@code c2pa.certificate-status} holds OCSP responses (18.19). Both speak for themselves, by the signature of
 * the authority or responder; so the manifest that carries them need not be trusted.
 */
final class LaterEvidence {

    /** Of one manifest, and of responses in all: more than anybody renews. */
    private static final int MAX_TOKENS = 16;

    private static final int MAX_RESPONSES = 64;
    private static final int MAX_LABELS = 256;

    /**
     * @param der of a time-stamp token
     * @param url of the assertion that it stands in
     */
    record Token(byte[] der, String url) {}

    private final Map<String, List<Token>> tokens = new HashMap<>();

    /** By serial number; which authority's it is, the check of the response tells. */
    private final Map<BigInteger, List<CBORObject>> responses = new HashMap<>();

    private int read;

    private LaterEvidence() {}

    /** Of all manifests that can be read; what is malformed is left out here, and told by {@link #checkShape}. */
    static LaterEvidence of(ManifestStore store) {
        LaterEvidence evidence = new LaterEvidence();
        for (Superbox box : store.manifests()) {
            try {
                Manifest manifest = Manifest.parse(box);
                List<Assertion> stamps = timeStamps(manifest);
                if (stamps.size() == 1 && isTokenMap(stamps.getFirst().content())) {
                    evidence.addTokens(manifest, stamps.getFirst());
                }
                statuses(manifest).forEach(status -> evidence.addResponses(status.content()));
            } catch (MalformedStoreException e) {
                // Told when the manifest itself is checked.
            }
        }
        return evidence;
    }

    private static List<Assertion> timeStamps(Manifest manifest) {
        return manifest.assertions(label -> Labels.base(label).equals(Labels.TIME_STAMP));
    }

    private static List<Assertion> statuses(Manifest manifest) {
        return manifest.assertions(label -> Labels.base(label).equals(Labels.CERTIFICATE_STATUS));
    }

    private void addTokens(Manifest manifest, Assertion assertion) {
        String url = manifest.assertionUrl(assertion.label());
        for (CBORObject label : assertion.content().getKeys()) {
            List<Token> found = tokens.computeIfAbsent(label.AsString(), key -> new ArrayList<>());
            if (found.size() < MAX_TOKENS) {
                found.add(new Token(assertion.content().get(label).GetByteString(), url));
            }
        }
    }

    private void addResponses(CBORObject content) {
        for (CBORObject response : Cbor.items(content, "ocspVals")) {
            if (response.getType() == CBORType.ByteString && read++ < MAX_RESPONSES) {
                for (BigInteger serial : RevocationCheck.serials(response.GetByteString())) {
                    responses.computeIfAbsent(serial, key -> new ArrayList<>()).add(response);
                }
            }
        }
    }

    /** Tokens over the signature of a manifest, in the order of the store. */
    List<Token> tokens(String manifestLabel) {
        return tokens.getOrDefault(manifestLabel, List.of());
    }

    /** DER OCSP responses about certificates of this number. */
    List<CBORObject> responses(BigInteger serial) {
        return responses.getOrDefault(serial, List.of());
    }

    /** Is each assertion of the right form, and is there at most one with time-stamps? (15.10.3.2.6, 18.18.3.) */
    static void checkShape(Manifest manifest, StatusLog log) {
        List<Assertion> stamps = timeStamps(manifest);
        for (Assertion stamp : stamps) {
            if (stamps.size() > 1 || !isTokenMap(stamp.content())) {
                log.add(
                        StatusCode.ASSERTION_TIME_STAMP_MALFORMED,
                        manifest.assertionUrl(stamp.label()),
                        "Time-stamps are one map of manifest labels to tokens");
            }
        }
        for (Assertion status : statuses(manifest)) {
            if (Cbor.items(status.content(), "ocspVals").isEmpty()) {
                log.add(
                        StatusCode.ASSERTION_CBOR_INVALID,
                        manifest.assertionUrl(status.label()),
                        "The certificate status holds no OCSP responses");
            }
        }
    }

    private static boolean isTokenMap(CBORObject content) {
        return Cbor.isMap(content)
                && content.size() > 0
                && content.size() <= MAX_LABELS
                && content.getEntries().stream()
                        .allMatch(entry -> entry.getKey().getType() == CBORType.TextString
                                && entry.getValue().getType() == CBORType.ByteString
                                && entry.getValue().GetByteString().length > 0);
    }
}
