package io.countermark.vault;

import io.countermark.vault.VaultException.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-256-GCM that commits to its key, the one construction under every ciphertext of the vault.
 *
 * <p>Plain GCM does not commit: two keys and one ciphertext that opens under both can be computed (Albertini and others, "How to
 * Abuse and Fix Authenticated Encryption Without Key Commitment", USENIX Security 2022). As in suite 0x0578 of the AWS Encryption
 * SDK, each message therefore gets its own key from HKDF-SHA-512 (RFC 5869) together with a commitment that is stored and compared
 * before anything is decrypted:
 *
 * <pre>
 *   K || C = HKDF-SHA-512(ikm = key, salt = 32 random bytes, info = label || context), 32 + 32 bytes
 * </pre>
 *
 * A ciphertext with two keys would need two inputs with equal C: a collision of HKDF-SHA-512 cut to 256 bits. Since K belongs to
 * one message alone, nonces are counters and never repeat (SP 800-38D, 8.2.1), and no count of messages per key has to be kept.
 *
 * <p>A wrapped secret ({@code CMW1}), used for every key that stands on disk:
 *
 * <pre>
 *   offset length
 *        0      4  "CMW1"
 *        4      8  id of the wrapping key: first 8 bytes of HKDF-SHA-512(key, no salt, "countermark key id")
 *       12     32  salt
 *       44     32  commitment C; label "countermark wrap 1", context as the caller says (UTF-8)
 *       76      n  AES-256-GCM(K, nonce of 12 zero bytes, associated data = bytes 0 to 75, secret)
 *     76+n     16  tag
 * </pre>
 */
final class CommittingCipher {

    static final int SALT = 32;
    static final int COMMITMENT = 32;
    static final int TAG = 16;
    static final int KEY = 32;
    static final int KEY_ID = 8;

    private static final byte[] WRAP_MAGIC = "CMW1".getBytes(StandardCharsets.US_ASCII);
    private static final int WRAP_HEADER = 4 + KEY_ID + SALT + COMMITMENT;
    private static final byte[] ZERO_NONCE = new byte[12];
    private static final SecureRandom RANDOM = new SecureRandom();

    private CommittingCipher() {}

    /** The key of one message and the commitment to it. */
    record Derived(SecretKey key, byte[] commitment) {}

    static byte[] random(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    static Derived derive(byte[] key, byte[] salt, String label, byte[] context) {
        byte[] out = hkdf(key, salt, concat(label.getBytes(StandardCharsets.UTF_8), context), KEY + COMMITMENT);
        Derived derived =
                new Derived(new SecretKeySpec(out, 0, KEY, "AES"), Arrays.copyOfRange(out, KEY, KEY + COMMITMENT));
        Arrays.fill(out, (byte) 0);
        return derived;
    }

    static byte[] keyId(byte[] key) {
        return hkdf(key, new byte[0], "countermark key id".getBytes(StandardCharsets.UTF_8), KEY_ID);
    }

    /** The id that a wrapped secret says its wrapping key has; not yet authenticated. */
    static byte[] wrappingKeyId(byte[] wrapped, String what) {
        boolean here = Arrays.equals(wrapped, 0, Math.min(4, wrapped.length), WRAP_MAGIC, 0, 4);
        if (wrapped.length < WRAP_HEADER + TAG || !(here || ServiceRootKey.wrote(wrapped))) {
            throw new VaultException(Reason.CORRUPT, what + ": not a wrapped key");
        }
        return Arrays.copyOfRange(wrapped, 4, 4 + KEY_ID);
    }

    static byte[] wrap(byte[] key, byte[] secret, String context) {
        byte[] salt = random(SALT);
        Derived derived = derive(key, salt, "countermark wrap 1", context.getBytes(StandardCharsets.UTF_8));
        ByteBuffer out = ByteBuffer.allocate(WRAP_HEADER + secret.length + TAG);
        out.put(WRAP_MAGIC).put(keyId(key)).put(salt).put(derived.commitment());
        try {
            Cipher gcm = gcm(Cipher.ENCRYPT_MODE, derived.key(), ZERO_NONCE);
            gcm.updateAAD(out.array(), 0, WRAP_HEADER);
            gcm.doFinal(secret, 0, secret.length, out.array(), WRAP_HEADER);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-256-GCM is part of every JDK", e);
        }
        return out.array();
    }

    /** @throws VaultException WRONG_KEY, or CORRUPT naming {@code what} */
    static byte[] unwrap(byte[] key, byte[] wrapped, String context, String what) {
        byte[] by = wrappingKeyId(wrapped, what);
        if (ServiceRootKey.wrote(wrapped) || !MessageDigest.isEqual(keyId(key), by)) {
            throw new VaultException(Reason.WRONG_KEY, what + ": wrapped by another key");
        }
        byte[] salt = Arrays.copyOfRange(wrapped, 4 + KEY_ID, 4 + KEY_ID + SALT);
        byte[] commitment = Arrays.copyOfRange(wrapped, 4 + KEY_ID + SALT, WRAP_HEADER);
        Derived derived = derive(key, salt, "countermark wrap 1", context.getBytes(StandardCharsets.UTF_8));
        if (!MessageDigest.isEqual(derived.commitment(), commitment)) {
            throw new VaultException(Reason.CORRUPT, what + ": the key commitment does not hold");
        }
        try {
            Cipher gcm = gcm(Cipher.DECRYPT_MODE, derived.key(), ZERO_NONCE);
            gcm.updateAAD(wrapped, 0, WRAP_HEADER);
            return gcm.doFinal(wrapped, WRAP_HEADER, wrapped.length - WRAP_HEADER);
        } catch (GeneralSecurityException e) {
            throw new VaultException(Reason.CORRUPT, what + ": the tag does not hold", e);
        }
    }

    static Cipher gcm(int mode, SecretKey key, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG * 8, nonce));
        return cipher;
    }

    static byte[] concat(byte[] a, byte[] b) {
        byte[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    private static byte[] hkdf(byte[] key, byte[] salt, byte[] info, int length) {
        try {
            HKDFParameterSpec.Builder extract = HKDFParameterSpec.ofExtract().addIKM(new SecretKeySpec(key, "Generic"));
            if (salt.length > 0) {
                extract.addSalt(salt);
            }
            return KDF.getInstance("HKDF-SHA512").deriveData(extract.thenExpand(info, length));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HKDF-SHA512 is part of JDK 25", e);
        }
    }
}
