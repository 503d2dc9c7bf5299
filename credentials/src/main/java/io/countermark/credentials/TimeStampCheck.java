package io.countermark.credentials;

import com.upokecenter.cbor.CBORObject;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TSPValidationException;
import org.bouncycastle.tsp.TimeStampResponse;
import org.bouncycastle.tsp.TimeStampToken;
import org.bouncycastle.tsp.TimeStampTokenInfo;

/**
 * When was the claim signed? (C2PA 2.4, 10.3.2.5 and 15.8; RFC 3161.) Whatever is wrong with a time-stamp is informational:
 * the claim then counts as signed at an unknown time.
 */
final class TimeStampCheck {

    private static final String V1 = "sigTst";
    private static final String V2 = "sigTst2";

    private final TrustAnchors anchors;

    /** @param anchors of time-stamp authorities only */
    TimeStampCheck(TrustAnchors anchors) {
        this.anchors = anchors;
    }

    /** The time of a valid stamp by a trusted authority. */
    Optional<Instant> signedAt(CoseSign1 signature, Claim claim, String url, StatusLog log) {
        Optional<CBORObject> v2 = Cbor.field(signature.unprotectedHeader(), V2);
        Optional<CBORObject> container = v2.or(() -> Cbor.field(signature.unprotectedHeader(), V1));
        if (container.isEmpty()) {
            return Optional.empty();
        }
        List<CBORObject> tokens = Cbor.items(container.get(), "tstTokens");
        if (tokens.size() != 1) {
            log.add(StatusCode.TIME_STAMP_MALFORMED, url, "There has to be exactly one time-stamp token");
            return Optional.empty();
        }
        byte[] payload = v2.isPresent() ? Cbor.encode(Cbor.bytes(signature.signature())) : claim.bytes();
        byte[] stamped = CoseSign1.toBeSigned("CounterSignature", signature.protectedBytes(), payload);
        Optional<TimeStampToken> token =
                Cbor.bytesField(tokens.getFirst(), "val").flatMap(TimeStampCheck::token);
        if (token.isEmpty()) {
            log.add(StatusCode.TIME_STAMP_MALFORMED, url, "The time-stamp token can't be read");
            return Optional.empty();
        }
        try {
            return check(token.get(), stamped, v2.isEmpty() || claim.version() == 1, url, log);
        } catch (RuntimeException e) {
            // BouncyCastle reads DER lazily and answers hostile bytes with unchecked exceptions of many kinds.
            log.add(StatusCode.TIME_STAMP_MALFORMED, url, "The time-stamp token can't be read");
            return Optional.empty();
        }
    }

    /**
     * The time of the first token that is valid and by a trusted authority, of those that later manifests hold over a signature
     * (18.18.3). The standard has the imprint over the structure that {@code sigTst2} covers; the reference SDK writes it over the
     * signature's value alone. Either tells that the signature was there.
     */
    Optional<Instant> stampedLater(CoseSign1 signature, List<LaterEvidence.Token> tokens, StatusLog log) {
        byte[] value = signature.signature();
        byte[] structure =
                CoseSign1.toBeSigned("CounterSignature", signature.protectedBytes(), Cbor.encode(Cbor.bytes(value)));
        for (LaterEvidence.Token candidate : tokens) {
            Optional<Instant> at = stampedLater(candidate, List.of(structure, value), log);
            if (at.isPresent()) {
                return at;
            }
        }
        return Optional.empty();
    }

    private Optional<Instant> stampedLater(LaterEvidence.Token candidate, List<byte[]> stamped, StatusLog log) {
        Optional<TimeStampToken> token = token(candidate.der());
        try {
            if (token.isPresent()) {
                TimeStampTokenInfo info = token.get().getTimeStampInfo();
                byte[] match = stamped.stream()
                        .filter(bytes -> imprintMatches(info, bytes))
                        .findFirst()
                        .orElse(stamped.getFirst());
                return check(token.get(), match, false, candidate.url(), log);
            }
        } catch (RuntimeException e) {
            // See signedAt.
        }
        log.add(StatusCode.TIME_STAMP_MALFORMED, candidate.url(), "The time-stamp token can't be read");
        return Optional.empty();
    }

    /** A bare token, or a response that holds one, as claims of 1.x have it. */
    static Optional<TimeStampToken> token(byte[] der) {
        try {
            return Optional.of(new TimeStampToken(new CMSSignedData(der)));
        } catch (CMSException | TSPException | IOException | RuntimeException e) {
            // RuntimeException: see signedAt.
            try {
                return Optional.ofNullable(new TimeStampResponse(der).getTimeStampToken());
            } catch (TSPException | IOException | RuntimeException inner) {
                return Optional.empty();
            }
        }
    }

    /** @param legacy whether stamp or claim is one of 1.x, which knew no trust lists for authorities: its time counts anyway */
    private Optional<Instant> check(TimeStampToken token, byte[] stamped, boolean legacy, String url, StatusLog log) {
        TimeStampTokenInfo info = token.getTimeStampInfo();
        Instant at = info.getGenTime().toInstant();
        if (!imprintMatches(info, stamped)) {
            log.add(StatusCode.TIME_STAMP_MISMATCH, url, "The time-stamp is for another signature");
            return Optional.empty();
        }
        Optional<List<X509Certificate>> chain = chain(token);
        if (chain.isEmpty()) {
            log.add(StatusCode.TIME_STAMP_MALFORMED, url, "The time-stamp holds no certificate of its signer");
            return Optional.empty();
        }
        if (!signatureHolds(token, chain.get().getFirst(), url, log)) {
            return Optional.empty();
        }
        log.add(StatusCode.TIME_STAMP_VALIDATED, url, "Time-stamp of " + at);
        boolean purpose =
                CertificateProfile.purposes(chain.get().getFirst()).contains(CertificateProfile.TIME_STAMPING);
        if (!purpose || anchors.issuer(chain.get(), at).isEmpty()) {
            log.add(StatusCode.TIME_STAMP_UNTRUSTED, url, "The time-stamp authority is not trusted");
            return legacy && purpose ? Optional.of(at) : Optional.empty();
        }
        log.add(StatusCode.TIME_STAMP_TRUSTED, url, "The time-stamp authority is trusted");
        return Optional.of(at);
    }

    private static boolean imprintMatches(TimeStampTokenInfo info, byte[] stamped) {
        try {
            MessageDigest digest =
                    MessageDigest.getInstance(info.getMessageImprintAlgOID().getId());
            return MessageDigest.isEqual(info.getMessageImprintDigest(), digest.digest(stamped));
        } catch (NoSuchAlgorithmException e) {
            return false;
        }
    }

    /** The signer's certificate first, then what else the token carries. */
    private static Optional<List<X509Certificate>> chain(TimeStampToken token) {
        JcaX509CertificateConverter converter = new JcaX509CertificateConverter();
        List<X509Certificate> chain = new ArrayList<>();
        try {
            for (X509CertificateHolder holder : token.getCertificates().getMatches(null)) {
                int at = token.getSID().match(holder) ? 0 : chain.size();
                chain.add(at, converter.getCertificate(holder));
            }
            boolean signerFirst = !chain.isEmpty()
                    && token.getSID()
                            .match(new X509CertificateHolder(chain.getFirst().getEncoded()));
            return signerFirst ? Optional.of(chain) : Optional.empty();
        } catch (CertificateException | IOException e) {
            return Optional.empty();
        }
    }

    private static boolean signatureHolds(TimeStampToken token, X509Certificate signer, String url, StatusLog log) {
        try {
            token.validate(new JcaSimpleSignerInfoVerifierBuilder().build(signer));
            return true;
        } catch (TSPValidationException e) {
            Instant at = token.getTimeStampInfo().getGenTime().toInstant();
            boolean outside = at.isBefore(signer.getNotBefore().toInstant())
                    || at.isAfter(signer.getNotAfter().toInstant());
            log.add(
                    outside ? StatusCode.TIME_STAMP_OUTSIDE_VALIDITY : StatusCode.TIME_STAMP_MISMATCH,
                    url,
                    "The time-stamp does not hold: " + e.getMessage());
            return false;
        } catch (TSPException | OperatorCreationException e) {
            log.add(StatusCode.TIME_STAMP_MALFORMED, url, "The time-stamp can't be checked: " + e.getMessage());
            return false;
        }
    }
}
