package io.countermark.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.countermark.container.EmbeddedCredentials;
import io.countermark.credentials.ValidationReport.State;
import io.countermark.credentials.ValidationReport.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that other tools signed and we sign again: their manifests are kept byte by byte as those of the parent, and stay valid. */
class ResignedCorpusTest {

    /** Read, but not written. */
    private static final Set<String> READ_ONLY = Set.of("jxl", "svg");

    /** An identity that was made wrong on purpose makes the reference SDK doubt what has it for a parent, too. */
    private static final String ACCEPTED =
            "\"state\":\"Trusted\"|/cawg-.*\"state\":\"Valid\".*\"failure\":\\[(\"cawg[.a-z0-9_]+\",?)+\\]";

    private final Path corpus = OutsideEngines.shared().resolve("corpora/c2pa");
    private final Map<String, byte[]> resigned = new LinkedHashMap<>();

    @TempDir
    Path folder;

    @Test
    void manifestsOfOtherToolsAreKeptAndStayValid() throws Exception {
        assumeTrue(Files.exists(corpus.resolve("expected.tsv")), "Skipped: " + corpus + "/expected.tsv is missing");
        List<X509Certificate> roots = roots();
        ManifestValidator validator = new ManifestValidator(roots, roots);
        ManifestSigner signer = new ManifestSigner(Samples.CREDENTIAL, validator);
        for (String name : sound()) {
            byte[] file = Files.readAllBytes(corpus.resolve(name));
            State before = validator.validate(file, Samples.NOW).state();
            // What is no longer valid today (a signer's time is over, without a stamp) is not the matter here.
            if (before == State.TRUSTED || before == State.VALID) {
                byte[] again = signer.sign(file, Samples.marked(name)).file();
                ValidationReport report = validator.validate(again, Samples.NOW);
                assertEquals(State.TRUSTED, report.state(), () -> name + ": " + report.summary());
                assertThat(codes(report.ingredientCodes()))
                        .as(name)
                        .contains("ingredient.manifest.validated", "claimSignature.validated");
                assertKept(name, file, again);
                resigned.put(name.replace('/', '-'), again);
            }
        }
        System.out.println(resigned.size() + " files of other tools signed again");
        assertThat(resigned).hasSizeGreaterThan(25);
        holdAgainstTheReferenceSdk();
    }

    private List<String> sound() throws IOException {
        try (Stream<String> lines = Files.lines(corpus.resolve("expected.tsv"))) {
            return lines.skip(1)
                    .map(line -> line.split("\t", -1))
                    .filter(fields -> fields[4].equals("Trusted") || fields[4].equals("Valid"))
                    .filter(fields -> !READ_ONLY.contains(fields[2]))
                    .map(fields -> fields[0])
                    .toList();
        }
    }

    private static void assertKept(String name, byte[] before, byte[] after) throws MalformedStoreException {
        ManifestStore old = store(before);
        ManifestStore kept = store(after);
        for (Superbox manifest : old.manifests()) {
            Superbox same = kept.box().child(manifest.label()).orElseThrow();
            assertThat(same.payload()).as(name + " " + manifest.label()).isEqualTo(manifest.payload());
        }
        assertEquals(old.manifests().size() + 1, kept.manifests().size(), name);
    }

    private static ManifestStore store(byte[] file) throws MalformedStoreException {
        return ManifestStore.parse(
                EmbeddedCredentials.read(file).orElseThrow().stores().getFirst().bytes());
    }

    private static List<String> codes(List<Status> statuses) {
        return statuses.stream().map(Status::code).toList();
    }

    private void holdAgainstTheReferenceSdk() throws Exception {
        OutsideEngines engines = OutsideEngines.install();
        List<Path> files = new ArrayList<>();
        for (Map.Entry<String, byte[]> file : resigned.entrySet()) {
            files.add(Files.write(folder.resolve(file.getKey()), file.getValue()));
        }
        StringBuilder pem = new StringBuilder();
        for (X509Certificate root : roots()) {
            pem.append(Pem.of("CERTIFICATE", root.getEncoded()));
        }
        List<String> lines = engines.validate(Files.writeString(folder.resolve("roots.pem"), pem), files);
        assertThat(lines)
                .filteredOn(line -> line.contains("\"c2pa-rs\""))
                .hasSize(files.size())
                .allSatisfy(line -> assertThat(line).containsPattern(ACCEPTED));
    }

    private List<X509Certificate> roots() throws IOException {
        List<X509Certificate> anchors = new ArrayList<>(List.of(Samples.AUTHORITY.root()));
        for (String name : List.of(
                "derived-root.pem", "c2pa-rs-test-anchors.pem", "C2PA-TRUST-LIST.pem", "C2PA-TSA-TRUST-LIST.pem")) {
            anchors.addAll(SigningCredential.certificates(Files.readString(corpus.resolve("trust/" + name))));
        }
        return anchors;
    }
}
