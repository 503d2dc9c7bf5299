package io.countermark.transparency;

import io.countermark.transparency.LogException.Reason;
import io.countermark.transparency.NoteKey.Algorithm;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;

/**
 * A key that signs notes (c2sp.org/signed-note): Ed25519, or one of the cosignature kinds of c2sp.org/tlog-cosignature. Its secret is
 * the 32-byte seed of RFC 8032 or FIPS 204. Thread-safe.
 */
public final class NoteSigner {

    private static final int SEED = 32;
    private static final String PREFIX = "PRIVATE+KEY+";

    private final NoteKey key;
    private final byte[] seed;
    private final PrivateKey privateKey;

    private NoteSigner(String name, Algorithm algorithm, byte[] seed) {
        this.seed = seed.clone();
        this.key = new NoteKey(name, algorithm, publicKey(algorithm, seed));
        this.privateKey = privateKey(algorithm, seed);
    }

    /** @param name the key name, for a log its origin, for example {@code example.com/log} */
    public static NoteSigner generate(String name, SecureRandom random) {
        return generate(name, Algorithm.ED25519, random);
    }

    /**
     * @param name      the key name
     * @param algorithm a log signs with ED25519 and may sign with ML_DSA_44_COSIGNATURE too; a witness signs with either cosignature
     */
    public static NoteSigner generate(String name, Algorithm algorithm, SecureRandom random) {
        byte[] seed = new byte[SEED];
        random.nextBytes(seed);
        return new NoteSigner(name, algorithm, seed);
    }

    /**
     * From the text of {@link #privateKey()}.
     *
     * @throws LogException MALFORMED_KEY
     */
    public static NoteSigner parse(String privateKey) {
        String[] parts = privateKey.strip().split("\\+", 5);
        if (parts.length != 5 || !privateKey.strip().startsWith(PREFIX)) {
            throw new LogException(Reason.MALFORMED_KEY, "Not a private key of the form PRIVATE+KEY+name+hash+base64");
        }
        try {
            byte[] typed = Base64.getDecoder().decode(parts[4]);
            for (Algorithm algorithm : Algorithm.values()) {
                if (typed.length == 1 + SEED && typed[0] == algorithm.type()) {
                    NoteSigner signer = new NoteSigner(parts[2], algorithm, Arrays.copyOfRange(typed, 1, 1 + SEED));
                    if (HexFormat.of().toHexDigits(signer.key.id()).equals(parts[3])) {
                        return signer;
                    }
                }
            }
        } catch (IllegalArgumentException e) {
            throw new LogException(Reason.MALFORMED_KEY, "Not a private key: not base64", e);
        }
        throw new LogException(Reason.MALFORMED_KEY, "Not a private key: unknown type, or its hash is another");
    }

    /** {@code PRIVATE+KEY+name+hash+base64}, a secret. */
    public String privateKey() {
        byte[] typed = new byte[1 + SEED];
        typed[0] = (byte) key.algorithm().type();
        System.arraycopy(seed, 0, typed, 1, SEED);
        return PREFIX + key.name() + "+" + HexFormat.of().toHexDigits(key.id()) + "+"
                + Base64.getEncoder().encodeToString(typed);
    }

    /** The verifier key, {@code name+hash+base64}, public. */
    public String verifierKey() {
        return key.text();
    }

    public NoteKey key() {
        return key;
    }

    public String name() {
        return key.name();
    }

    /**
     * Signs a text; a cosigner signs the tree head in it.
     *
     * @param text    ends in a newline
     * @param seconds since 1970, bound by the cosignature kinds and ignored by ED25519
     */
    public SignedNote.Signature sign(String text, long seconds) {
        byte[] signature = switch (key.algorithm()) {
            case ED25519 -> sign(text.getBytes(StandardCharsets.UTF_8));
            case ED25519_COSIGNATURE, ML_DSA_44_COSIGNATURE -> {
                byte[] bare = sign(Cosignature.message(key.algorithm(), key.name(), seconds, text));
                yield ByteBuffer.allocate(8 + bare.length)
                        .putLong(seconds)
                        .put(bare)
                        .array();
            }
        };
        return new SignedNote.Signature(key.name(), key.id(), signature);
    }

    private byte[] sign(byte[] message) {
        try {
            java.security.Signature signer =
                    java.security.Signature.getInstance(key.algorithm().jdkName());
            signer.initSign(privateKey);
            signer.update(message);
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Ed25519 and ML-DSA are part of JDK 25", e);
        }
    }

    private static byte[] publicKey(Algorithm algorithm, byte[] seed) {
        return switch (algorithm) {
            case ED25519, ED25519_COSIGNATURE ->
                new Ed25519PrivateKeyParameters(seed, 0).generatePublicKey().getEncoded();
            case ML_DSA_44_COSIGNATURE -> new MLDSAPrivateKeyParameters(MLDSAParameters.ml_dsa_44, seed).getPublicKey();
        };
    }

    /** PKCS #8 around the seed for Ed25519 (RFC 8410), around the expanded key for ML-DSA, which is what JDK 25 reads. */
    private static PrivateKey privateKey(Algorithm algorithm, byte[] seed) {
        byte[] inner = switch (algorithm) {
            case ED25519, ED25519_COSIGNATURE -> seed;
            case ML_DSA_44_COSIGNATURE -> new MLDSAPrivateKeyParameters(MLDSAParameters.ml_dsa_44, seed).getEncoded();
        };
        String prefix = switch (algorithm) {
            case ED25519, ED25519_COSIGNATURE -> "302e020100300506032b657004220420";
            case ML_DSA_44_COSIGNATURE -> "30820a18020100300b060960864801650304031104820a0404820a00";
        };
        byte[] head = HexFormat.of().parseHex(prefix);
        byte[] pkcs8 = Arrays.copyOf(head, head.length + inner.length);
        System.arraycopy(inner, 0, pkcs8, head.length, inner.length);
        try {
            return KeyFactory.getInstance(algorithm.jdkName()).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (GeneralSecurityException e) {
            throw new LogException(Reason.MALFORMED_KEY, "The JDK refuses the key", e);
        }
    }

    @Override
    public String toString() {
        return "NoteSigner " + key.name();
    }
}
