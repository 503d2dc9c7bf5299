package io.countermark.credentials;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The signature algorithms that C2PA 2.4 allows (13.2.1), with their COSE numbers (RFC 9053). */
public enum SignatureAlgorithm {
    ES256(-7, "SHA256withECDSAinP1363Format", 256),
    ES384(-35, "SHA384withECDSAinP1363Format", 384),
    ES512(-36, "SHA512withECDSAinP1363Format", 521),
    PS256(-37, "RSASSA-PSS", 0),
    PS384(-38, "RSASSA-PSS", 0),
    PS512(-39, "RSASSA-PSS", 0),
    ED25519(-8, "Ed25519", 0);

    /** 13.2.1: RSA keys shorter than this are refused. */
    static final int MIN_RSA_BITS = 2048;

    private static final int MAX_RSA_BITS = 16_384;

    private final int coseId;
    private final String jcaName;
    private final int curveBits;

    SignatureAlgorithm(int coseId, String jcaName, int curveBits) {
        this.coseId = coseId;
        this.jcaName = jcaName;
        this.curveBits = curveBits;
    }

    private @Nullable PSSParameterSpec pss() {
        return switch (this) {
            case ES256, ES384, ES512, ED25519 -> null;
            case PS256 -> new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1);
            case PS384 -> new PSSParameterSpec("SHA-384", "MGF1", MGF1ParameterSpec.SHA384, 48, 1);
            case PS512 -> new PSSParameterSpec("SHA-512", "MGF1", MGF1ParameterSpec.SHA512, 64, 1);
        };
    }

    /** Bytes of a signature by a key: r and s side by side, or the modulus. */
    int signatureLength(PublicKey key) {
        return switch (this) {
            case ES256, ED25519 -> 64;
            case ES384 -> 96;
            case ES512 -> 132;
            case PS256, PS384, PS512 -> (((RSAKey) key).getModulus().bitLength() + 7) / 8;
        };
    }

    int coseId() {
        return coseId;
    }

    /** By its name, in any case: {@code es256}, {@code PS384}, {@code ed25519}. */
    public static Optional<SignatureAlgorithm> named(String name) {
        return Arrays.stream(values())
                .filter(alg -> alg.name().equalsIgnoreCase(name))
                .findFirst();
    }

    static Optional<SignatureAlgorithm> ofCoseId(int id) {
        return Arrays.stream(values()).filter(alg -> alg.coseId == id).findFirst();
    }

    /** The algorithm that a key is used with here: EC by curve, RSA with SHA-256 unless its parameters say more. */
    static Optional<SignatureAlgorithm> of(PublicKey key) {
        return Arrays.stream(values()).filter(alg -> alg.fits(key)).findFirst();
    }

    /** Whether key type, curve and length are those of this algorithm. */
    boolean fits(PublicKey key) {
        return switch (this) {
            case ES256, ES384, ES512 ->
                key instanceof ECKey ec && ec.getParams().getCurve().getField().getFieldSize() == curveBits;
            case PS256, PS384, PS512 -> key instanceof RSAKey rsa && fitsRsa(rsa);
            case ED25519 ->
                key.getAlgorithm().equals("EdDSA") || key.getAlgorithm().equals("Ed25519");
        };
    }

    private boolean fitsRsa(RSAKey rsa) {
        int bits = rsa.getModulus().bitLength();
        AlgorithmParameterSpec params = rsa.getParams();
        PSSParameterSpec pss = pss();
        boolean digestFits = pss == null
                || !(params instanceof PSSParameterSpec spec)
                || spec.getDigestAlgorithm().equals(pss.getDigestAlgorithm());
        return bits >= MIN_RSA_BITS && bits <= MAX_RSA_BITS && digestFits;
    }

    byte[] sign(PrivateKey key, byte[] message) throws GeneralSecurityException {
        return sign(key, message, null);
    }

    /** @param provider whose key it is; null for any that takes it */
    byte[] sign(PrivateKey key, byte[] message, @Nullable Provider provider) throws GeneralSecurityException {
        Signature signature = signature(provider);
        signature.initSign(key);
        signature.update(message);
        return signature.sign();
    }

    boolean verify(PublicKey key, byte[] message, byte[] value) {
        try {
            Signature signature = signature(null);
            signature.initVerify(key);
            signature.update(message);
            return signature.verify(value);
        } catch (GeneralSecurityException e) {
            // The key does not suit, or the value has the wrong length or form.
            return false;
        }
    }

    private Signature signature(@Nullable Provider provider) throws GeneralSecurityException {
        Signature signature =
                provider == null ? Signature.getInstance(jcaName) : Signature.getInstance(jcaName, provider);
        PSSParameterSpec pss = pss();
        if (pss != null) {
            signature.setParameter(pss);
        }
        return signature;
    }
}
