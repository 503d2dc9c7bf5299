package io.countermark.credentials;

import io.countermark.credentials.CredentialsException.Reason;
import java.math.BigInteger;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.PolicyInformation;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX500NameUtil;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The product's own certificate authority: a self-signed root, or an intermediate below it, that issues claim-signing leaves
 * by the C2PA profile (ES256; C2PA 2.4, 14.5.1.1). Thread-safe.
 */
public final class CertificateAuthority {

    /** The longest life of a leaf, as assurance level 1 of the C2PA certificate policy has it. */
    public static final Duration MAX_LEAF_VALIDITY = Duration.ofDays(366);

    private static final Duration ROOT_VALIDITY = Duration.ofDays(3653);
    private static final String CURVE = "secp256r1";
    private static final String SIGNATURE = "SHA256withECDSA";

    /** Clocks of relying parties may run behind ours. */
    private static final Duration BACKDATED = Duration.ofMinutes(5);

    private static final SecureRandom RANDOM = new SecureRandom();

    /** The C2PA certificate policy (conformance programme, certificate policy 1.0). */
    private static final String C2PA_POLICY = "1.3.6.1.4.1.62558.1.1";

    private final List<X509Certificate> chain;
    private final KeyPair key;
    private final @Nullable URI responder;

    /** @param chain this authority's certificate first, the root last */
    private CertificateAuthority(List<X509Certificate> chain, KeyPair key) {
        this(chain, key, null);
    }

    private CertificateAuthority(List<X509Certificate> chain, KeyPair key, @Nullable URI responder) {
        this.chain = List.copyOf(chain);
        this.key = key;
        this.responder = responder;
    }

    /** The same authority, whose leaves name an OCSP responder (RFC 5280, 4.2.2.1). */
    public CertificateAuthority withResponder(URI address) {
        return new CertificateAuthority(chain, key, address);
    }

    /** A new root valid for ten years. */
    public static CertificateAuthority create(String organisation, Instant now) {
        KeyPair key = newKey();
        X500Name name = name(organisation + " Root CA", organisation);
        X509v3CertificateBuilder builder = builder(name, name, key.getPublic(), now, ROOT_VALIDITY);
        X509Certificate root = authority(builder, key.getPublic(), key, key.getPublic(), 1);
        return new CertificateAuthority(List.of(root), key);
    }

    /** The root as stored before. */
    public static CertificateAuthority of(X509Certificate root, KeyPair key) {
        return new CertificateAuthority(List.of(root), key);
    }

    /**
     * The root as stored before.
     *
     * @param pkcs8 what {@link #privateKey()} gave
     * @throws CredentialsException BAD_KEY when it is no EC key in PKCS#8
     */
    public static CertificateAuthority restore(X509Certificate root, byte[] pkcs8) {
        try {
            return of(
                    root,
                    new KeyPair(
                            root.getPublicKey(),
                            KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(pkcs8))));
        } catch (GeneralSecurityException e) {
            throw new CredentialsException(
                    Reason.BAD_KEY, "The stored key of the certificate authority can't be read", e);
        }
    }

    /** A new authority below this one; its leaves carry its certificate in their chain. */
    public CertificateAuthority intermediate(String commonName, Instant now, Duration validity) {
        KeyPair below = newKey();
        X500Name issuer = JcaX500NameUtil.getSubject(chain.getFirst());
        X500Name subject = name(commonName, organisation(issuer));
        X509v3CertificateBuilder builder = builder(issuer, subject, below.getPublic(), now, validity);
        List<X509Certificate> extended = new ArrayList<>();
        extended.add(authority(builder, below.getPublic(), key, key.getPublic(), 0));
        extended.addAll(chain);
        return new CertificateAuthority(extended, below);
    }

    /** This authority's own certificate: what its leaves are issued by. */
    public X509Certificate certificate() {
        return chain.getFirst();
    }

    /**
     * A certificate for somebody who answers OCSP requests in this authority's name (RFC 6960, 4.2.2.2): its key can sign
     * nothing else.
     */
    OcspResponder.Delegate delegate(Instant now, Duration validity) {
        KeyPair delegated = newKey();
        X500Name issuer = JcaX500NameUtil.getSubject(certificate());
        X509v3CertificateBuilder builder =
                builder(issuer, name("OCSP responder", organisation(issuer)), delegated.getPublic(), now, validity);
        try {
            addKeyIdentifiers(builder, delegated.getPublic(), key.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(
                    Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_OCSPSigning));
            builder.addExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nocheck, false, DERNull.INSTANCE);
            return new OcspResponder.Delegate(sign(builder, key), delegated.getPrivate());
        } catch (CertIOException e) {
            throw new IllegalStateException("A certificate extension can't be encoded", e);
        }
    }

    public X509Certificate root() {
        return chain.getLast();
    }

    /** PKCS#8 DER of the authority's private key, for storing it encrypted. */
    public byte[] privateKey() {
        return key.getPrivate().getEncoded();
    }

    /**
     * A new key with a leaf for {@code commonName} of {@code organisation}.
     *
     * @throws CredentialsException BAD_DEFINITION for a validity that is not positive or over 366 days
     */
    public SigningCredential issue(String commonName, String organisation, Instant now, Duration validity) {
        KeyPair leafKey = newKey();
        return new SigningCredential(
                certify(leafKey.getPublic(), name(commonName, organisation), now, validity), leafKey.getPrivate());
    }

    /**
     * A leaf for a key that is kept elsewhere, in a token or at another machine.
     *
     * @return the chain, leaf first, root left out
     * @throws CredentialsException as {@link #issue}; BAD_KEY for a key that C2PA does not allow
     */
    public List<X509Certificate> certify(
            PublicKey subject, String commonName, String organisation, Instant now, Duration validity) {
        if (SignatureAlgorithm.of(subject).isEmpty()) {
            throw new CredentialsException(Reason.BAD_KEY, "C2PA allows no signatures by a key of this kind or length");
        }
        return certify(subject, name(commonName, organisation), now, validity);
    }

    /**
     * A new key with a leaf for the subject of one that ends soon.
     *
     * @throws CredentialsException BAD_CERTIFICATE_CHAIN when the leaf is not of this authority
     */
    public SigningCredential renew(X509Certificate ending, Instant now, Duration validity) {
        requireOwn(ending);
        KeyPair leafKey = newKey();
        List<X509Certificate> issued = certify(leafKey.getPublic(), JcaX500NameUtil.getSubject(ending), now, validity);
        return new SigningCredential(issued, leafKey.getPrivate());
    }

    private void requireOwn(X509Certificate leaf) {
        try {
            leaf.verify(key.getPublic());
        } catch (GeneralSecurityException e) {
            throw new CredentialsException(
                    Reason.BAD_CERTIFICATE_CHAIN, "The certificate was not issued by this authority", e);
        }
    }

    private List<X509Certificate> certify(PublicKey subject, X500Name name, Instant now, Duration validity) {
        if (validity.isNegative() || validity.isZero() || validity.compareTo(MAX_LEAF_VALIDITY) > 0) {
            throw new CredentialsException(Reason.BAD_DEFINITION, "A signing certificate lives for 1 to 366 days");
        }
        X500Name issuer = JcaX500NameUtil.getSubject(chain.getFirst());
        X509v3CertificateBuilder builder = builder(issuer, name, subject, now, validity);
        List<X509Certificate> issued = new ArrayList<>();
        issued.add(leaf(builder, subject));
        issued.addAll(chain.subList(0, chain.size() - 1));
        return issued;
    }

    private X509Certificate leaf(X509v3CertificateBuilder builder, PublicKey subjectKey) {
        try {
            addKeyIdentifiers(builder, subjectKey, key.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            KeyPurposeId[] purposes = {
                KeyPurposeId.getInstance(new ASN1ObjectIdentifier(CertificateProfile.CLAIM_SIGNING)),
                KeyPurposeId.id_kp_emailProtection
            };
            builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes));
            PolicyInformation policy = new PolicyInformation(new ASN1ObjectIdentifier(C2PA_POLICY));
            builder.addExtension(Extension.certificatePolicies, false, new CertificatePolicies(policy));
            if (responder != null) {
                GeneralName address = new GeneralName(GeneralName.uniformResourceIdentifier, responder.toString());
                builder.addExtension(
                        Extension.authorityInfoAccess,
                        false,
                        new AuthorityInformationAccess(AccessDescription.id_ad_ocsp, address));
            }
            return sign(builder, key);
        } catch (CertIOException e) {
            throw new IllegalStateException("A certificate extension can't be encoded", e);
        }
    }

    private static X509Certificate authority(
            X509v3CertificateBuilder builder, PublicKey subjectKey, KeyPair issuer, PublicKey issuerKey, int below) {
        try {
            addKeyIdentifiers(builder, subjectKey, issuerKey);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(below));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            return sign(builder, issuer);
        } catch (CertIOException e) {
            throw new IllegalStateException("A certificate extension can't be encoded", e);
        }
    }

    private static void addKeyIdentifiers(X509v3CertificateBuilder builder, PublicKey subject, PublicKey issuer)
            throws CertIOException {
        try {
            JcaX509ExtensionUtils extensions = new JcaX509ExtensionUtils();
            builder.addExtension(Extension.subjectKeyIdentifier, false, extensions.createSubjectKeyIdentifier(subject));
            builder.addExtension(
                    Extension.authorityKeyIdentifier, false, extensions.createAuthorityKeyIdentifier(issuer));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has SHA-1 for key identifiers", e);
        }
    }

    private static X509v3CertificateBuilder builder(
            X500Name issuer, X500Name subject, PublicKey key, Instant now, Duration validity) {
        Instant from = now.truncatedTo(ChronoUnit.SECONDS).minus(BACKDATED);
        return new JcaX509v3CertificateBuilder(
                issuer,
                new BigInteger(127, RANDOM).setBit(126),
                Date.from(from),
                Date.from(from.plus(validity)),
                subject,
                key);
    }

    private static X509Certificate sign(X509v3CertificateBuilder builder, KeyPair issuer) {
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder(SIGNATURE).build(issuer.getPrivate())));
        } catch (OperatorCreationException | CertificateException e) {
            throw new CredentialsException(Reason.BAD_KEY, "The certificate authority's key can't sign", e);
        }
    }

    private static X500Name name(String commonName, String organisation) {
        return new X500NameBuilder()
                .addRDN(BCStyle.O, organisation)
                .addRDN(BCStyle.CN, commonName)
                .build();
    }

    private static String organisation(X500Name name) {
        return name.getRDNs(BCStyle.O)[0].getFirst().getValue().toString();
    }

    private static KeyPair newKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(CURVE), RANDOM);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has the curve P-256", e);
        }
    }
}
