package io.countermark.credentials;

import io.countermark.credentials.CredentialsException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.Security;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A token that keeps private keys and signs with them: a smart card, a hardware module, SoftHSM (PKCS#11 2.40, by the JDK's
 * SunPKCS11). Keys never leave it. A key is known by the label of its certificate in the token.
 */
public final class Pkcs11Token {

    private static final AtomicInteger OPENED = new AtomicInteger();

    private final Provider provider;
    private final KeyStore store;

    private Pkcs11Token(Provider provider, KeyStore store) {
        this.provider = provider;
        this.store = store;
    }

    /**
     * Opens a token.
     *
     * @param library the PKCS#11 library of its maker
     * @param slot    position in the library's list of slots, from 0
     * @param pin     the user's
     * @throws CredentialsException BAD_KEY when library, slot or PIN are wrong
     */
    public static Pkcs11Token open(Path library, int slot, char[] pin) {
        if (!Files.isRegularFile(library) || library.toString().contains("\n")) {
            throw new CredentialsException(Reason.BAD_KEY, "There is no PKCS#11 library " + library);
        }
        String configuration = "--name = Countermark%d%nlibrary = %s%nslotListIndex = %d%n"
                .formatted(OPENED.incrementAndGet(), library.toAbsolutePath(), slot);
        try {
            Provider template = Security.getProvider("SunPKCS11");
            if (template == null) {
                throw new CredentialsException(Reason.BAD_KEY, "This Java has no PKCS#11 (jdk.crypto.cryptoki)");
            }
            Provider provider = template.configure(configuration);
            KeyStore store = KeyStore.getInstance("PKCS11", provider);
            store.load(null, pin);
            return new Pkcs11Token(provider, store);
        } catch (GeneralSecurityException | IOException | ProviderException | IllegalArgumentException e) {
            throw new CredentialsException(Reason.BAD_KEY, "The PKCS#11 token can't be opened: " + cause(e), e);
        }
    }

    private static String cause(Exception e) {
        Throwable deepest = e;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return String.valueOf(deepest.getMessage());
    }

    /** Labels of the keys with certificates. */
    public List<String> labels() {
        try {
            List<String> labels = new ArrayList<>();
            for (String alias : Collections.list(store.aliases())) {
                if (store.isKeyEntry(alias)) {
                    labels.add(alias);
                }
            }
            return labels;
        } catch (GeneralSecurityException e) {
            throw new CredentialsException(Reason.BAD_KEY, "The PKCS#11 token can't be read", e);
        }
    }

    /**
     * A signer by one of the keys.
     *
     * @param chain     leaf first; null takes what the token has of it
     * @param algorithm null takes what suits the key
     * @throws CredentialsException BAD_KEY when there is no such key, or it can't sign that
     */
    public ClaimSigner signer(
            String label, @Nullable List<X509Certificate> chain, @Nullable SignatureAlgorithm algorithm) {
        try {
            Key key = store.getKey(label, null);
            if (!(key instanceof PrivateKey privateKey)) {
                throw new CredentialsException(
                        Reason.BAD_KEY, "The token has no private key '" + label + "'; it has " + labels());
            }
            List<X509Certificate> leafFirst = chain == null ? stored(label) : chain;
            SignatureAlgorithm chosen = algorithm == null ? SigningCredential.algorithmOf(leafFirst) : algorithm;
            if (!chosen.fits(leafFirst.getFirst().getPublicKey())) {
                throw new CredentialsException(Reason.BAD_KEY, "The key '" + label + "' can't sign " + chosen);
            }
            return new TokenSigner(leafFirst, chosen, privateKey, provider);
        } catch (GeneralSecurityException e) {
            throw new CredentialsException(Reason.BAD_KEY, "The key '" + label + "' can't be used", e);
        }
    }

    private List<X509Certificate> stored(String label) throws GeneralSecurityException {
        List<X509Certificate> chain = new ArrayList<>();
        for (Certificate certificate : store.getCertificateChain(label)) {
            chain.add((X509Certificate) certificate);
        }
        return chain;
    }

    /** The private key is a handle; what signs is the token. */
    private record TokenSigner(
            List<X509Certificate> chain, SignatureAlgorithm algorithm, PrivateKey key, Provider provider)
            implements ClaimSigner {

        TokenSigner {
            chain = List.copyOf(chain);
        }

        @Override
        public byte[] sign(byte[] message) throws GeneralSecurityException {
            return algorithm.sign(key, message, provider);
        }
    }
}
