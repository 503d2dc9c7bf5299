package io.countermark.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import io.countermark.container.EmbeddedCredentials;
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

    /** Pictures without credentials, and pictures signed by other tools whose manifests have to stay as ingredients. */
    private static final List<String> OTHER_CONTAINERS = List.of(
            "c2pa-rs/sample1.avif",
            "c2pa-rs/sample1.webp",
            "c2pa-ts/trustnxt-icon-signed-v2-bmff.heic",
            "c2pa-ts/amazon-titan-g1.png",
            "peer/edit-parent.avif",
            "peer/update-manifest.jpg",
            "peer/valid-gif.gif",
            "peer/valid-tiff.tiff",
            "peer/valid-webp-xmp.webp",
            "public-testfiles/adobe-20220124-CICACACA.jpg");

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
        for (String name : OTHER_CONTAINERS) {
            Path source = OutsideEngines.shared().resolve("corpora/c2pa").resolve(name);
            byte[] file = Files.readAllBytes(source);
            String saved = source.getFileName().toString();
            save(
                    "new-" + saved,
                    signer.sign(EmbeddedCredentials.strip(file), Samples.marked(saved))
                            .file());
            save("again-" + saved, signer.sign(file, Samples.marked(saved)).file());
        }
        List<String> lines = engines.validate(anchors(), files);
        assertThat(lines).hasSize(files.size() * 2);
        assertThat(lines)
                .allSatisfy(line -> assertThat(line)
                        .containsPattern("\"c2pa-rs\".*\"state\":\"Trusted\""
                                + "|\"c2pa-ts\".*\"state\":\"(Valid|Unsupported)\""));
        // c2pa-ts reads JPEG, PNG and BMFF only.
        assertThat(lines).filteredOn(line -> line.contains("\"Unsupported\"")).hasSize(8);
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
