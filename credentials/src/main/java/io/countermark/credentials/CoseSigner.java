package io.countermark.credentials;

import com.upokecenter.cbor.CBORObject;
import io.countermark.credentials.CredentialsException.Reason;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes COSE_Sign1 messages of a length that is known beforehand (C2PA 2.4, 10.3.2 and 10.4). Unprotected header:
 *
 * <pre>
 * sigTst2 {tstTokens: [{val: DER token}]} over Sig_structure ["CounterSignature", protected, h'', bstr(signature)]
 * rVals   {ocspVals: [DER OCSP response]}
 * pad     zero bytes that fill what the token leaves of its room
 * </pre>
 */
final class CoseSigner {

    /** Room for a token and its padding that holds what public authorities send, chain included. */
    static final int TOKEN_ROOM = 10_240;

    /** A token that needs more room than this is refused; keeps every length in a 3-byte CBOR head. */
    static final int MAX_TOKEN = 60_000;

    private static final int MIN_PAD = 256;

    private final ClaimSigner signer;
    private final @Nullable TimeStampSource stamps;
    private final List<byte[]> ocsp;
    private final int room;
    private final byte[] header;

    /**
     * @param stamps null for no time-stamp
     * @param ocsp   DER OCSP responses to staple
     * @param room   for the token
     */
    CoseSigner(ClaimSigner signer, @Nullable TimeStampSource stamps, List<byte[]> ocsp, int room) {
        this.signer = signer;
        this.stamps = stamps;
        this.ocsp = List.copyOf(ocsp);
        this.room = room;
        this.header = protectedHeader(signer);
    }

    /** A token did not fit the room that was kept for it. */
    static final class TokenTooLongException extends Exception {

        private static final long serialVersionUID = 1L;

        private final int length;

        TokenTooLongException(int length) {
            super("A time-stamp token of " + length + " bytes");
            this.length = length;
        }

        int length() {
            return length;
        }
    }

    private static byte[] protectedHeader(ClaimSigner signer) {
        List<CBORObject> certificates = new ArrayList<>();
        try {
            for (X509Certificate certificate : signer.chain()) {
                certificates.add(Cbor.bytes(certificate.getEncoded()));
            }
        } catch (CertificateEncodingException e) {
            throw new CredentialsException(Reason.BAD_CERTIFICATE_CHAIN, "A certificate has no encoding", e);
        }
        CBORObject header = Cbor.map();
        header.set(
                Cbor.number(CoseSign1.ALGORITHM), Cbor.number(signer.algorithm().coseId()));
        header.set(
                Cbor.number(CoseSign1.X5CHAIN),
                certificates.size() == 1 ? certificates.getFirst() : Cbor.array(certificates));
        return Cbor.encode(header);
    }

    /** A message of the final length with zeros for signature and token. */
    byte[] placeholder() {
        int length =
                signer.algorithm().signatureLength(signer.chain().getFirst().getPublicKey());
        return message(new byte[length], stamps == null ? null : new byte[MIN_PAD]);
    }

    /** A detached message over {@code content}, as long as {@link #placeholder}. */
    byte[] sign(byte[] content) throws TokenTooLongException {
        try {
            byte[] signature = signer.sign(CoseSign1.toBeSigned("Signature1", header, content));
            return message(signature, stamps == null ? null : token(signature, stamps));
        } catch (GeneralSecurityException e) {
            throw new CredentialsException(Reason.BAD_KEY, "The key can't sign: " + e.getMessage(), e);
        }
    }

    private byte[] token(byte[] signature, TimeStampSource source) throws TokenTooLongException {
        byte[] stamped = CoseSign1.toBeSigned("CounterSignature", header, Cbor.encode(Cbor.bytes(signature)));
        byte[] token = stamp(source, stamped);
        if (token.length + MIN_PAD > room) {
            throw new TokenTooLongException(token.length);
        }
        return token;
    }

    /** A token over a message. */
    static byte[] stamp(TimeStampSource source, byte[] message) {
        try {
            byte[] token = source.token(HashAlgorithm.SHA256.hash(message));
            if (token.length < MIN_PAD || token.length > MAX_TOKEN) {
                throw new CredentialsException(
                        Reason.TIME_STAMP_UNAVAILABLE,
                        "The time-stamp authority sent a token of " + token.length + " bytes");
            }
            return token;
        } catch (IOException e) {
            throw new CredentialsException(Reason.TIME_STAMP_UNAVAILABLE, "No time-stamp: " + e.getMessage(), e);
        }
    }

    private byte[] message(byte[] signature, byte @Nullable [] token) {
        CBORObject unprotected = Cbor.map();
        if (!ocsp.isEmpty()) {
            CBORObject values = Cbor.map();
            values.set(
                    Cbor.text("ocspVals"),
                    Cbor.array(ocsp.stream().map(Cbor::bytes).toList()));
            unprotected.set(Cbor.text("rVals"), values);
        }
        if (token != null) {
            CBORObject value = Cbor.map();
            value.set(Cbor.text("val"), Cbor.bytes(token));
            CBORObject container = Cbor.map();
            container.set(Cbor.text("tstTokens"), Cbor.array(List.of(value)));
            unprotected.set(Cbor.text("sigTst2"), container);
            unprotected.set(Cbor.text("pad"), Cbor.bytes(new byte[room - token.length]));
        }
        CBORObject protectedHeader = CBORObject.DecodeFromBytes(header);
        return new CoseSign1(header, protectedHeader, unprotected, null, signature).encode();
    }
}
