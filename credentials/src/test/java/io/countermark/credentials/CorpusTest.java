package io.countermark.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.countermark.credentials.ValidationReport.Kind;
import io.countermark.credentials.ValidationReport.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Signed and damaged files of several writers, with the answer that a validator must give ({@code expected.tsv}). */
class CorpusTest {

    /** The time at which the expectations hold. */
    private static final Instant RECORDED = Instant.parse("2026-11-24T00:00:00Z");

    private final Path folder = OutsideEngines.shared().resolve("corpora/c2pa");

    /** One line of the table. */
    private record Expectation(String file, String kind, String state, String codes) {}

    @Test
    void everyFileGetsItsExpectedStateAndCode() throws IOException {
        assumeTrue(Files.exists(folder.resolve("expected.tsv")), "Skipped: " + folder + "/expected.tsv is missing");
        ManifestValidator validator = new ManifestValidator(
                anchors("derived-root.pem", "c2pa-rs-test-anchors.pem", "C2PA-TRUST-LIST.pem"),
                anchors("derived-root.pem", "C2PA-TSA-TRUST-LIST.pem"));
        List<String> details = new ArrayList<>();
        List<Expectation> expectations = expectations();
        for (Expectation expected : expectations) {
            ValidationReport report = validator.validate(Files.readAllBytes(folder.resolve(expected.file())), RECORDED);
            if (!meets(report, expected)) {
                details.add(expected + " but was " + report.state() + " " + report.codes() + report.ingredientCodes());
            }
        }
        assertThat(expectations).hasSizeGreaterThan(80);
        assertThat(details).isEmpty();
    }

    private List<Expectation> expectations() throws IOException {
        try (Stream<String> lines = Files.lines(folder.resolve("expected.tsv"))) {
            return lines.skip(1)
                    .map(line -> line.split("\t"))
                    .map(fields -> new Expectation(fields[0], fields[3], fields[4], fields[5]))
                    .toList();
        }
    }

    private static boolean meets(ValidationReport report, Expectation expected) {
        List<Status> all = Stream.concat(report.codes().stream(), report.ingredientCodes().stream())
                .toList();
        boolean coded = expected.codes().equals("-")
                || Arrays.stream(expected.codes().split("\\|")).anyMatch(code -> isReported(all, code));
        return report.state().label().equals(expected.state()) && coded;
    }

    private static boolean isReported(List<Status> statuses, String code) {
        return statuses.stream()
                .anyMatch(status -> code.equals("any")
                        ? status.kind() == Kind.FAILURE
                        : status.code().equals(code));
    }

    private List<X509Certificate> anchors(String... names) throws IOException {
        List<X509Certificate> anchors = new ArrayList<>();
        for (String name : names) {
            anchors.addAll(SigningCredential.certificates(Files.readString(folder.resolve("trust/" + name))));
        }
        return anchors;
    }
}
