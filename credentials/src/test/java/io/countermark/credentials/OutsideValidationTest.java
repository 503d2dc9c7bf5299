package io.countermark.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What we sign, two other implementations accept: trusted by the Rust SDK, valid for c2pa-ts, which knows no trust. */
class OutsideValidationTest {

    @TempDir
    Path folder;

    private final List<Path> files = new ArrayList<>();

    @Test
    void everyKindOfSignedFileIsAcceptedByBothEngines() throws Exception {
        OutsideEngines engines = OutsideEngines.install();
        ManifestSigner signer = new ManifestSigner(Samples.CREDENTIAL);
        byte[] jpeg = signer.sign(Samples.jpeg(), Samples.marked("a.jpg")).file();
        save("created.jpg", jpeg);
        save("created.png", signer.sign(Samples.png(), Samples.marked("a.png")).file());
        save("edited.jpg", signer.sign(jpeg, Samples.marked("b.jpg")).file());
        byte[] twice = signer.sign(signer.sign(jpeg, Samples.marked("b.jpg")).file(), Samples.marked("c.jpg"))
                .file();
        save("edited-twice.jpg", twice);
        List<String> lines = engines.validate(anchors(), files);
        assertThat(lines).hasSize(files.size() * 2);
        assertThat(lines)
                .allSatisfy(line -> assertThat(line)
                        .containsAnyOf("\"engine\":\"c2pa-rs\"", "\"engine\":\"c2pa-ts\"")
                        .containsPattern("\"c2pa-rs\".*\"state\":\"Trusted\"|\"c2pa-ts\".*\"state\":\"Valid\""));
    }

    private void save(String name, byte[] file) throws IOException {
        files.add(Files.write(folder.resolve(name), file));
    }

    private Path anchors() throws IOException, CertificateEncodingException {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(Samples.AUTHORITY.root().getEncoded());
        return Files.writeString(
                folder.resolve("root.pem"),
                "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n",
                StandardCharsets.US_ASCII);
    }
}
