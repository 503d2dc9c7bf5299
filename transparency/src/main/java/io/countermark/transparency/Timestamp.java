package io.countermark.transparency;

import io.countermark.transparency.LogException.Reason;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;
import org.bouncycastle.tsp.TimeStampToken;
import org.jspecify.annotations.Nullable;

/**
 * A time-stamp token (RFC 3161) over a checkpoint: the imprint is the SHA-256 of the checkpoint's text (origin, size, root), without
 * signatures, so that a later co-signature changes nothing.
 *
 * @param time    that the authority says
 * @param expires when the authority's certificate ends: stamp anew before that
 * @param der     the token, a CMS ContentInfo
 */
public record Timestamp(Instant time, Instant expires, byte[] der) {

    /** The DER of a request for a checkpoint, with a nonce; certificates are asked for. */
    public static byte[] request(String checkpoint, SecureRandom random) {
        return request(imprint(checkpoint), random);
    }

    /** As {@link #request(String, SecureRandom)}, over any SHA-256. */
    public static byte[] request(byte[] imprint, SecureRandom random) {
        TimeStampRequestGenerator generator = new TimeStampRequestGenerator();
        generator.setCertReq(true);
        try {
            return generator
                    .generate(TSPAlgorithms.SHA256, imprint, new BigInteger(64, random))
                    .getEncoded();
        } catch (IOException e) {
            throw new IllegalStateException("Encoding in memory does not fail", e);
        }
    }

    /**
     * Takes the token out of a response.
     *
     * @throws LogException BAD_SIGNATURE when it does not answer the request
     */
    public static byte[] token(byte[] request, byte[] response) {
        try {
            TimeStampResponse answered = new TimeStampResponse(response);
            answered.validate(new TimeStampRequest(request));
            if (answered.getTimeStampToken() != null) {
                return answered.getTimeStampToken().getEncoded();
            }
            throw new LogException(Reason.BAD_SIGNATURE, "Time-stamp: refused: " + answered.getStatusString());
        } catch (TSPException | IOException e) {
            throw new LogException(Reason.BAD_SIGNATURE, "Time-stamp: does not answer the request", e);
        }
    }

    /**
     * Checks a token: imprint, signature, time-stamping certificate, and its chain at the time it says.
     *
     * @param anchors roots of the authorities that are trusted
     * @throws LogException BAD_SIGNATURE naming what does not hold
     */
    public static Timestamp verify(byte[] token, String checkpoint, Collection<X509Certificate> anchors) {
        return verify(token, imprint(checkpoint), anchors);
    }

    /**
     * As {@link #verify(byte[], String, Collection)}, over any SHA-256.
     *
     * @param imprint 32 bytes
     */
    public static Timestamp verify(byte[] token, byte[] imprint, Collection<X509Certificate> anchors) {
        try {
            TimeStampToken read = new TimeStampToken(ContentInfo.getInstance(token));
            if (!Arrays.equals(imprint, read.getTimeStampInfo().getMessageImprintDigest())
                    || !read.getTimeStampInfo().getMessageImprintAlgOID().equals(TSPAlgorithms.SHA256)) {
                throw bad("is of something else", null);
            }
            List<X509CertificateHolder> signers = new ArrayList<>();
            for (X509CertificateHolder holder : read.getCertificates().getMatches(null)) {
                if (read.getSID().match(holder)) {
                    signers.add(holder);
                }
            }
            if (signers.size() != 1) {
                throw bad("does not hold the certificate of its signer", null);
            }
            X509CertificateHolder signer = signers.getFirst();
            read.validate(new JcaSimpleSignerInfoVerifierBuilder().build(signer));
            Instant time = read.getTimeStampInfo().getGenTime().toInstant();
            chain(read, signer, anchors, time);
            return new Timestamp(time, signer.getNotAfter().toInstant(), token.clone());
        } catch (TSPException
                | IOException
                | OperatorCreationException
                | IllegalArgumentException
                | IllegalStateException
                | NullPointerException
                | ClassCastException e) {
            throw bad(
                    "cannot be read or its signature does not hold", e); // The reader throws the last four on odd DER.
        } catch (GeneralSecurityException e) {
            throw bad("its certificate does not lead to a trusted root", e);
        }
    }

    /**
     * Checks several tokens over one checkpoint.
     *
     * @param needed how many must hold, each under a root of its own
     * @return those that hold, the oldest first
     * @throws LogException BAD_SIGNATURE when they are fewer
     */
    public static List<Timestamp> verifyQuorum(
            Collection<byte[]> tokens, String checkpoint, Collection<X509Certificate> anchors, int needed) {
        List<Timestamp> holding = new ArrayList<>();
        for (X509Certificate anchor : anchors) {
            tokens.stream()
                    .flatMap(token -> holds(token, checkpoint, anchor).stream())
                    .findFirst()
                    .ifPresent(holding::add);
        }
        if (holding.size() < needed) {
            throw bad("only " + holding.size() + " of " + needed + " needed authorities are shown", null);
        }
        holding.sort(Comparator.comparing(Timestamp::time));
        return holding;
    }

    /** Empty for a token that does not hold: too few of them is what is refused. */
    private static Optional<Timestamp> holds(byte[] token, String checkpoint, X509Certificate anchor) {
        try {
            return Optional.of(verify(token, checkpoint, List.of(anchor)));
        } catch (LogException e) {
            return Optional.empty();
        }
    }

    private static void chain(
            TimeStampToken token, X509CertificateHolder signer, Collection<X509Certificate> anchors, Instant time)
            throws GeneralSecurityException {
        JcaX509CertificateConverter converter = new JcaX509CertificateConverter();
        List<X509Certificate> sent = new ArrayList<>();
        for (X509CertificateHolder holder : token.getCertificates().getMatches(null)) {
            sent.add(converter.getCertificate(holder));
        }
        X509CertSelector target = new X509CertSelector();
        target.setCertificate(converter.getCertificate(signer));
        Set<TrustAnchor> trusted =
                anchors.stream().map(root -> new TrustAnchor(root, null)).collect(Collectors.toSet());
        PKIXBuilderParameters parameters = new PKIXBuilderParameters(trusted, target);
        parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(sent)));
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(time));
        CertPathBuilder.getInstance("PKIX").build(parameters);
    }

    /** What a token over a checkpoint is about: the SHA-256 of its text without signatures. */
    public static byte[] imprint(String checkpoint) {
        return Hasher.sha256().digest(SignedNote.parse(checkpoint).text().getBytes(StandardCharsets.UTF_8));
    }

    private static LogException bad(String what, @Nullable Exception cause) {
        LogException bad = new LogException(Reason.BAD_SIGNATURE, "Time-stamp: " + what);
        if (cause != null) {
            bad.initCause(cause);
        }
        return bad;
    }
}
