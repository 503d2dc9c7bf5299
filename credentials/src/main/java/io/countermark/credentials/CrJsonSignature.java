package io.countermark.credentials;

import static io.countermark.credentials.CrJson.map;
import static io.countermark.credentials.CrJson.put;

import com.upokecenter.cbor.CBORObject;
import java.io.IOException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.tsp.TimeStampToken;

/** Who signed, and when, in crJSON: {@code algorithm, certificateInfo, timeStampInfo}; what can't be read is left out. */
final class CrJsonSignature {

    private CrJsonSignature() {}

    static CBORObject of(byte[] cose) {
        CBORObject object = map();
        try {
            CoseSign1 signature = CoseSign1.parse(cose, StatusCode.CLAIM_SIGNATURE_MISMATCH);
            signature
                    .algorithm()
                    .ifPresent(algorithm ->
                            put(object, "algorithm", Cbor.text(algorithm.name().toLowerCase(Locale.ROOT))));
            List<X509Certificate> chain = signature.chain(false);
            if (!chain.isEmpty()) {
                put(
                        object,
                        "certificateInfo",
                        certificate(new X509CertificateHolder(chain.getFirst().getEncoded())));
            }
            token(signature).ifPresent(token -> put(object, "timeStampInfo", timeStamp(token)));
        } catch (MalformedStoreException | IOException | CertificateEncodingException e) {
            // The statuses tell what is wrong with it.
            return object;
        } catch (RuntimeException e) {
            // BouncyCastle reads DER lazily and answers hostile bytes with unchecked exceptions of many kinds.
            return object;
        }
        return object;
    }

    private static Optional<TimeStampToken> token(CoseSign1 signature) {
        return Cbor.field(signature.unprotectedHeader(), "sigTst2")
                .or(() -> Cbor.field(signature.unprotectedHeader(), "sigTst"))
                .map(container -> Cbor.items(container, "tstTokens"))
                .filter(tokens -> tokens.size() == 1)
                .flatMap(tokens -> Cbor.bytesField(tokens.getFirst(), "val"))
                .flatMap(TimeStampCheck::token);
    }

    private static CBORObject timeStamp(TimeStampToken token) {
        CBORObject object = map();
        try {
            put(object, "timestamp", Cbor.text(time(token.getTimeStampInfo().getGenTime())));
            for (X509CertificateHolder holder : token.getCertificates().getMatches(null)) {
                if (token.getSID().match(holder)) {
                    put(object, "certificateInfo", certificate(holder));
                }
            }
        } catch (RuntimeException e) {
            // BouncyCastle reads DER lazily and answers hostile bytes with unchecked exceptions of many kinds.
            return object;
        }
        return object;
    }

    private static CBORObject certificate(X509CertificateHolder holder) {
        CBORObject validity = map();
        put(validity, "notBefore", Cbor.text(time(holder.getNotBefore())));
        put(validity, "notAfter", Cbor.text(time(holder.getNotAfter())));
        CBORObject object = map();
        put(object, "serialNumber", Cbor.text(holder.getSerialNumber().toString(16)));
        put(object, "issuer", name(holder.getIssuer()));
        put(object, "subject", name(holder.getSubject()));
        put(object, "validity", validity);
        return object;
    }

    private static String time(Date date) {
        return date.toInstant().toString();
    }

    /** By the short names of RFC 4519, or the number of what has none. */
    private static CBORObject name(X500Name name) {
        CBORObject object = map();
        for (RDN part : name.getRDNs()) {
            String known = BCStyle.INSTANCE.oidToDisplayName(part.getFirst().getType());
            String key = known == null ? part.getFirst().getType().getId() : known;
            put(object, key, Cbor.text(value(part.getFirst().getValue())));
        }
        return object;
    }

    private static String value(ASN1Encodable value) {
        try {
            return value instanceof ASN1String text ? text.getString() : IETFUtils.valueToString(value);
        } catch (IllegalArgumentException e) {
            // A text that is not in the encoding that it says.
            return "";
        }
    }
}
