package io.countermark.credentials;

import com.upokecenter.cbor.CBORObject;
import com.upokecenter.cbor.CBORType;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A COSE_Sign1 message with detached payload (RFC 9052, 4.2; C2PA 2.4, 13.2):
 *
 * <pre>
 * 18([protected: bstr, unprotected: map, payload: nil / bstr, signature: bstr])
 * </pre>
 *
 * @param protectedBytes the serialised protected header, as stored
 * @param payload        null when detached
 */
record CoseSign1(
        byte[] protectedBytes,
        CBORObject protectedHeader,
        CBORObject unprotectedHeader,
        byte @Nullable [] payload,
        byte[] signature) {

    private static final int TAG = 18;
    static final int ALGORITHM = 1;
    private static final int CONTENT_TYPE = 3;
    static final int X5CHAIN = 33;
    private static final int MAX_CERTIFICATES = 16;
    private static final byte[] NO_EXTERNAL_DATA = {};

    /** @throws MalformedStoreException with {@code onFailure} when it is no COSE_Sign1 */
    static CoseSign1 parse(byte[] bytes, StatusCode onFailure) throws MalformedStoreException {
        CBORObject message = Cbor.decode(bytes, onFailure);
        if (message.isTagged() && !message.HasMostOuterTag(TAG)) {
            throw new MalformedStoreException(onFailure, "The signature box holds no COSE_Sign1");
        }
        if (!Cbor.isArray(message)
                || message.size() != 4
                || message.get(0).getType() != CBORType.ByteString
                || !Cbor.isMap(message.get(1))
                || message.get(3).getType() != CBORType.ByteString) {
            throw new MalformedStoreException(onFailure, "The signature box holds no COSE_Sign1");
        }
        byte[] protectedBytes = message.get(0).GetByteString();
        CBORObject header = protectedBytes.length == 0 ? Cbor.map() : Cbor.decode(protectedBytes, onFailure);
        if (!Cbor.isMap(header)) {
            throw new MalformedStoreException(onFailure, "The protected header is no map");
        }
        CBORObject body = message.get(2);
        byte[] payload = body.getType() == CBORType.ByteString ? body.GetByteString() : null;
        return new CoseSign1(
                protectedBytes, header, message.get(1), payload, message.get(3).GetByteString());
    }

    Optional<SignatureAlgorithm> algorithm() {
        return Optional.ofNullable(protectedHeader.get(Cbor.number(ALGORITHM)))
                .flatMap(Cbor::integer)
                .filter(value -> value == value.intValue())
                .flatMap(value -> SignatureAlgorithm.ofCoseId(value.intValue()));
    }

    Optional<String> contentType() {
        return Optional.ofNullable(protectedHeader.get(Cbor.number(CONTENT_TYPE)))
                .filter(value -> value.getType() == CBORType.TextString)
                .map(CBORObject::AsString);
    }

    /**
     * The certificates, leaf first; empty when there are none. Claims of 2.x must carry them in the protected header (14.6);
     * those of 1.x also may in the unprotected one, and under the text label {@code x5chain}.
     *
     * @throws MalformedStoreException signingCredential.invalid when one can't be read
     */
    List<X509Certificate> chain(boolean protectedOnly) throws MalformedStoreException {
        CBORObject value = chainIn(protectedHeader);
        if (value == null && !protectedOnly) {
            value = chainIn(unprotectedHeader);
        }
        if (value == null) {
            return List.of();
        }
        List<CBORObject> items = Cbor.isArray(value) ? List.copyOf(value.getValues()) : List.of(value);
        if (items.size() > MAX_CERTIFICATES) {
            throw new MalformedStoreException(
                    StatusCode.SIGNING_CREDENTIAL_INVALID, "More than " + MAX_CERTIFICATES + " certificates");
        }
        List<X509Certificate> chain = new ArrayList<>();
        for (CBORObject item : items) {
            chain.add(certificate(item));
        }
        return chain;
    }

    private static @Nullable CBORObject chainIn(CBORObject header) {
        CBORObject value = header.get(Cbor.number(X5CHAIN));
        return value != null ? value : header.get(Cbor.text("x5chain"));
    }

    private static X509Certificate certificate(CBORObject item) throws MalformedStoreException {
        if (item.getType() != CBORType.ByteString) {
            throw new MalformedStoreException(
                    StatusCode.SIGNING_CREDENTIAL_INVALID, "The certificate chain holds no byte strings");
        }
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(item.GetByteString()));
        } catch (CertificateException e) {
            throw new MalformedStoreException(
                    StatusCode.SIGNING_CREDENTIAL_INVALID, "A certificate of the signer can't be read", e);
        }
    }

    /** What is signed (RFC 9052, 4.4). */
    static byte[] toBeSigned(String context, byte[] protectedBytes, byte[] payload) {
        return Cbor.encode(Cbor.array(List.of(
                Cbor.text(context), Cbor.bytes(protectedBytes), Cbor.bytes(NO_EXTERNAL_DATA), Cbor.bytes(payload))));
    }

    /** Whether {@code leaf} signed {@code content}; false, too, when the algorithm does not fit its key. */
    boolean verifies(SignatureAlgorithm algorithm, X509Certificate leaf, byte[] content) {
        return algorithm.fits(leaf.getPublicKey())
                && algorithm.verify(leaf.getPublicKey(), toBeSigned("Signature1", protectedBytes, content), signature);
    }

    byte[] encode() {
        CBORObject body = payload == null ? CBORObject.Null : Cbor.bytes(payload);
        return Cbor.encode(
                Cbor.array(List.of(Cbor.bytes(protectedBytes), unprotectedHeader, body, Cbor.bytes(signature)))
                        .WithTag(TAG));
    }
}
