package io.countermark.credentials;

import com.upokecenter.cbor.CBORObject;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Identities gathered by an aggregator: a W3C verifiable credential secured by COSE (CAWG Identity 1.3, 8.1). The issuer's
 * key is read from a {@code did:jwk} with an Ed25519 key; {@code did:web} would need the network, so it is unavailable here.
 */
final class AggregationCheck {

    private static final String CONTENT_TYPE = "application/vc";
    private static final byte[] ED25519_SPKI = HexFormat.of().parseHex("302a300506032b6570032100");

    private final TimeStampCheck timeStamps;
    private final Instant now;

    AggregationCheck(TimeStampCheck timeStamps, Instant now) {
        this.timeStamps = timeStamps;
        this.now = now;
    }

    void check(Claim claim, CBORObject payload, byte[] signature, String url, StatusLog log) {
        try {
            CoseSign1 cose = CoseSign1.parse(signature, StatusCode.ICA_INVALID_COSE_SIGN1);
            byte[] body = requirePayload(cose);
            CBORObject credential = Cbor.decodeJson(body, StatusCode.ICA_INVALID_CREDENTIAL);
            checkSignature(cose, body, credential);
            checkTime(cose, claim, credential);
            checkPayload(payload, credential);
            log.add(StatusCode.CAWG_IDENTITY_WELL_FORMED, url, "The gathered identities are signed by their issuer");
            log.add(
                    StatusCode.CAWG_ICA_UNTRUSTED_ISSUER,
                    url,
                    "The issuer of the gathered identities is not known here");
        } catch (MalformedStoreException e) {
            log.add(e, url);
        }
    }

    private static byte[] requirePayload(CoseSign1 cose) throws MalformedStoreException {
        if (cose.algorithm().isEmpty()) {
            throw fault(StatusCode.ICA_INVALID_ALG, "The credential's signature algorithm is not allowed");
        }
        if (!cose.contentType().filter(CONTENT_TYPE::equals).isPresent()) {
            throw fault(StatusCode.ICA_INVALID_CONTENT_TYPE, "The credential's content type is not " + CONTENT_TYPE);
        }
        byte[] body = cose.payload();
        if (body == null) {
            throw fault(StatusCode.ICA_INVALID_CREDENTIAL, "There is no credential in the signature");
        }
        return body;
    }

    private static void checkSignature(CoseSign1 cose, byte[] body, CBORObject credential)
            throws MalformedStoreException {
        PublicKey key = issuerKey(issuer(credential));
        SignatureAlgorithm algorithm = cose.algorithm().orElseThrow();
        byte[] signed = CoseSign1.toBeSigned("Signature1", cose.protectedBytes(), body);
        if (!algorithm.fits(key) || !algorithm.verify(key, signed, cose.signature())) {
            throw fault(StatusCode.ICA_SIGNATURE_MISMATCH, "The credential is not signed by its issuer");
        }
    }

    /** The issuer is a DID, or an object with one as its id. */
    private static String issuer(CBORObject credential) throws MalformedStoreException {
        return Cbor.textField(credential, "issuer")
                .or(() -> Cbor.field(credential, "issuer").flatMap(object -> Cbor.textField(object, "id")))
                .orElseThrow(() -> fault(StatusCode.ICA_INVALID_ISSUER, "The credential names no issuer"));
    }

    private static PublicKey issuerKey(String did) throws MalformedStoreException {
        if (did.startsWith("did:web:")) {
            throw fault(StatusCode.ICA_DID_UNAVAILABLE, "The issuer's DID document was not fetched");
        }
        if (!did.startsWith("did:jwk:")) {
            throw fault(StatusCode.ICA_INVALID_ISSUER, "The issuer's DID method is not supported");
        }
        String encoded = did.substring("did:jwk:".length()).split("#", 2)[0];
        try {
            CBORObject jwk = Cbor.decodeJson(Base64.getUrlDecoder().decode(encoded), StatusCode.ICA_INVALID_ISSUER);
            boolean ed25519 =
                    Cbor.textField(jwk, "crv").filter("Ed25519"::equals).isPresent();
            byte[] x = Base64.getUrlDecoder().decode(Cbor.textField(jwk, "x").orElse(""));
            if (!ed25519 || x.length != 32) {
                throw fault(StatusCode.ICA_INVALID_ISSUER, "The issuer's key is not an Ed25519 key");
            }
            ByteArrayOutputStream der = new ByteArrayOutputStream();
            der.writeBytes(ED25519_SPKI);
            der.writeBytes(x);
            return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(der.toByteArray()));
        } catch (IllegalArgumentException | GeneralSecurityException e) {
            throw new MalformedStoreException(StatusCode.ICA_INVALID_ISSUER, "The issuer's key can't be read", e);
        }
    }

    private void checkTime(CoseSign1 cose, Claim claim, CBORObject credential) throws MalformedStoreException {
        StatusLog stamp = new StatusLog();
        Optional<Instant> stamped = timeStamps.signedAt(cose, claim, "", stamp);
        if (!stamp.statuses().isEmpty() && !stamp.has(StatusCode.TIME_STAMP_VALIDATED)) {
            throw fault(StatusCode.ICA_TIME_STAMP_INVALID, "The credential's time-stamp does not hold");
        }
        Instant at = stamped.orElse(now);
        Optional<Instant> from = Cbor.timeField(credential, "validFrom");
        if (from.isEmpty() || from.get().isAfter(at)) {
            throw fault(StatusCode.ICA_VALID_FROM_INVALID, "The credential is not valid yet, or says not from when");
        }
        boolean hasEnd = Cbor.field(credential, "validUntil").isPresent();
        if (hasEnd
                && Cbor.timeField(credential, "validUntil").filter(at::isBefore).isEmpty()) {
            throw fault(StatusCode.ICA_VALID_UNTIL_INVALID, "The credential is no longer valid");
        }
    }

    /** Is the credential about this asset? */
    private static void checkPayload(CBORObject payload, CBORObject credential) throws MalformedStoreException {
        Optional<CBORObject> asset =
                Cbor.field(credential, "credentialSubject").flatMap(subject -> Cbor.field(subject, "c2paAsset"));
        List<CBORObject> expected = Cbor.items(payload, "referenced_assertions");
        List<CBORObject> told =
                asset.map(map -> Cbor.items(map, "referenced_assertions")).orElse(List.of());
        boolean same = expected.size() == told.size()
                && Cbor.textField(payload, "sig_type").equals(asset.flatMap(map -> Cbor.textField(map, "sig_type")));
        for (int i = 0; same && i < told.size(); i++) {
            same = Cbor.textField(expected.get(i), "url").equals(Cbor.textField(told.get(i), "url"))
                    && hasHash(
                            told.get(i),
                            Cbor.bytesField(expected.get(i), "hash").orElse(new byte[0]));
        }
        if (!same) {
            throw fault(StatusCode.ICA_SIGNER_PAYLOAD_MISMATCH, "The credential is about another asset");
        }
    }

    /** JSON has no byte strings: writers tell a hash as base64 text, as an array of its bytes, or of its base64 letters. */
    private static boolean hasHash(CBORObject told, byte[] hash) {
        String base64 = Base64.getEncoder().encodeToString(hash);
        if (Cbor.textField(told, "hash").isPresent()) {
            return Cbor.textField(told, "hash").get().equals(base64);
        }
        List<CBORObject> items = Cbor.items(told, "hash");
        byte[] numbers = new byte[items.size()];
        for (int i = 0; i < numbers.length; i++) {
            Optional<Long> number = Cbor.integer(items.get(i)).filter(value -> value >= 0 && value <= 0xFF);
            if (number.isEmpty()) {
                return false;
            }
            numbers[i] = number.get().byteValue();
        }
        return Arrays.equals(numbers, hash) || Arrays.equals(numbers, base64.getBytes(StandardCharsets.US_ASCII));
    }

    private static MalformedStoreException fault(StatusCode code, String detail) {
        return new MalformedStoreException(code, detail);
    }
}
