package io.countermark.credentials;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Provider;
import java.security.Security;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.List;

/** Makes a key in a token and signs a picture with it: library, PIN, label, output. */
final class TokenSigning {

    private TokenSigning() {}

    public static void main(String[] arguments) throws Exception {
        Path library = Path.of(arguments[0]);
        char[] pin = arguments[1].toCharArray();
        String label = arguments[2];
        makeKey(library, pin, label);
        Pkcs11Token token = Pkcs11Token.open(library, 0, pin);
        ClaimSigner signer = token.signer(label, null, null);
        Files.write(
                Path.of(arguments[3]),
                new ManifestSigner(signer)
                        .sign(Samples.jpeg(), Samples.marked("token"))
                        .file());
        System.out.println("signed by " + String.join(",", token.labels()));
    }

    private static void makeKey(Path library, char[] pin, String label) throws Exception {
        Provider provider = Security.getProvider("SunPKCS11")
                .configure("--name = Setup\nlibrary = " + library + "\nslotListIndex = 0\n"
                        + "attributes(*,CKO_PRIVATE_KEY,*) = {\n CKA_SIGN = true\n CKA_EXTRACTABLE = false\n}\n");
        KeyStore store = KeyStore.getInstance("PKCS11", provider);
        store.load(null, pin);
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", provider);
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        List<X509Certificate> chain =
                Samples.AUTHORITY.certify(pair.getPublic(), "Token", "Token Owner", Samples.NOW, Duration.ofDays(30));
        store.setKeyEntry(label, pair.getPrivate(), null, chain.toArray(new Certificate[0]));
    }
}
