package io.countermark.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.countermark.transparency.Commitment;
import io.countermark.transparency.LogEntry;
import io.countermark.transparency.LogVerifier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Real pictures go the whole way: protected, found again after being re-saved, signed and logged as others see it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SliceIT {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final JsonMapper JSON = new JsonMapper();

    private final Map<Photos.Photo, String> works = new LinkedHashMap<>();
    private ServerProcess server;
    private ApiClient api;

    @BeforeAll
    void protect(@TempDir Path data) {
        server = ServerProcess.start(data);
        api = new ApiClient(server.address())
                .setUpOwner(server.setUpLink(), "olga@example.com", "correct horse battery staple");
        List<Photos.Photo> originals = Photos.originals();
        assertThat(originals).hasSize(20);
        for (Photos.Photo photo : originals) {
            JsonNode receipt = ApiClient.require(api.upload("/v1/assets", photo.name(), photo.file()), 201)
                    .json();
            works.put(photo, receipt.required("workId").asString());
        }
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() -> assertThat(works.values())
                        .allSatisfy(
                                work -> assertThat(work(work).required("state").asString())
                                        .isEqualTo("PROTECTED")));
    }

    @AfterAll
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void everyOneIsFoundAfterBeingResavedAtHalfSize() {
        Map<String, String> wrong = new TreeMap<>();
        List<Future<?>> checks = new ArrayList<>();
        try (ExecutorService clients = Executors.newFixedThreadPool(2)) {
            works.forEach((photo, work) -> checks.add(clients.submit(() -> {
                byte[] copy = Photos.halfSizeAtQuality60(api.download("/v1/works/" + work + "/rendition"));
                JsonNode answer = check("copy.jpg", copy);
                boolean right = answer.required("known").asBoolean()
                        && answer.required("matches")
                                .get(0)
                                .required("workId")
                                .asString()
                                .equals(work);
                if (!right) {
                    synchronized (wrong) {
                        wrong.put(photo.name(), answer.toString());
                    }
                }
            })));
        }
        checks.forEach(SliceIT::finished);
        assertThat(wrong)
                .as("re-saved at half size and quality 60, but not found as the right work")
                .isEmpty();
    }

    @Test
    void noneOfAHundredStrangersIsFound() {
        Map<String, String> wrong = new TreeMap<>();
        List<Photos.Photo> strangers = Photos.strangers();
        assertThat(strangers).hasSize(100);
        List<Future<?>> checks = new ArrayList<>();
        try (ExecutorService clients = Executors.newFixedThreadPool(2)) {
            for (Photos.Photo photo : strangers) {
                checks.add(clients.submit(() -> {
                    JsonNode answer = check(photo.name(), photo.file());
                    if (answer.required("known").asBoolean()) {
                        synchronized (wrong) {
                            wrong.put(photo.name(), answer.toString());
                        }
                    }
                }));
            }
        }
        checks.forEach(SliceIT::finished);
        assertThat(wrong).as("never registered, but said to be known").isEmpty();
    }

    @Test
    void twoOutsideEnginesAcceptEverySignedRendition(@TempDir Path folder) throws IOException {
        Path tool = OutsideTool.nodeTool("c2pa-validate");
        Path anchors = Files.write(folder.resolve("root.pem"), api.download("/v1/credentials/root.pem"));
        List<String> command = new ArrayList<>(List.of("node", "validate.mjs", "--anchors", anchors.toString()));
        for (Map.Entry<Photos.Photo, String> work : works.entrySet()) {
            Path file = folder.resolve(work.getKey().name());
            Files.write(file, api.download("/v1/works/" + work.getValue() + "/rendition"));
            command.add(file.toString());
        }
        OutsideTool.Outcome outcome = OutsideTool.run(tool, command, 300);
        List<JsonNode> reports = outcome.output()
                .lines()
                .filter(line -> line.startsWith("{"))
                .map(JSON::readTree)
                .toList();
        assertThat(reports).as(outcome.output()).hasSize(2 * works.size());
        assertThat(reports)
                .allSatisfy(report ->
                        assertThat(report.required("state").asString()).isIn("Valid", "Trusted"));
        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
    }

    @Test
    void theOutsideVerifierAcceptsTheServedLog(@TempDir Path folder) throws IOException {
        Path tlogcheck = OutsideTool.tlogcheck();
        Path key = Files.write(folder.resolve("key"), api.download("/log/key"));
        OutsideTool.Outcome outcome = OutsideTool.run(
                folder,
                List.of(tlogcheck.toString(), server.address().resolve("/log").toString(), key.toString()),
                120);
        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        assertThat(JSON.readTree(outcome.output()).required("size").asLong()).isEqualTo(2L * works.size());
    }

    @Test
    void everyWorkHasAProofThatNeedsNoServer() {
        String key = new String(api.download("/log/key"), StandardCharsets.UTF_8).strip();
        for (Map.Entry<Photos.Photo, String> work : works.entrySet()) {
            byte[] entry = api.download("/v1/works/" + work.getValue() + "/log-entry");
            String proof = new String(api.download("/v1/works/" + work.getValue() + "/proof"), StandardCharsets.UTF_8);
            LogVerifier.Verified verified = LogVerifier.verifyProof(entry, proof, key);
            assertThat(verified.index())
                    .isEqualTo(work(work.getValue()).required("logIndex").asLong());
            JsonNode shown = work(work.getValue());
            String salt = shown.required("log")
                    .get(0)
                    .required("salts")
                    .required("bytes")
                    .asString();
            String digest = shown.required("asset").required("sha256").asString();
            assertThat(Commitment.opens(
                            "bytes",
                            HexFormat.of().parseHex(salt),
                            HexFormat.of().parseHex(digest),
                            LogEntry.decode(entry).commitments().get("bytes")))
                    .as("the entry commits to the original of " + work.getKey().name())
                    .isTrue();
        }
    }

    private JsonNode work(String id) {
        return ApiClient.require(api.get("/v1/works/" + id), 200).json();
    }

    private JsonNode check(String name, byte[] file) {
        return ApiClient.require(api.upload("/v1/checks", name, file), 200).json();
    }

    private static void finished(Future<?> check) {
        try {
            check.get();
        } catch (ExecutionException e) {
            throw new AssertionError("A check failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted", e);
        }
    }
}
