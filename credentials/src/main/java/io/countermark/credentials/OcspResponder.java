package io.countermark.credentials;

import io.countermark.credentials.CertificateRegister.Standing;
import io.countermark.credentials.CredentialsException.Reason;
import java.io.IOException;
import java.math.BigInteger;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPReq;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.Req;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.UnknownStatus;
import org.bouncycastle.operator.DigestCalculator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/**
 * Answers whether certificates of one authority were revoked (RFC 6960): requests from outside, and responses to staple. Signs
 * with a delegated key that can sign nothing else. Thread-safe.
 */
public final class OcspResponder implements RevocationSource {

    /** More than any client sends; a longer request is refused as malformed. */
    public static final int MAX_REQUEST = 16 * 1024;

    private static final int MAX_ASKED = 32;
    private static final Duration RESPONSE_VALIDITY = Duration.ofDays(1);
    private static final Duration DELEGATE_VALIDITY = Duration.ofDays(30);
    private static final String SIGNATURE = "SHA256withECDSA";

    private final CertificateAuthority authority;
    private final CertificateRegister register;
    private final Clock clock;
    private volatile Delegate delegate;

    /** The key that signs responses, with its certificate. */
    record Delegate(X509Certificate certificate, PrivateKey key) {}

    public OcspResponder(CertificateAuthority authority, CertificateRegister register, Clock clock) {
        this.authority = authority;
        this.register = register;
        this.clock = clock;
        this.delegate = authority.delegate(clock.instant(), DELEGATE_VALIDITY);
    }

    /**
     * The DER response to a DER request; what is no request gets {@code malformedRequest}, never an exception;
     * when the register can't be read, it is {@code internalError}.
     *
     * @throws CredentialsException BAD_KEY when the responder's key can't sign
     */
    public byte[] answer(byte[] request) {
        if (request.length > MAX_REQUEST) {
            return failure(OCSPRespBuilder.MALFORMED_REQUEST);
        }
        try {
            OCSPReq parsed = new OCSPReq(request);
            Req[] asked = parsed.getRequestList();
            if (asked.length == 0 || asked.length > MAX_ASKED) {
                return failure(OCSPRespBuilder.MALFORMED_REQUEST);
            }
            CertificateID[] ids = new CertificateID[asked.length];
            for (int i = 0; i < ids.length; i++) {
                ids[i] = asked[i].getCertID();
            }
            return response(
                    List.of(ids), Optional.ofNullable(parsed.getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce)));
        } catch (RegisterException e) {
            // Nobody is told that a certificate is good, or that the request is bad.
            return failure(OCSPRespBuilder.INTERNAL_ERROR);
        } catch (IOException | RuntimeException e) {
            if (e instanceof CredentialsException own) {
                throw own;
            }
            // BouncyCastle reads DER lazily and answers hostile bytes with unchecked exceptions of many kinds.
            return failure(OCSPRespBuilder.MALFORMED_REQUEST);
        }
    }

    /** A response about a leaf of this authority; empty for another's. */
    @Override
    public Optional<byte[]> response(List<X509Certificate> chain) {
        try {
            CertificateID id = new CertificateID(
                    sha1(),
                    new JcaX509CertificateHolder(authority.certificate()),
                    chain.getFirst().getSerialNumber());
            boolean ours = chain.getFirst()
                    .getIssuerX500Principal()
                    .equals(authority.certificate().getSubjectX500Principal());
            return ours ? Optional.of(response(List.of(id), Optional.empty())) : Optional.empty();
        } catch (OCSPException | CertificateEncodingException e) {
            throw new CredentialsException(Reason.BAD_KEY, "The certificate's id can't be computed", e);
        }
    }

    private byte[] response(List<CertificateID> asked, Optional<Extension> nonce) {
        Instant now = clock.instant();
        Delegate signer = current(now);
        try {
            X509CertificateHolder holder = new JcaX509CertificateHolder(signer.certificate());
            SubjectPublicKeyInfo key = holder.getSubjectPublicKeyInfo();
            BasicOCSPRespBuilder builder = new BasicOCSPRespBuilder(key, sha1());
            for (CertificateID id : asked) {
                builder.addResponse(id, status(id), Date.from(now), Date.from(now.plus(RESPONSE_VALIDITY)), null);
            }
            nonce.ifPresent(value -> builder.setResponseExtensions(new Extensions(value)));
            return new OCSPRespBuilder()
                    .build(
                            OCSPRespBuilder.SUCCESSFUL,
                            builder.build(
                                    new JcaContentSignerBuilder(SIGNATURE).build(signer.key()),
                                    new X509CertificateHolder[] {holder},
                                    Date.from(now)))
                    .getEncoded();
        } catch (OCSPException | OperatorCreationException | CertificateEncodingException | IOException e) {
            throw new CredentialsException(Reason.BAD_KEY, "The OCSP responder's key can't sign", e);
        }
    }

    private CertificateStatus status(CertificateID id) throws OCSPException, CertificateEncodingException {
        boolean ours;
        try {
            ours = id.matchesIssuer(
                    new JcaX509CertificateHolder(authority.certificate()),
                    new JcaDigestCalculatorProviderBuilder().build());
        } catch (OperatorCreationException e) {
            // A hash algorithm that is not known here names no certificate of ours.
            return new UnknownStatus();
        }
        Optional<Standing> standing = ours ? standing(id.getSerialNumber()) : Optional.empty();
        if (standing.isEmpty()) {
            return new UnknownStatus();
        }
        return switch (standing.get()) {
            case Standing.Good good -> CertificateStatus.GOOD;
            case Standing.Revoked revoked ->
                new RevokedStatus(Date.from(revoked.at()), revoked.reason().code());
        };
    }

    private Optional<Standing> standing(BigInteger serial) {
        try {
            return register.standing(serial);
        } catch (RuntimeException e) {
            // A file, a database: how it fails is its own matter, and none of the fault of those who ask.
            throw new RegisterException(e);
        }
    }

    /** The register failed, whatever it is kept in. */
    private static final class RegisterException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        RegisterException(RuntimeException cause) {
            super(cause);
        }
    }

    private Delegate current(Instant now) {
        Delegate held = delegate;
        if (held.certificate().getNotAfter().toInstant().isAfter(now.plus(RESPONSE_VALIDITY))) {
            return held;
        }
        Delegate fresh = authority.delegate(now, DELEGATE_VALIDITY);
        delegate = fresh;
        return fresh;
    }

    private static DigestCalculator sha1() {
        try {
            return new JcaDigestCalculatorProviderBuilder().build().get(CertificateID.HASH_SHA1);
        } catch (OperatorCreationException e) {
            throw new IllegalStateException("Every Java platform has SHA-1 for certificate ids", e);
        }
    }

    private static byte[] failure(int status) {
        try {
            return new OCSPRespBuilder().build(status, null).getEncoded();
        } catch (OCSPException | IOException e) {
            throw new IllegalStateException("A response without content has an encoding", e);
        }
    }
}
