package io.countermark.transparency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The two verifiers of {@code shared/tools/log-verify}, which others wrote, accept our log, co-signed by a witness, and refuse a damaged one. */
class OutsideVerifierTest {

    private static final NoteSigner SIGNER = TransparencyLogTest.SIGNER;
    private static final int SIZE = 700;

    @TempDir
    Path temporary;

    private Path folder;
    private String older;
    private String proof;

    @BeforeEach
    void write() {
        folder = temporary.resolve("log");
        NoteSigner second =
                NoteSigner.generate(SIGNER.name(), NoteKey.Algorithm.ML_DSA_44_COSIGNATURE, new SecureRandom());
        NoteSigner witnessKey =
                NoteSigner.generate("witness.example/w1", NoteKey.Algorithm.ED25519_COSIGNATURE, new SecureRandom());
        try (TransparencyLog log = TransparencyLog.open(folder, List.of(SIGNER, second), Clock.systemUTC());
                Witness witness = new Witness(
                        temporary.resolve("witness"), witnessKey, List.of(SIGNER.key()), Clock.systemUTC())) {
            log.appendAll(
                    IntStream.range(0, 300).mapToObj(TransparencyLogTest::entry).toList());
            older = log.checkpoint();
            log.appendAll(IntStream.range(300, SIZE)
                    .mapToObj(TransparencyLogTest::entry)
                    .toList());
            String lines = witness.addCheckpoint(Witness.request(0, List.of(), log.checkpoint()))
                    .body();
            log.attach(Witness.cosigned(log.checkpoint(), lines, witnessKey.key()), witnessKey.key());
            proof = log.proof(417);
        }
    }

    @Test
    void goSumdb() throws Exception {
        Path tool = shared().resolve("tools/log-verify/tlogcheck/main.go");
        assumeTrue(Files.exists(tool), "skipped: " + tool + " is missing");
        assumeTrue(onPath("go"), "skipped: go is not installed (Debian: golang-go golang-golang-x-mod-dev)");
        assumeTrue(
                Files.isDirectory(Path.of("/usr/share/gocode/src/golang.org/x/mod/sumdb")),
                "skipped: golang.org/x/mod is missing (Debian: golang-golang-x-mod-dev)");
        Path binary = temporary.resolve("tlogcheck");
        Map<String, String> environment = Map.of(
                "GO111MODULE",
                "off",
                "GOPATH",
                "/usr/share/gocode",
                "GOCACHE",
                Path.of("target/go-cache").toAbsolutePath().toString(),
                "HOME",
                temporary.toString());
        Ran built = run(environment, "go", "build", "-o", binary.toString(), tool.toString());
        assertEquals(0, built.code(), built.text());
        Path key = Files.writeString(temporary.resolve("vkey"), SIGNER.verifierKey() + "\n");
        Path old = Files.writeString(temporary.resolve("old"), older);
        String[] command = {binary.toString(), folder.toString(), key.toString(), old.toString()};
        Ran good = run(Map.of(), command);
        assertEquals(0, good.code(), good.text());
        assertThat(good.text()).contains("\"ok\":true", "\"entriesChecked\":700", "\"consistency\":true");
        for (String damaged :
                List.of("tile/0/000", "tile/1/000.p/2", "tile/entries/001", "tile/entries/002.p/188", "checkpoint")) {
            byte[] right = flip(folder.resolve(damaged));
            Ran bad = run(Map.of(), command);
            assertNotEquals(0, bad.code(), damaged + ": " + bad.text());
            Files.write(folder.resolve(damaged), right);
        }
    }

    @Test
    void sigstore() throws Exception {
        Path tool = shared().resolve("tools/log-verify/inclusion.mjs");
        assumeTrue(Files.exists(tool), "skipped: " + tool + " is missing");
        assumeTrue(onPath("node") && onPath("npm"), "skipped: node and npm are not installed");
        Path installed = Path.of("target/log-verify").toAbsolutePath();
        Files.createDirectories(installed);
        for (String name : List.of("inclusion.mjs", "package.json", "package-lock.json")) {
            Files.write(installed.resolve(name), Files.readAllBytes(tool.resolveSibling(name)));
        }
        if (!Files.isDirectory(installed.resolve("node_modules/@sigstore/verify"))) {
            Ran npm = run(
                    Map.of(),
                    "npm",
                    "--prefix",
                    installed.toString(),
                    "ci",
                    "--ignore-scripts",
                    "--no-audit",
                    "--no-fund",
                    "--prefer-offline");
            assumeTrue(npm.code() == 0, "skipped: npm ci did not work: " + npm.text());
        }
        Path entry = Files.write(temporary.resolve("entry"), TransparencyLogTest.entry(417));
        Path proofFile = Files.writeString(temporary.resolve("417.tlog-proof"), proof);
        Path key = Files.write(temporary.resolve("key.der"), SIGNER.key().spki());
        String[] command = {
            "node",
            installed.resolve("inclusion.mjs").toString(),
            entry.toString(),
            proofFile.toString(),
            key.toString()
        };
        Ran good = run(Map.of(), command);
        assertEquals(0, good.code(), good.text());
        assertThat(good.text()).contains("\"ok\":true", "\"index\":417", "\"size\":700");
        byte[] right = flip(entry);
        assertNotEquals(0, run(Map.of(), command).code());
        Files.write(entry, right);
        Files.writeString(proofFile, proof.replace("\n700\n", "\n701\n"));
        assertNotEquals(0, run(Map.of(), command).code());
    }

    static Path shared() {
        String set = System.getenv("COUNTERMARK_SHARED");
        return set != null
                ? Path.of(set)
                : Path.of(System.getProperty("countermark.root", "..")).resolveSibling("shared");
    }

    static boolean onPath(String tool) {
        for (String folder : System.getenv().getOrDefault("PATH", "").split(":")) {
            if (Files.isExecutable(Path.of(folder, tool))) {
                return true;
            }
        }
        return false;
    }

    private static byte[] flip(Path file) throws IOException {
        byte[] right = Files.readAllBytes(file);
        byte[] wrong = right.clone();
        wrong[Math.min(wrong.length / 2, 40)] ^= 4; // in a checkpoint this is the root
        Files.write(file, wrong);
        return right;
    }

    record Ran(int code, String text) {}

    static Ran run(Map<String, String> environment, String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes());
        if (!process.waitFor(3, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IOException(command[0] + " does not end");
        }
        return new Ran(process.exitValue(), text);
    }
}
