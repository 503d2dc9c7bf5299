package io.countermark.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} of the server and of PostgreSQL, in turn, in the middle of 16 concurrent uploads: what was answered with 201 is there
 * afterwards, whole, and reaches PROTECTED; nothing is there twice.
 */
class KillIT {

    private static final int ROUNDS = Integer.getInteger("countermark.kill.rounds", 20);
    private static final int CLIENTS = 16;
    private static final String EMAIL = "olga@example.com";
    private static final String PASSWORD = "correct horse battery staple 9";

    private final long seed = Long.getLong("countermark.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final AtomicInteger pictures = new AtomicInteger();

    /** SHA-256 of an acknowledged upload, and the id of its work. */
    private final Map<String, String> acknowledged = new ConcurrentHashMap<>();

    @TempDir
    Path data;

    @Test
    void nothingAcknowledgedIsLost() {
        List<Duration> untilReady = new ArrayList<>();
        try (ServerProcess server = ServerProcess.start(data)) {
            String key = new ApiClient(server.address())
                    .setUpOwner(server.setUpLink(), EMAIL, PASSWORD)
                    .apiKey();
            for (int round = 0; round < ROUNDS; round++) {
                int before = acknowledged.size();
                killInTheMiddle(server, key, round % 2 == 0);
                untilReady.add(awaitReady(server, key));
                assertThat(server.isAlive()).as("seed %d round %d", seed, round).isTrue();
                System.out.printf(
                        "round %d: %d acknowledged, ready again after %d ms%n",
                        round,
                        acknowledged.size() - before,
                        untilReady.getLast().toMillis());
            }
            ApiClient client = new ApiClient(server.address()).withApiKey(key);
            acknowledged.forEach((sha256, work) -> verify(client, sha256, work));
            assertThat(worksListed(client)).as("seed %d", seed).doesNotHaveDuplicates();
            assertThat(server.stop())
                    .as("exit code of a clean stop after all that")
                    .isIn(0, 143);
        }
        assertDatabaseArchiveAndLogAgree();
        System.out.printf(
                "seed %d: %d uploads acknowledged over %d kills, 0 lost; slowest ready again %d ms%n",
                seed,
                acknowledged.size(),
                ROUNDS,
                untilReady.stream().mapToLong(Duration::toMillis).max().orElse(0));
    }

    /** Orphans (exit code 3) are what uploads leave that were cut off before their answer. */
    private void assertDatabaseArchiveAndLogAgree() {
        OutsideTool.Outcome fsck =
                OutsideTool.run(data, Product.command("fsck", "--data", data.toString(), "--json", "-q"), 600);
        assertThat(fsck.exitCode()).as("seed %d: %s", seed, fsck.output()).isIn(0, 3);
        System.out.println("fsck: " + fsck.output().strip());
    }

    private void killInTheMiddle(ServerProcess server, String key, boolean wholeServer) {
        AtomicBoolean over = new AtomicBoolean();
        ApiClient client = new ApiClient(server.address()).withApiKey(key);
        int enough = acknowledged.size() + 4 + random.nextInt(20);
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(Thread.ofVirtual().start(() -> uploadUntil(over, client)));
        }
        await().atMost(Duration.ofSeconds(120)).until(() -> acknowledged.size() >= enough);
        if (wholeServer) {
            server.kill();
        } else {
            server.killPostgres();
        }
        over.set(true);
        for (Thread each : clients) {
            try {
                each.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("Interrupted", e);
            }
        }
    }

    private void uploadUntil(AtomicBoolean over, ApiClient client) {
        while (!over.get()) {
            byte[] picture = MadePictures.jpeg(seed + pictures.incrementAndGet(), 440, 440);
            try {
                ApiClient.Answer answer = client.upload("/v1/assets", "made.jpg", picture);
                if (answer.status() == 201) {
                    acknowledged.put(
                            sha256(picture), answer.json().required("workId").asString());
                } else {
                    // Refused while the database is away: an answer a client can act on, not an acknowledgement.
                    assertThat(answer.status()).as(answer.text()).isEqualTo(503);
                }
            } catch (UncheckedIOException cut) {
                // The server died under this request; what it did is unknown, and nothing was promised.
                return;
            }
        }
    }

    /** Starts it again where it died, and waits until it answers with its database. */
    private static Duration awaitReady(ServerProcess server, String key) {
        long begin = System.nanoTime();
        if (!server.isAlive()) {
            server.start();
        }
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            try {
                return new ApiClient(server.address())
                                .withApiKey(key)
                                .get("/v1/works")
                                .status()
                        == 200;
            } catch (UncheckedIOException notYet) {
                return false;
            }
        });
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    private void verify(ApiClient client, String sha256, String work) {
        await().atMost(Duration.ofMinutes(10))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> {
                    ApiClient.Answer answer = ApiClient.require(client.get("/v1/works/" + work), 200);
                    String state = answer.json().required("state").asString();
                    assertThat(state).as("seed %d: %s", seed, answer.text()).isNotEqualTo("FAILED");
                    return state.equals("PROTECTED");
                });
        ApiClient.Answer answer = client.get("/v1/works/" + work);
        assertThat(answer.json().required("asset").required("sha256").asString())
                .as("seed %d", seed)
                .isEqualTo(sha256);
        byte[] rendition = client.download("/v1/works/" + work + "/rendition");
        assertThat(sha256(rendition))
                .as("seed %d: the rendition is what its record says", seed)
                .isEqualTo(
                        answer.json().required("rendition").required("sha256").asString());
    }

    private static List<String> worksListed(ApiClient client) {
        List<String> digests = new ArrayList<>();
        String path = "/v1/works";
        while (path != null) {
            ApiClient.Answer page = ApiClient.require(client.get(path), 200);
            page.json()
                    .required("works")
                    .forEach(work -> digests.add(work.required("id").asString()));
            String next = page.json().path("next").asString("");
            path = next.isEmpty() ? null : "/v1/works?cursor=" + next;
        }
        return digests;
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
