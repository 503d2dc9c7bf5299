package io.countermark.transparency;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcDigestCalculatorProvider;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampResponseGenerator;
import org.bouncycastle.tsp.TimeStampTokenGenerator;

/**
 * A time-stamping authority (RFC 3161) inside the process, for development and for a house's own record. It says what the clock of
 * this machine says and no more: for a court, use authorities that others run. ECDSA P-256, SHA-256, ESSCertIDv2 (RFC 5816).
 */
public final class TimestampAuthority {

    /** Of tokens made here; 1.3.6.1.4.1.32473 is the arc for examples (RFC 5612): it promises nothing. */
    private static final ASN1ObjectIdentifier POLICY = new ASN1ObjectIdentifier("1.3.6.1.4.1.32473.1.1");

    private static final Duration LIFE = Duration.ofDays(3650);

    private final PrivateKey key;
    private final X509Certificate certificate;
    private final X509Certificate root;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    private TimestampAuthority(PrivateKey key, X509Certificate certificate, X509Certificate root, Clock clock) {
        this.key = key;
        this.certificate = certificate;
        this.root = root;
        this.clock = clock;
    }

    /**
     * A new authority with a root of its own.
     *
     * @param name the organisation in its certificates
     */
    public static TimestampAuthority generate(String name, Clock clock) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair rootKeys = generator.generateKeyPair();
            KeyPair keys = generator.generateKeyPair();
            Instant now = clock.instant();
            X500Name rootName = new X500Name("CN=Time-stamping root,O=" + name);
            X500Name leafName = new X500Name("CN=Time-stamping authority,O=" + name);
            X509Certificate root = certificate(rootName, rootName, rootKeys, rootKeys, now, true);
            X509Certificate leaf = certificate(rootName, leafName, keys, rootKeys, now, false);
            return new TimestampAuthority(keys.getPrivate(), leaf, root, clock);
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new IllegalStateException("EC P-256 is part of every JDK", e);
        }
    }

    /**
     * An authority whose key and certificates were kept.
     *
     * @param chain its certificate, then its root
     */
    public static TimestampAuthority of(PrivateKey key, List<X509Certificate> chain, Clock clock) {
        return new TimestampAuthority(key, chain.getFirst(), chain.getLast(), clock);
    }

    /** To be kept, wrapped. */
    public PrivateKey privateKey() {
        return key;
    }

    /** Its certificate, then its root, which is the anchor to trust. */
    public List<X509Certificate> chain() {
        return List.of(certificate, root);
    }

    /**
     * Answers a request, as over HTTP ({@code application/timestamp-query} and {@code application/timestamp-reply}).
     *
     * @throws LogException MALFORMED_ENTRY when it is not a request
     */
    public byte[] respond(byte[] request) {
        try {
            TimeStampTokenGenerator tokens = new TimeStampTokenGenerator(
                    new JcaSimpleSignerInfoGeneratorBuilder().build("SHA256withECDSA", key, certificate),
                    new BcDigestCalculatorProvider().get(new AlgorithmIdentifier(TSPAlgorithms.SHA256)),
                    POLICY);
            tokens.addCertificates(new JcaCertStore(List.of(certificate)));
            return new TimeStampResponseGenerator(tokens, TSPAlgorithms.ALLOWED)
                    .generate(new TimeStampRequest(request), new BigInteger(127, random), Date.from(clock.instant()))
                    .getEncoded();
        } catch (IOException e) {
            throw new LogException(LogException.Reason.MALFORMED_ENTRY, "Not a time-stamp request", e);
        } catch (TSPException | OperatorCreationException | CertificateEncodingException e) {
            throw new IllegalStateException("A request that could be read can be answered", e);
        }
    }

    private static X509Certificate certificate(
            X500Name issuer, X500Name subject, KeyPair keys, KeyPair signer, Instant now, boolean authority)
            throws GeneralSecurityException, IOException, OperatorCreationException {
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                issuer,
                new BigInteger(127, new SecureRandom()),
                Date.from(now.minusSeconds(60)),
                Date.from(now.plus(LIFE)),
                subject,
                keys.getPublic());
        JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
        builder.addExtension(
                Extension.keyUsage,
                true,
                new KeyUsage(authority ? KeyUsage.keyCertSign | KeyUsage.cRLSign : KeyUsage.digitalSignature));
        builder.addExtension(
                Extension.subjectKeyIdentifier, false, identifiers.createSubjectKeyIdentifier(keys.getPublic()));
        builder.addExtension(
                Extension.authorityKeyIdentifier, false, identifiers.createAuthorityKeyIdentifier(signer.getPublic()));
        if (!authority) {
            builder.addExtension(
                    Extension.extendedKeyUsage, true, new ExtendedKeyUsage(KeyPurposeId.id_kp_timeStamping));
        }
        return new JcaX509CertificateConverter()
                .getCertificate(
                        builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer.getPrivate())));
    }
}
