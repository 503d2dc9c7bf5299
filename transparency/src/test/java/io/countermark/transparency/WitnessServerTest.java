package io.countermark.transparency;

import static io.countermark.transparency.TransparencyLogTest.SIGNER;
import static io.countermark.transparency.TransparencyLogTest.assertReason;
import static io.countermark.transparency.TransparencyLogTest.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.countermark.transparency.LogException.Reason;
import io.countermark.transparency.NoteKey.Algorithm;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The witness over HTTP, asked by our client and by plain requests. */
class WitnessServerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path temporary;

    private final NoteSigner key =
            NoteSigner.generate("witness.example/w1", Algorithm.ED25519_COSIGNATURE, new SecureRandom());
    private final List<String> journal = Collections.synchronizedList(new ArrayList<>());
    private final HttpClient http = HttpClient.newHttpClient();
    private WitnessServer server;
    private WitnessClient client;

    @BeforeEach
    void start() {
        Witness witness = new Witness(temporary.resolve("witness"), key, List.of(SIGNER.key()), Clock.systemUTC());
        server = WitnessServer.start(witness, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), journal::add);
        client = new WitnessClient(address(""), key.key(), PATIENCE);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String address(String path) {
        return "http://localhost:" + server.address().getPort() + "/" + path;
    }

    @Test
    void aGrowingLogIsCosignedAndAForkedOneIsNot() throws Exception {
        Path folder = temporary.resolve("log");
        try (TransparencyLog log = TransparencyLog.open(folder, SIGNER)) {
            for (int size : new int[] {1, 7, 7, 300}) {
                log.appendAll(IntStream.range((int) log.size(), size)
                        .mapToObj(TransparencyLogTest::entry)
                        .toList());
                assertTrue(log.attach(client.cosign(log, log.checkpoint()), key.key()));
            }
        }
        LogVerifier.verifyFolder(folder, SIGNER.verifierKey() + " " + key.verifierKey());
        assertThat(get("key").body()).isEqualTo(key.verifierKey() + "\n");
        assertThat(get(Witness.fileName(SIGNER.name())).body()).contains("\n300\n", "witness.example/w1");
        assertEquals(404, get(Witness.fileName(SIGNER.name()) + ".fork").statusCode());
        try (TransparencyLog other = TransparencyLog.open(temporary.resolve("other"), SIGNER)) {
            other.append(entry(1000));
            assertReason(Reason.FORKED, () -> client.cosign(other, other.checkpoint())); // fewer entries
            other.appendAll(IntStream.range(1001, 1300)
                    .mapToObj(TransparencyLogTest::entry)
                    .toList());
            assertReason(Reason.FORKED, () -> client.cosign(other, other.checkpoint())); // as many, another root
            assertEquals(
                    other.checkpoint(),
                    get(Witness.fileName(SIGNER.name()) + ".fork").body());
            other.append(entry(1300));
            assertReason(Reason.FORKED, () -> client.cosign(other, other.checkpoint())); // more, not a continuation
        }
        assertThat(journal)
                .startsWith("log.example/countermark: co-signed")
                .anyMatch(line -> line.contains("signed two histories"));
    }

    /** Many askers at once: whatever is co-signed is a prefix of what is co-signed later. */
    @Test
    void askersThatRaceGetOneHistory() throws Exception {
        try (TransparencyLog log = TransparencyLog.open(temporary.resolve("log"), SIGNER);
                ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Callable<String>> work = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                byte[] entry = entry(i);
                work.add(() -> {
                    log.append(entry);
                    String note = log.checkpoint();
                    try {
                        return client.cosign(log, note);
                    } catch (IOException e) {
                        return ""; // another was quicker
                    } catch (LogException e) {
                        assertEquals(Reason.FORKED, e.reason()); // it has seen more already: this note is old
                        return "";
                    }
                });
            }
            long cosigned = 0;
            for (Future<String> done : threads.invokeAll(work)) {
                if (!done.get().isEmpty()) {
                    Checkpoint checkpoint =
                            LogVerifier.verifyCheckpoint(done.get(), SIGNER.verifierKey() + " " + key.verifierKey());
                    assertThat(checkpoint.rootHash()).isEqualTo(log.rootHash(checkpoint.size()));
                    cosigned++;
                }
            }
            assertThat(cosigned).isPositive();
            assertTrue(log.attach(client.cosign(log, log.checkpoint()), key.key()));
        }
    }

    @Test
    void whatIsNotOfTheProtocolIsRefused() throws Exception {
        assertEquals(400, post("add-checkpoint", "nonsense").statusCode());
        assertEquals(413, post("add-checkpoint", "x".repeat(70_000)).statusCode());
        HttpResponse<String> got = get("add-checkpoint");
        assertEquals(405, got.statusCode());
        assertThat(got.headers().firstValue("Allow")).contains("POST");
        for (String path : List.of("", "lock", "../key", "%2e%2e/key", "0".repeat(64), "add-checkpoint/")) {
            assertEquals(404, get(path).statusCode(), path);
        }
        assertThat(journal).isEmpty();
        assertReason(
                Reason.IO,
                () -> WitnessServer.start(
                        new Witness(temporary.resolve("second"), key, List.of(SIGNER.key()), Clock.systemUTC()),
                        server.address(),
                        journal::add));
        assertReason(Reason.IO, () -> new WitnessClient("ftp://example.com", key.key(), PATIENCE));
    }

    @Test
    void aWitnessThatNeverEndsItsAnswerIsGivenUp() throws Exception {
        CountDownLatch released = new CountDownLatch(1);
        HttpServer slow = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        slow.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        slow.createContext("/slow/", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write('x');
                out.flush();
                released.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        slow.createContext("/long/", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(new byte[1 << 20]);
            }
        });
        slow.start();
        String prefix = "http://localhost:" + slow.getAddress().getPort();
        try (TransparencyLog log = TransparencyLog.open(temporary.resolve("log"), SIGNER)) {
            log.append(entry(0));
            assertThatThrownBy(() -> new WitnessClient(prefix + "/slow/", key.key(), Duration.ofMillis(300))
                            .cosign(log, log.checkpoint()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("did not answer");
            assertThatThrownBy(() ->
                            new WitnessClient(prefix + "/long", key.key(), PATIENCE).cosign(log, log.checkpoint()))
                    .isInstanceOf(IOException.class);
        } finally {
            released.countDown();
            slow.stop(0);
        }
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(address(path))).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(address(path)))
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
