package io.countermark.vault;

import io.countermark.vault.VaultException.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.Provider;
import java.security.ProviderException;
import java.security.Security;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * An AES-256 key in a PKCS#11 token (OASIS PKCS #11 3.1), by the JDK's SunPKCS11. What it encrypts is {@code nonce, 12 random bytes ||
 * ciphertext || tag, 16 bytes} of CKM_AES_GCM. One encryption a tenant key: far below the 2^32 of SP 800-38D, 8.3.
 */
public final class Pkcs11Token implements KeyService {

    private static final int NONCE = 12;

    private final Provider provider;
    private final SecretKey key;
    private final String keyName;

    private Pkcs11Token(Provider provider, SecretKey key, String keyName) {
        this.provider = provider;
        this.key = key;
        this.keyName = keyName;
    }

    /**
     * Finds the key, or makes it in the token: sensitive and not extractable.
     *
     * @param library   of the token's maker, for example {@code /usr/lib/softhsm/libsofthsm2.so}
     * @param slotIndex of the token in the library's list of slots, from 0
     * @param pin       of the user
     * @param label     of the key; another for a new key
     * @throws VaultException KEY_SERVICE when the token can't be used or holds something else under that label
     */
    public static Pkcs11Token openOrCreate(Path library, int slotIndex, char[] pin, String label) {
        try {
            Provider provider = Security.getProvider("SunPKCS11");
            if (provider == null) {
                throw new VaultException(Reason.KEY_SERVICE, "This Java has no SunPKCS11 (module jdk.crypto.cryptoki)");
            }
            Provider token = provider.configure("""
                    --name = countermark-%d
                    library = "%s"
                    slotListIndex = %d
                    attributes(*, CKO_SECRET_KEY, CKK_AES) = {
                      CKA_SENSITIVE = true
                      CKA_EXTRACTABLE = false
                      CKA_ENCRYPT = true
                      CKA_DECRYPT = true
                    }
                    """.formatted(slotIndex, library, slotIndex));
            KeyStore keys = KeyStore.getInstance("PKCS11", token);
            keys.load(null, pin);
            if (!keys.containsAlias(label)) {
                KeyGenerator generator = KeyGenerator.getInstance("AES", token);
                generator.init(256);
                keys.setKeyEntry(label, generator.generateKey(), null, null);
            }
            Key found = keys.getKey(label, null);
            if (!(found instanceof SecretKey secret) || !secret.getAlgorithm().equals("AES")) {
                throw new VaultException(Reason.KEY_SERVICE, "What the token calls " + label + " is no AES key");
            }
            return new Pkcs11Token(token, secret, "pkcs11:object=" + label);
        } catch (GeneralSecurityException | IOException | ProviderException | UnsupportedOperationException e) {
            throw unusable(e);
        }
    }

    @Override
    public String keyName() {
        return keyName;
    }

    @Override
    public byte[] encrypt(byte[] plain) {
        byte[] nonce = CommittingCipher.random(NONCE);
        try {
            return CommittingCipher.concat(
                    nonce, gcm(Cipher.ENCRYPT_MODE, nonce).doFinal(plain));
        } catch (GeneralSecurityException | ProviderException e) {
            throw unusable(e);
        }
    }

    @Override
    public byte[] decrypt(byte[] encrypted) {
        if (encrypted.length != NONCE + CommittingCipher.KEY + CommittingCipher.TAG) {
            throw new VaultException(Reason.CORRUPT, "Not a key that " + keyName + " encrypted");
        }
        try {
            Cipher gcm = gcm(Cipher.DECRYPT_MODE, Arrays.copyOf(encrypted, NONCE));
            return gcm.doFinal(encrypted, NONCE, encrypted.length - NONCE);
        } catch (AEADBadTagException e) {
            throw new VaultException(Reason.CORRUPT, "A key that " + keyName + " encrypted was changed", e);
        } catch (GeneralSecurityException | ProviderException e) {
            // Tokens say it in different ways: PKCS #11 names CKR_ENCRYPTED_DATA_INVALID, SoftHSM answers
            // CKR_GENERAL_ERROR.
            if (works()) {
                throw new VaultException(Reason.CORRUPT, "A key that " + keyName + " encrypted was changed", e);
            }
            throw unusable(e);
        }
    }

    /** Whether the token decrypts what is surely right. */
    private boolean works() {
        byte[] nonce = CommittingCipher.random(NONCE);
        byte[] plain = CommittingCipher.random(CommittingCipher.KEY);
        try {
            byte[] encrypted = gcm(Cipher.ENCRYPT_MODE, nonce).doFinal(plain);
            return Arrays.equals(plain, gcm(Cipher.DECRYPT_MODE, nonce).doFinal(encrypted));
        } catch (GeneralSecurityException | ProviderException e) {
            return false;
        }
    }

    private Cipher gcm(int mode, byte[] nonce) throws GeneralSecurityException {
        Cipher gcm = Cipher.getInstance("AES/GCM/NoPadding", provider);
        gcm.init(mode, key, new GCMParameterSpec(CommittingCipher.TAG * 8, nonce));
        return gcm;
    }

    private static VaultException unusable(Exception cause) {
        Throwable first = cause;
        while (first.getCause() != null) {
            first = first.getCause();
        }
        return new VaultException(Reason.KEY_SERVICE, "The PKCS#11 token can't be used: " + first.getMessage(), cause);
    }
}
