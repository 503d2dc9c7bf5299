package io.countermark.transparency;

import io.countermark.transparency.LogException.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * The public half of a key that signs notes, in the form {@code name+hash+base64} (c2sp.org/signed-note, "Verifier keys").
 *
 * @param name      of the key
 * @param algorithm of the signature and what it is over
 * @param raw       the public key, 32 bytes for Ed25519, 1,312 for ML-DSA-44
 */
public record NoteKey(String name, Algorithm algorithm, byte[] raw) {

    /** Signature types of c2sp.org/signed-note that are spoken here. */
    public enum Algorithm {
        /** Ed25519 over the text. */
        ED25519(0x01, "Ed25519", 32, 64, "302a300506032b6570032100"),
        /** Ed25519 over a time and the text (c2sp.org/tlog-cosignature). */
        ED25519_COSIGNATURE(0x04, "Ed25519", 32, 8 + 64, "302a300506032b6570032100"),
        /** ML-DSA-44 (FIPS 204) over cosigner, time and tree head (c2sp.org/tlog-cosignature). */
        ML_DSA_44_COSIGNATURE(0x06, "ML-DSA-44", 1312, 8 + 2420, "30820532300b06096086480165030403110382052100");

        private final int type;
        private final String jdkName;
        private final int keyLength;
        private final int signatureLength;
        private final String spkiPrefix;

        Algorithm(int type, String jdkName, int keyLength, int signatureLength, String spkiPrefix) {
            this.type = type;
            this.jdkName = jdkName;
            this.keyLength = keyLength;
            this.signatureLength = signatureLength;
            this.spkiPrefix = spkiPrefix;
        }

        String jdkName() {
            return jdkName;
        }

        int type() {
            return type;
        }

        /** What stands before the raw key in a SubjectPublicKeyInfo. */
        byte[] spkiPrefix() {
            return HexFormat.of().parseHex(spkiPrefix);
        }
    }

    public NoteKey {
        if (name.isEmpty() || name.contains("+") || name.codePoints().anyMatch(NoteKey::unfit)) {
            throw new LogException(
                    Reason.MALFORMED_KEY, "A key name has no spaces, no plus and at least one character");
        }
        if (raw.length != algorithm.keyLength) {
            throw new LogException(
                    Reason.MALFORMED_KEY, "A key of " + algorithm + " has " + algorithm.keyLength + " bytes");
        }
    }

    /** @throws LogException MALFORMED_KEY */
    public static NoteKey parse(String verifierKey) {
        String[] parts = verifierKey.strip().split("\\+", 3);
        try {
            byte[] typed = Base64.getDecoder().decode(parts.length == 3 ? parts[2] : "");
            for (Algorithm algorithm : Algorithm.values()) {
                if (typed.length > 1 && typed[0] == algorithm.type) {
                    NoteKey key = new NoteKey(parts[0], algorithm, Arrays.copyOfRange(typed, 1, typed.length));
                    if (key.text().equals(verifierKey.strip())) {
                        return key;
                    }
                }
            }
        } catch (IllegalArgumentException e) {
            throw new LogException(Reason.MALFORMED_KEY, "Not a verifier key: not base64", e);
        }
        throw new LogException(Reason.MALFORMED_KEY, "Not a verifier key of the form name+hash+base64");
    }

    /** Reads several, separated by white space. */
    public static List<NoteKey> parseAll(String verifierKeys) {
        List<NoteKey> keys = new ArrayList<>();
        for (String one : verifierKeys.strip().split("\\s+", -1)) {
            keys.add(parse(one));
        }
        return keys;
    }

    /** First four bytes of {@code SHA-256(name || newline || type || key)}. */
    public int id() {
        MessageDigest sha256 = Hasher.sha256();
        sha256.update((name + "\n").getBytes(StandardCharsets.UTF_8));
        sha256.update((byte) algorithm.type);
        return ByteBuffer.wrap(sha256.digest(raw)).getInt();
    }

    /** {@code name+hash+base64}. */
    public String text() {
        byte[] typed = new byte[1 + raw.length];
        typed[0] = (byte) algorithm.type;
        System.arraycopy(raw, 0, typed, 1, raw.length);
        return name + "+" + HexFormat.of().toHexDigits(id()) + "+"
                + Base64.getEncoder().encodeToString(typed);
    }

    /** As DER of a SubjectPublicKeyInfo. */
    public byte[] spki() {
        byte[] prefix = algorithm.spkiPrefix();
        byte[] spki = Arrays.copyOf(prefix, prefix.length + raw.length);
        System.arraycopy(raw, 0, spki, prefix.length, raw.length);
        return spki;
    }

    /**
     * Whether a signature line is of this key.
     *
     * @throws LogException BAD_SIGNATURE when it says so and does not hold
     */
    public boolean verifies(SignedNote note, SignedNote.Signature signature) {
        if (!signature.name().equals(name) || signature.keyId() != id()) {
            return false;
        }
        try {
            if (signature.bytes().length == algorithm.signatureLength) {
                java.security.Signature verifier = java.security.Signature.getInstance(algorithm.jdkName);
                verifier.initVerify(
                        KeyFactory.getInstance(algorithm.jdkName).generatePublic(new X509EncodedKeySpec(spki())));
                verifier.update(message(note.text(), signature.bytes()));
                int stamp = algorithm == Algorithm.ED25519 ? 0 : 8;
                if (verifier.verify(signature.bytes(), stamp, signature.bytes().length - stamp)) {
                    return true;
                }
            }
        } catch (GeneralSecurityException e) {
            throw new LogException(Reason.BAD_SIGNATURE, "The signature of " + name + " does not hold", e);
        }
        throw new LogException(Reason.BAD_SIGNATURE, "The signature of " + name + " does not hold");
    }

    private byte[] message(String text, byte[] signature) {
        return switch (algorithm) {
            case ED25519 -> text.getBytes(StandardCharsets.UTF_8);
            case ED25519_COSIGNATURE, ML_DSA_44_COSIGNATURE ->
                Cosignature.message(algorithm, name, ByteBuffer.wrap(signature).getLong(), text);
        };
    }

    private static boolean unfit(int codePoint) {
        return Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint) || codePoint < 0x20;
    }

    @Override
    public String toString() {
        return text();
    }
}
