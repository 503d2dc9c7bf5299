package io.countermark.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.countermark.credentials.CredentialsException.Reason;
import io.countermark.credentials.ValidationReport.State;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SigningCredentialTest {

    @ParameterizedTest
    @CsvSource({
        "EC, secp256r1, ES256",
        "EC, secp384r1, ES384",
        "EC, secp521r1, ES512",
        "RSA, 2048, PS256",
        "Ed25519, '', ED25519"
    })
    void everyKindOfKeySignsFromPem(String kind, String parameter, SignatureAlgorithm expected) throws Exception {
        KeyPair key = key(kind, parameter);
        KeyPair rootKey = key("EC", "secp256r1");
        X509Certificate root = certificate("CN=Root,O=PEM", "CN=Root,O=PEM", rootKey, rootKey, true);
        X509Certificate leaf = certificate("CN=Root,O=PEM", "CN=Leaf,O=PEM", key, rootKey, false);
        SigningCredential credential = SigningCredential.fromPem(
                pem("CERTIFICATE", leaf.getEncoded()) + pem("CERTIFICATE", root.getEncoded()),
                pem("PRIVATE KEY", key.getPrivate().getEncoded()));
        assertEquals(expected, credential.algorithm());
        assertEquals(1, credential.chain().size());
        assertThat(credential.toString()).doesNotContain("PrivateKey").contains("Leaf");
        byte[] signed = new ManifestSigner(credential)
                .sign(Samples.jpeg(), Samples.marked("a"))
                .file();
        ManifestValidator validator = new ManifestValidator(List.of(root), List.of());
        assertEquals(State.TRUSTED, validator.validate(signed, Samples.NOW).state());
    }

    @Test
    void refusesByReason() throws Exception {
        SigningCredential good = Samples.CREDENTIAL;
        String chain = pem("CERTIFICATE", good.leaf().getEncoded());
        String key = pem("PRIVATE KEY", good.key().getEncoded());
        assertReason(Reason.BAD_CERTIFICATE_CHAIN, "", key);
        assertReason(Reason.BAD_CERTIFICATE_CHAIN, pem("CERTIFICATE", new byte[] {1, 2, 3}), key);
        String unrelated = pem(
                "CERTIFICATE",
                CertificateAuthority.create("Other", Samples.NOW)
                        .intermediate("Other", Samples.NOW, Duration.ofDays(9))
                        .issue("Other", "Other", Samples.NOW, Duration.ofDays(3))
                        .chain()
                        .getLast()
                        .getEncoded());
        assertReason(Reason.BAD_CERTIFICATE_CHAIN, chain + unrelated, key);
        assertReason(Reason.BAD_KEY, chain, "");
        assertReason(Reason.BAD_KEY, chain, pem("PRIVATE KEY", new byte[] {1, 2, 3}));
        assertReason(Reason.BAD_KEY, chain, pem("ENCRYPTED PRIVATE KEY", new byte[] {1, 2, 3}));
        assertReason(
                Reason.BAD_KEY,
                chain,
                pem("PRIVATE KEY", key("EC", "secp256r1").getPrivate().getEncoded()));
    }

    private static void assertReason(Reason expected, String chain, String key) {
        assertThatThrownBy(() -> SigningCredential.fromPem(chain, key))
                .isInstanceOfSatisfying(CredentialsException.class, e -> assertEquals(expected, e.reason()));
    }

    @Test
    void anAuthorityComesBackFromItsParts() {
        CertificateAuthority restored =
                CertificateAuthority.restore(Samples.AUTHORITY.root(), Samples.AUTHORITY.privateKey());
        SigningCredential issued = restored.intermediate("Shop 1", Samples.NOW, Duration.ofDays(365))
                .issue("Seller", "Shop", Samples.NOW, Duration.ofDays(30));
        assertEquals(2, issued.chain().size());
        byte[] signed = new ManifestSigner(issued)
                .sign(Samples.png(), Samples.marked("a"))
                .file();
        ManifestValidator validator = new ManifestValidator(List.of(Samples.AUTHORITY.root()), List.of());
        assertEquals(State.TRUSTED, validator.validate(signed, Samples.NOW).state());
        assertThatThrownBy(() -> restored.issue("Seller", "Shop", Samples.NOW, Duration.ofDays(367)))
                .isInstanceOfSatisfying(
                        CredentialsException.class, e -> assertEquals(Reason.BAD_DEFINITION, e.reason()));
    }

    private static KeyPair key(String kind, String parameter) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
        if (kind.equals("EC")) {
            generator.initialize(new ECGenParameterSpec(parameter));
        } else if (kind.equals("RSA")) {
            generator.initialize(Integer.parseInt(parameter));
        }
        return generator.generateKeyPair();
    }

    private static X509Certificate certificate(
            String issuer, String subject, KeyPair key, KeyPair issuerKey, boolean authority) throws Exception {
        JcaX509ExtensionUtils extensions = new JcaX509ExtensionUtils();
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                new X500Name(issuer),
                BigInteger.TWO,
                Date.from(Samples.NOW.minusSeconds(60)),
                Date.from(Samples.NOW.plusSeconds(86_400)),
                new X500Name(subject),
                key.getPublic());
        builder.addExtension(
                Extension.authorityKeyIdentifier,
                false,
                extensions.createAuthorityKeyIdentifier(issuerKey.getPublic()));
        builder.addExtension(
                Extension.basicConstraints, true, new org.bouncycastle.asn1.x509.BasicConstraints(authority));
        int usage = authority ? KeyUsage.keyCertSign : KeyUsage.digitalSignature;
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
        if (!authority) {
            builder.addExtension(
                    Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_emailProtection));
        }
        return new JcaX509CertificateConverter()
                .getCertificate(
                        builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(issuerKey.getPrivate())));
    }

    private static String pem(String type, byte[] der) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n";
    }
}
