package io.countermark.credentials;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Jazzer, guided by coverage, on each target in a process of its own: seconds here, ten minutes
 * of the processor each with {@code -Pnightly}. What it finds stays in {@code target/fuzz}, with the input in Base64 in the message.
 */
class FuzzTest {

    private static final int SECONDS = Integer.getInteger("countermark.fuzz.seconds", 6);
    private static final int SEED = 20_261_126;

    @TempDir
    private Path seeds;

    @ParameterizedTest
    @ValueSource(classes = {FileFuzz.class, MetadataFuzz.class, StoreFuzz.class, SignatureFuzz.class})
    void nothingIsFound(Class<?> target) throws IOException, InterruptedException {
        int number = 0;
        for (byte[] seed : FuzzSeeds.all()) {
            Files.write(seeds.resolve("seed-" + number++), seed);
        }
        Path folder = Files.createDirectories(Path.of("target/fuzz"));
        Path log = folder.resolve(target.getSimpleName() + ".log");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
                        "-Dcountermark.root=" + System.getProperty("countermark.root", ".."),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "com.code_intelligence.jazzer.Jazzer",
                        "--target_class=" + target.getName(),
                        "--instrumentation_includes=io.countermark.**",
                        // Its hook on XML parsers fails by itself in 0.30.0 (NullPointerException in
                        // XmlParserSsrfGuidance).
                        "--disabled_hooks=com.code_intelligence.jazzer.sanitizers.XmlParserSsrfGuidance",
                        "-max_total_time=" + SECONDS,
                        "-timeout=30",
                        "-rss_limit_mb=0",
                        "-seed=" + SEED,
                        "-artifact_prefix=" + folder.toAbsolutePath() + "/",
                        "--reproducer_path=" + folder.toAbsolutePath(),
                        seeds.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!process.waitFor(SECONDS + 120L, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        List<String> lines = Files.readAllLines(log);
        String end = String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
        assertEquals(0, process.waitFor(), "seed " + SEED + "\n" + end);
    }
}
