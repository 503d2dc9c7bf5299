package io.countermark.credentials;

import io.countermark.credentials.CredentialsException.Reason;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;

/**
 * A private key with its certificate chain. EC P-256, P-384 and P-521 keys sign ES256, ES384 and ES512, RSA keys of at least
 * 2048 bits PS256 (or what RSASSA-PSS parameters say), Ed25519 keys EdDSA (C2PA 2.4, 13.2.1).
 *
 * @param chain     leaf first, root left out
 * @param key       the leaf's private key
 * @param algorithm fits the key; an RSA key allows a choice
 */
public record SigningCredential(List<X509Certificate> chain, PrivateKey key, SignatureAlgorithm algorithm)
        implements ClaimSigner {

    public SigningCredential {
        chain = List.copyOf(chain);
        if (chain.isEmpty()) {
            throw new CredentialsException(Reason.BAD_CERTIFICATE_CHAIN, "The certificate chain is empty");
        }
        if (!algorithm.fits(chain.getFirst().getPublicKey())) {
            throw new CredentialsException(
                    Reason.BAD_KEY,
                    "The key of the certificate ("
                            + chain.getFirst().getPublicKey().getAlgorithm() + ") can't sign " + algorithm);
        }
    }

    /** With the algorithm that suits the key. */
    public SigningCredential(List<X509Certificate> chain, PrivateKey key) {
        this(chain, key, algorithmOf(chain));
    }

    /**
     * The same key with another algorithm.
     *
     * @throws CredentialsException BAD_KEY when the key can't be used with it
     */
    public SigningCredential with(SignatureAlgorithm other) {
        return new SigningCredential(chain, key, other);
    }

    /**
     * Reads PEM texts: certificates leaf first (a self-signed root at the end is left out), and a PKCS#8 or traditional key.
     *
     * @throws CredentialsException BAD_CERTIFICATE_CHAIN or BAD_KEY when they are not a chain and its unencrypted key
     */
    public static SigningCredential fromPem(String chainPem, String keyPem) {
        List<X509Certificate> chain = chainFromPem(chainPem);
        PrivateKey key = privateKey(keyPem);
        SigningCredential credential = new SigningCredential(chain, key);
        credential.requireMatchingKey();
        return credential;
    }

    /**
     * A signer's chain in a PEM text, leaf first; a self-signed root at the end is left out.
     *
     * @throws CredentialsException BAD_CERTIFICATE_CHAIN when each is not signed by the next
     */
    public static List<X509Certificate> chainFromPem(String pem) {
        List<X509Certificate> chain = new ArrayList<>(certificates(pem));
        if (chain.size() > 1 && isSelfIssued(chain.getLast())) {
            chain.removeLast();
        }
        requireChain(chain);
        return chain;
    }

    /**
     * Every certificate in a PEM text, in order.
     *
     * @throws CredentialsException BAD_CERTIFICATE_CHAIN when there is none or one can't be read
     */
    public static List<X509Certificate> certificates(String pem) {
        List<X509Certificate> found = new ArrayList<>();
        try (PEMParser parser = new PEMParser(new StringReader(pem))) {
            for (Object object = parser.readObject(); object != null; object = parser.readObject()) {
                if (object instanceof X509CertificateHolder holder) {
                    found.add(new JcaX509CertificateConverter().getCertificate(holder));
                }
            }
        } catch (IOException | CertificateException e) {
            throw new CredentialsException(Reason.BAD_CERTIFICATE_CHAIN, "A certificate in the PEM can't be read", e);
        }
        if (found.isEmpty()) {
            throw new CredentialsException(Reason.BAD_CERTIFICATE_CHAIN, "There is no certificate in the PEM");
        }
        return found;
    }

    private static boolean isSelfIssued(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
    }

    private static void requireChain(List<X509Certificate> chain) {
        for (int i = 0; i + 1 < chain.size(); i++) {
            try {
                chain.get(i).verify(chain.get(i + 1).getPublicKey());
            } catch (GeneralSecurityException e) {
                throw new CredentialsException(
                        Reason.BAD_CERTIFICATE_CHAIN,
                        "Certificate " + (i + 1) + " of the chain is not signed by the next one",
                        e);
            }
        }
    }

    private static PrivateKey privateKey(String pem) {
        try (PEMParser parser = new PEMParser(new StringReader(pem))) {
            for (Object object = parser.readObject(); object != null; object = parser.readObject()) {
                PrivateKeyInfo info = switch (object) {
                    case PrivateKeyInfo pkcs8 -> pkcs8;
                    case PEMKeyPair pair -> pair.getPrivateKeyInfo();
                    case PKCS8EncryptedPrivateKeyInfo encrypted -> throw encryptedKey();
                    case PEMEncryptedKeyPair encrypted -> throw encryptedKey();
                    // EC PARAMETERS and certificates may stand before the key.
                    default -> null;
                };
                if (info != null) {
                    return new JcaPEMKeyConverter().getPrivateKey(info);
                }
            }
        } catch (IOException e) {
            throw new CredentialsException(Reason.BAD_KEY, "The private key in the PEM can't be read", e);
        }
        throw new CredentialsException(Reason.BAD_KEY, "There is no private key in the PEM");
    }

    private static CredentialsException encryptedKey() {
        return new CredentialsException(Reason.BAD_KEY, "The private key is encrypted; decrypt it first");
    }

    private void requireMatchingKey() {
        byte[] probe = "countermark".getBytes(StandardCharsets.US_ASCII);
        try {
            if (algorithm.verify(leaf().getPublicKey(), probe, algorithm.sign(key, probe))) {
                return;
            }
        } catch (GeneralSecurityException e) {
            throw new CredentialsException(Reason.BAD_KEY, "The private key does not suit the certificate", e);
        }
        throw new CredentialsException(Reason.BAD_KEY, "The private key is not that of the first certificate");
    }

    X509Certificate leaf() {
        return chain.getFirst();
    }

    static SignatureAlgorithm algorithmOf(List<X509Certificate> chain) {
        if (chain.isEmpty()) {
            throw new CredentialsException(Reason.BAD_CERTIFICATE_CHAIN, "The certificate chain is empty");
        }
        return SignatureAlgorithm.of(chain.getFirst().getPublicKey())
                .orElseThrow(() -> new CredentialsException(
                        Reason.BAD_KEY,
                        "C2PA allows EC P-256, P-384, P-521, RSA of 2048 bits and more, and Ed25519 keys, not "
                                + chain.getFirst().getPublicKey().getAlgorithm()));
    }

    @Override
    public byte[] sign(byte[] message) throws GeneralSecurityException {
        return algorithm.sign(key, message);
    }

    /** Never shows the key. */
    @Override
    public String toString() {
        return "SigningCredential[" + chain.getFirst().getSubjectX500Principal() + "]";
    }
}
