package io.countermark.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The two C2PA engines of {@code shared/tools/c2pa-validate} (the Rust SDK as WebAssembly, and c2pa-ts). They are installed
 * once into the repository's {@code target} folder; without Node, npm's registry or the tools, tests that ask for them are
 * skipped and say what is missing.
 */
final class OutsideEngines {

    private static final int INSTALL_MINUTES = 5;

    private final Path folder;
    private final Map<String, String> environment = new HashMap<>();

    private OutsideEngines(Path folder) {
        this.folder = folder;
    }

    /** Where the reference material is: {@code COUNTERMARK_SHARED}, or {@code shared} beside the repository. */
    static Path shared() {
        String set = System.getenv("COUNTERMARK_SHARED");
        return set != null ? Path.of(set) : repository().resolveSibling("shared");
    }

    static Path repository() {
        String root = System.getProperty("countermark.root");
        assumeTrue(root != null, "countermark.root is not set: run by Maven");
        return Path.of(root);
    }

    static OutsideEngines install() throws IOException, InterruptedException {
        Path source = shared().resolve("tools/c2pa-validate");
        assumeTrue(Files.isDirectory(source), "Skipped: " + source + " is missing");
        assumeTrue(run(Path.of("."), 10, "node", "--version") == 0, "Skipped: node is missing");
        assumeTrue(run(Path.of("."), 10, "npm", "--version") == 0, "Skipped: npm is missing");
        Path folder = repository().resolve("target/c2pa-validate");
        if (!Files.exists(folder.resolve("installed"))) {
            Files.createDirectories(folder);
            for (String name : List.of("package.json", "package-lock.json", "validate.mjs", "crjson.mjs")) {
                Files.write(folder.resolve(name), Files.readAllBytes(source.resolve(name)));
            }
            int code = run(folder, INSTALL_MINUTES * 60, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
            assumeTrue(code == 0, "Skipped: npm ci failed in " + folder + " (no network?)");
            Files.createFile(folder.resolve("installed"));
        }
        return new OutsideEngines(folder);
    }

    /** One JSON line a file and engine. */
    List<String> validate(Path anchors, List<Path> files) throws IOException, InterruptedException {
        return validate(anchors, anchors, files);
    }

    /** With anchors by purpose. */
    List<String> validate(Path signers, Path authorities, List<Path> files) throws IOException, InterruptedException {
        return run(
                new ArrayList<>(List.of(
                        "node", "validate.mjs", "--anchors", signers.toString(), "--tsa", authorities.toString())),
                files);
    }

    /**
     * With anchors by purpose, identities included, which the shared script does not pass on.
     *
     * @param names roots of CAWG identities
     */
    List<String> validate(Path signers, Path authorities, Path names, List<Path> files)
            throws IOException, InterruptedException {
        Path script = folder.resolve("validate-identities.mjs");
        String known = Files.readString(folder.resolve("validate.mjs"));
        String tsa = "if (tsa) anchors.push({ trust_anchors: tsa, trust_kind: 'tsa' });";
        assertThat(known).contains(tsa);
        Files.writeString(
                script,
                known.replace(
                        tsa,
                        tsa
                                + "anchors.push({ trust_anchors: await readFile(process.env.NAMES, 'utf8'), trust_kind: 'cawg' });"));
        environment.put("NAMES", names.toString());
        return run(
                new ArrayList<>(List.of(
                        "node",
                        script.getFileName().toString(),
                        "--anchors",
                        signers.toString(),
                        "--tsa",
                        authorities.toString())),
                files);
    }

    private List<String> run(List<String> command, List<Path> files) throws IOException, InterruptedException {
        files.forEach(file -> command.add(file.toString()));
        Path output = Files.createTempFile("c2pa-validate", ".jsonl");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectOutput(output.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD);
            builder.environment().putAll(environment);
            Process process = builder.start();
            if (!process.waitFor(3, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IOException("The outside engines did not end");
            }
            return Files.readAllLines(output);
        } finally {
            Files.delete(output);
        }
    }

    private static int run(Path folder, int seconds, String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return -1;
            }
            return process.exitValue();
        } catch (IOException e) {
            return -1;
        }
    }
}
