package io.countermark.vault;

import static io.countermark.vault.VaultTest.assertReason;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.countermark.vault.CommittingCipher.Derived;
import io.countermark.vault.VaultException.Reason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import org.junit.jupiter.api.Test;

/**
 * Builds one AES-256-GCM ciphertext that opens under two keys, after section 3 of "How to Abuse and Fix Authenticated Encryption
 * Without Key Commitment": GHASH is linear, so one free block makes two tags equal. The JDK opens it under both; the vault does not.
 */
class KeyCommitmentTest {

    private static final int HEADER = SealedObject.HEADER;

    @Test
    void aSegmentThatOpensUnderTwoKeysIsRefusedByTheCommitment() throws Exception {
        ObjectName name = VaultTest.name(1);
        byte[] sha256 = VaultTest.sha256(new byte[64]);
        byte[] one = CommittingCipher.random(32);
        byte[] two = CommittingCipher.random(32);
        ByteArrayOutputStream sealed = new ByteArrayOutputStream();
        SealedObject.seal(name, UUID.randomUUID(), one, sha256, Plaintext.of(new byte[64]), sealed);
        byte[] stored = sealed.toByteArray();
        byte[] salt = Arrays.copyOfRange(stored, 60, 92);
        byte[] context = CommittingCipher.concat(Arrays.copyOf(stored, 60), sha256);
        Derived first = CommittingCipher.derive(one, salt, "countermark object 1", context);
        Derived second = CommittingCipher.derive(two, salt, "countermark object 1", context);
        byte[] header = Arrays.copyOf(stored, HEADER);
        byte[] nonce = new byte[12];
        nonce[11] = 1;

        byte[] segment = collide(first.key(), second.key(), nonce, header, 4);
        byte[] plainOne = plainGcm(first.key(), nonce, header, segment);
        byte[] plainTwo = plainGcm(second.key(), nonce, header, segment);
        assertFalse(Arrays.equals(plainOne, plainTwo), "plain GCM opens it to two different contents");

        // The first key opens it, and only then the digest tells; the second is stopped before anything is decrypted.
        SealedObject.Header read = SealedObject.header(header);
        assertReason(
                Reason.DIGEST_MISMATCH,
                () -> SealedObject.open(read, new ByteArrayInputStream(segment), one, sha256)
                        .readAllBytes());
        assertReason(Reason.CORRUPT, () -> SealedObject.open(read, new ByteArrayInputStream(segment), two, sha256));
    }

    private static byte[] plainGcm(SecretKey key, byte[] nonce, byte[] header, byte[] segment) throws Exception {
        Cipher gcm = CommittingCipher.gcm(Cipher.DECRYPT_MODE, key, nonce);
        gcm.updateAAD(header);
        return gcm.doFinal(segment);
    }

    /** Blocks of random ciphertext but for the last, which is solved for, and the tag that both keys give. */
    private static byte[] collide(SecretKey one, SecretKey two, byte[] nonce, byte[] aad, int blocks) throws Exception {
        byte[] body = CommittingCipher.random(16 * blocks);
        Arrays.fill(body, 16 * (blocks - 1), body.length, (byte) 0);
        BigInteger hashKeyOne = block(one, new byte[16]);
        BigInteger hashKeyTwo = block(two, new byte[16]);
        BigInteger difference = tag(one, hashKeyOne, nonce, aad, body).xor(tag(two, hashKeyTwo, nonce, aad, body));
        // The last block is multiplied by H squared: itself, then the block of lengths comes after it.
        BigInteger factor = multiply(hashKeyOne, hashKeyOne).xor(multiply(hashKeyTwo, hashKeyTwo));
        byte[] solved = bytes(multiply(difference, inverse(factor)));
        System.arraycopy(solved, 0, body, 16 * (blocks - 1), 16);
        return CommittingCipher.concat(body, bytes(tag(one, hashKeyOne, nonce, aad, body)));
    }

    private static BigInteger tag(SecretKey key, BigInteger hashKey, byte[] nonce, byte[] aad, byte[] body)
            throws Exception {
        BigInteger hash = ghash(hashKey, BigInteger.ZERO, aad);
        hash = ghash(hashKey, hash, body);
        byte[] lengths = ByteBuffer.allocate(16)
                .putLong(8L * aad.length)
                .putLong(8L * body.length)
                .array();
        hash = ghash(hashKey, hash, lengths);
        byte[] counter = Arrays.copyOf(nonce, 16);
        counter[15] = 1;
        return hash.xor(block(key, counter));
    }

    private static BigInteger ghash(BigInteger hashKey, BigInteger start, byte[] data) {
        BigInteger hash = start;
        for (int at = 0; at < data.length; at += 16) {
            hash = multiply(hash.xor(new BigInteger(1, Arrays.copyOfRange(data, at, at + 16))), hashKey);
        }
        return hash;
    }

    /** In GF(2^128) with the bit order of SP 800-38D, section 6.3: the first bit is the constant term. */
    private static BigInteger multiply(BigInteger x, BigInteger y) {
        BigInteger reduction = BigInteger.valueOf(0xe1).shiftLeft(120);
        BigInteger product = BigInteger.ZERO;
        BigInteger shifted = y;
        for (int bit = 127; bit >= 0; bit--) {
            if (x.testBit(bit)) {
                product = product.xor(shifted);
            }
            boolean carry = shifted.testBit(0);
            shifted = shifted.shiftRight(1);
            if (carry) {
                shifted = shifted.xor(reduction);
            }
        }
        return product;
    }

    /** By Fermat: x to the power of 2^128 - 2. */
    private static BigInteger inverse(BigInteger x) {
        BigInteger result = BigInteger.ONE.shiftLeft(127);
        BigInteger square = x;
        for (int i = 1; i < 128; i++) {
            square = multiply(square, square);
            result = multiply(result, square);
        }
        return result;
    }

    private static BigInteger block(SecretKey key, byte[] in) throws Exception {
        Cipher aes = Cipher.getInstance("AES/ECB/NoPadding");
        aes.init(Cipher.ENCRYPT_MODE, key);
        return new BigInteger(1, aes.doFinal(in));
    }

    private static byte[] bytes(BigInteger number) {
        byte[] bytes = new byte[16];
        byte[] digits = number.toByteArray();
        int length = Math.min(16, digits.length);
        System.arraycopy(digits, digits.length - length, bytes, 16 - length, length);
        return bytes;
    }
}
