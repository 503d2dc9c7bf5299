package io.countermark.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The traits by which C2PA's conformance programme judges assets, asked of our crJSON by Adobe's json-formula. */
class RubricTest {

    private static final String PACKAGES = """
            {"name": "rubric", "private": true, "type": "module",
             "dependencies": {"@adobe/json-formula": "2.0.0", "js-yaml": "4.1.0"}}
            """;

    @TempDir
    private Path folder;

    private Path corpus;
    private Path tool;

    @BeforeEach
    void install() throws IOException, InterruptedException {
        corpus = OutsideEngines.shared().resolve("corpora/c2pa");
        assumeTrue(Files.isDirectory(corpus.resolve("rubric")), "Skipped: " + corpus + "/rubric is missing");
        assumeTrue(run(Path.of("."), "node", "--version") != null, "Skipped: node is missing");
        tool = OutsideEngines.repository().resolve("target/c2pa-rubric");
        Files.createDirectories(tool);
        Files.writeString(tool.resolve("package.json"), PACKAGES);
        try (InputStream script = RubricTest.class.getResourceAsStream("rubric.mjs")) {
            Files.copy(script, tool.resolve("rubric.mjs"), StandardCopyOption.REPLACE_EXISTING);
        }
        if (!Files.isDirectory(tool.resolve("node_modules/js-yaml"))) {
            List<String> out = run(tool, "npm", "install", "--ignore-scripts", "--no-audit", "--no-fund");
            assumeTrue(
                    out != null && Files.isDirectory(tool.resolve("node_modules/js-yaml")),
                    "Skipped: npm install failed in " + tool + " (no network?)");
        }
    }

    private List<String> failed(String rubric, List<Path> files) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "node", "rubric.mjs", corpus.resolve("rubric").resolve(rubric).toString()));
        files.forEach(file -> command.add(file.toString()));
        List<String> lines = run(tool, command.toArray(String[]::new));
        assertThat(lines).as("the rubric was evaluated").isNotEmpty();
        assertThat(lines.getLast()).matches("[1-9][0-9]* traits");
        return lines.subList(0, lines.size() - 1).stream()
                .map(line -> line.substring(line.lastIndexOf('/') + 1))
                .toList();
    }

    private Path report(String name, byte[] file) throws IOException {
        ManifestValidator validator = new ManifestValidator(List.of(Samples.AUTHORITY.root()), List.of());
        return Files.writeString(folder.resolve(name), validator.crJson(file, Samples.NOW));
    }

    @Test
    void whatWeSignHasAllTraits() throws Exception {
        ManifestSigner signer = new ManifestSigner(Samples.CREDENTIAL);
        byte[] created = signer.sign(Samples.jpeg(), Samples.marked("a.jpg")).file();
        byte[] edited = signer.sign(created, Samples.marked("b.jpg")).file();
        byte[] peer = Files.readAllBytes(corpus.resolve("c2pa-rs/sample1.webp"));
        List<Path> reports = List.of(
                report("created-jpeg", created),
                report("edited-jpeg", edited),
                report(
                        "png",
                        signer.sign(Samples.png(), Samples.marked("a.png")).file()),
                report("webp", signer.sign(peer, Samples.marked("c.webp")).file()));
        assertThat(failed("asset-rubric-conformance0.2-spec2.4.yml", reports)).isEmpty();
    }

    @Test
    void aPeersOlderFileLacksWhatTheRubricAsks() throws Exception {
        Path report = report("old", Files.readAllBytes(corpus.resolve("derived/resigned-good.png")));
        List<String> traits = failed("asset-rubric-conformance0.2-spec2.4.yml", List.of(report)).stream()
                .map(line -> line.split("\t")[1])
                .toList();
        assertEquals(
                List.of(
                        "validation:mandatory_spec_version",
                        "validation:mandatory_all_actions_included",
                        "validation:inception_action_position"),
                traits);
    }

    private static List<String> run(Path folder, String... command) throws InterruptedException {
        try {
            Path out = Files.createTempFile("rubric", ".txt");
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(out.toFile())
                    .start();
            boolean ended = process.waitFor(2, TimeUnit.MINUTES);
            if (!ended) {
                process.destroyForcibly();
            }
            List<String> lines = Files.readAllLines(out);
            Files.delete(out);
            return ended ? lines : null;
        } catch (IOException e) {
            return null;
        }
    }
}
