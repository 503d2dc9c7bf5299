package io.countermark.credentials;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;

/** PEM texts for tests. */
final class Pem {

    private Pem() {}

    static String of(String type, byte[] der) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n";
    }

    static Path write(Path file, X509Certificate certificate) throws IOException, CertificateEncodingException {
        return Files.writeString(file, of("CERTIFICATE", certificate.getEncoded()), StandardCharsets.US_ASCII);
    }
}
