package io.countermark.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import com.upokecenter.cbor.CBORObject;
import io.countermark.credentials.ValidationReport.Kind;
import io.countermark.credentials.ValidationReport.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On which files of the corpus state or failures differ from c2pa-rs: on those that the README names, and on no other. */
class OutsideDifferencesTest {

    private static final Set<String> NAMED = Set.of(
            "c2pa-rs/prerelease.jpg",
            "c2pa-rs/tiff_poc.tiff",
            "derived/broken-claim-cbor.jpg",
            "derived/chain-unprotected.png",
            "derived/duplicate-store.jpg",
            "encypher/tampered_signature.jpg",
            "encypher/wrong_eku_signer.jpg");

    private final Path corpus = OutsideEngines.shared().resolve("corpora/c2pa");

    @TempDir
    Path folder;

    @Test
    void stateAndFailuresAreThoseOfTheReferenceSdkButForTheFilesThatAreNamed() throws Exception {
        OutsideEngines engines = OutsideEngines.install();
        List<X509Certificate> signers = anchors("derived-root.pem", "c2pa-rs-test-anchors.pem", "C2PA-TRUST-LIST.pem");
        List<X509Certificate> authorities = anchors("derived-root.pem", "C2PA-TSA-TRUST-LIST.pem");
        ManifestValidator validator = new ManifestValidator(signers, authorities);
        List<Path> files = files();
        TreeMap<String, String> ours = new TreeMap<>();
        TreeMap<String, String> theirs = new TreeMap<>();
        for (Path file : files) {
            ValidationReport report = validator.validate(Files.readAllBytes(file), Instant.now());
            ours.put(
                    name(file), report.state().label() + failures(report.codes()) + failures(report.ingredientCodes()));
        }
        for (String line : engines.validate(pem("signers.pem", signers), pem("authorities.pem", authorities), files)) {
            CBORObject answer = CBORObject.FromJSONString(line);
            if (answer.get("engine").AsString().equals("c2pa-rs")) {
                theirs.put(
                        name(Path.of(answer.get("file").AsString())),
                        answer.get("state").AsString()
                                + codes(answer.get("failure"))
                                + codes(answer.get("ingredientFailure")));
            }
        }
        assertThat(theirs).hasSize(ours.size());
        Set<String> different = new TreeSet<>();
        ours.forEach((name, said) -> {
            if (!said.equals(theirs.get(name))) {
                different.add(name);
            }
        });
        assertThat(different).as("ours %s%ntheirs %s", ours, theirs).isEqualTo(new TreeSet<>(NAMED));
    }

    private List<Path> files() throws IOException {
        try (Stream<String> lines = Files.lines(corpus.resolve("expected.tsv"))) {
            return lines.skip(1)
                    .map(line -> corpus.resolve(line.substring(0, line.indexOf('\t'))))
                    .toList();
        }
    }

    private String name(Path file) {
        return corpus.relativize(file).toString();
    }

    private static Set<String> failures(List<Status> statuses) {
        Set<String> failures = new TreeSet<>();
        statuses.stream()
                .filter(status -> status.kind() == Kind.FAILURE)
                .forEach(status -> failures.add(status.code()));
        return failures;
    }

    /** Under 2.4's name for a certificate whose time is over. */
    private static Set<String> codes(CBORObject list) {
        Set<String> codes = new TreeSet<>();
        if (list != null && Cbor.isArray(list)) {
            list.getValues()
                    .forEach(code -> codes.add(
                            code.AsString().replace("signingCredential.expired", "claimSignature.outsideValidity")));
        }
        return codes;
    }

    private Path pem(String name, List<X509Certificate> certificates) throws Exception {
        StringBuilder text = new StringBuilder();
        for (X509Certificate certificate : certificates) {
            text.append(Pem.of("CERTIFICATE", certificate.getEncoded()));
        }
        return Files.writeString(folder.resolve(name), text);
    }

    private List<X509Certificate> anchors(String... names) throws IOException {
        List<X509Certificate> anchors = new ArrayList<>();
        for (String name : names) {
            anchors.addAll(SigningCredential.certificates(Files.readString(corpus.resolve("trust/" + name))));
        }
        return anchors;
    }
}
