package io.countermark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The client commands against a stand-in that answers as the API does; the real server is met in {@code dist}. */
class ServerCommandsTest {

    private static final String KEY = "cmk_test";

    @TempDir
    Path folder;

    private final AtomicInteger polls = new AtomicInteger();
    private final AtomicInteger busy = new AtomicInteger(1);
    private final List<String> idempotencyKeys = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private String address;
    private Path token;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/v1/assets", this::receive);
        server.createContext("/v1/works/7/rendition", exchange -> answer(exchange, 200, "rendition"));
        server.createContext("/v1/works/7", this::work);
        server.createContext(
                "/v1/works/8",
                exchange -> answer(
                        exchange,
                        200,
                        "{\"state\":\"FAILED\",\"failure\":{\"code\":\"corrupt\",\"detail\":\"It is broken\"}}"));
        server.createContext(
                "/v1/checks",
                exchange -> answer(
                        exchange,
                        200,
                        "{\"known\":false,\"verdict\":\"unknown\",\"sentence\":\"Not known here\",\"matches\":[],\"related\":[],"
                                + "\"credentials\":{}}"));
        server.start();
        address = "http://127.0.0.1:" + server.getAddress().getPort();
        token = Files.writeString(folder.resolve("token"), KEY + "\n");
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void receive(HttpExchange exchange) throws IOException {
        if (!("Bearer " + KEY).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            answer(exchange, 401, "{\"code\":\"sign-in-needed\",\"title\":\"Sign in, or send an API key\"}");
            return;
        }
        idempotencyKeys.add(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1);
        if (busy.getAndDecrement() > 0) {
            exchange.getResponseHeaders().add("Retry-After", "0");
            answer(exchange, 503, "{\"code\":\"busy\",\"title\":\"The server is busy\"}");
        } else if (body.contains("filename=\"text.jpg\"")) {
            answer(exchange, 415, "{\"code\":\"unknown-format\",\"title\":\"No picture\",\"detail\":\"It is text\"}");
        } else {
            answer(exchange, 201, body.contains("bad.jpg") ? "{\"workId\":\"8\"}" : "{\"workId\":\"7\"}");
        }
    }

    private void work(HttpExchange exchange) throws IOException {
        String state = List.of("RECEIVED", "MARKED", "PROTECTED").get(Math.min(polls.getAndIncrement(), 2));
        answer(
                exchange,
                200,
                "{\"state\":\"" + state
                        + "\",\"markId\":\"00000000000000aa\",\"manifestLabel\":\"urn:c2pa:x\",\"logIndex\":4,"
                        + "\"rendition\":{\"mediaType\":\"image/png\"}}");
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Test
    void protectsWaitsAndSavesTheRendition() throws IOException {
        Path photo = Files.writeString(folder.resolve("photo.jpg"), "any bytes");
        Path out = folder.resolve("out");
        CommandRun run =
                CommandRun.of("protect", photo, "--server", address, "--token-file", token, "-o", out, "--json");
        assertEquals(0, run.code(), run.err());
        JsonNode line = run.json().getFirst();
        assertEquals(
                List.of("file", "workId", "state", "markId", "manifest", "logIndex", "page", "output"),
                CommandRun.members(line));
        assertEquals("PROTECTED", line.get("state").asString());
        assertEquals(address + "/works/7", line.get("page").asString());
        assertEquals("rendition", Files.readString(out.resolve("photo.png")));
        // Put off once, then sent again as the same upload.
        assertEquals(2, idempotencyKeys.size());
        assertEquals(idempotencyKeys.get(0), idempotencyKeys.get(1));
    }

    @Test
    void oneRefusedAndOneFailedDoNotStopTheThird() throws IOException {
        Path text = Files.writeString(folder.resolve("text.jpg"), "text");
        Path bad = Files.writeString(folder.resolve("bad.jpg"), "bad");
        Path good = Files.writeString(folder.resolve("good.jpg"), "good");
        CommandRun run =
                CommandRun.of("protect", text, bad, good, "--server", address, "--token-file", token, "--json");
        assertEquals(1, run.code());
        assertEquals(
                List.of("unknown-format", "corrupt"),
                run.json().stream()
                        .filter(line -> line.has("error"))
                        .map(line -> line.get("error").asString())
                        .toList());
        assertEquals("7", run.json().getLast().get("workId").asString());
    }

    @Test
    void checkingSaysWhatTheServerSays() throws IOException {
        Path photo = Files.writeString(folder.resolve("photo.jpg"), "any bytes");
        CommandRun run = CommandRun.of("check", photo, "--server", address, "--token-file", token, "--json");
        assertEquals(0, run.code(), run.err());
        assertEquals(
                List.of("file", "known", "verdict", "sentence", "matches", "related", "credentials"),
                CommandRun.members(run.json().getFirst()));
        CommandRun text = CommandRun.of("check", photo, "--server", address, "--token-file", token);
        assertThat(text.out()).contains("Not known here");
    }

    @Test
    void aWrongKeyAndAnAbsentServerAreNamed() throws IOException {
        Path photo = Files.writeString(folder.resolve("photo.jpg"), "any bytes");
        Path wrong = Files.writeString(folder.resolve("wrong"), "cmk_other");
        CommandRun refused = CommandRun.of("protect", photo, "--server", address, "--token-file", wrong, "--json");
        assertEquals(1, refused.code());
        assertEquals("sign-in-needed", refused.json().getFirst().get("error").asString());
        server.stop(0);
        CommandRun absent = CommandRun.of("check", photo, "--server", address, "--token-file", token, "--json");
        assertEquals(1, absent.code());
        assertEquals("no-server", absent.json().getFirst().get("error").asString());
    }

    @Test
    void anAddressThatIsNoneIsWrongUse() {
        assertEquals(2, CommandRun.of("check", "a.jpg", "--server", "ftp://x").code());
        assertEquals(
                2, CommandRun.of("check", "a.jpg", "--server", "http://me:pw@x").code());
    }

    @Test
    void keptKeysAreSecret() throws IOException {
        CredentialFile file = new CredentialFile(folder.resolve("config/countermark/credentials"));
        java.net.URI one = java.net.URI.create("https://one.example");
        file.put(one, "k1");
        file.put(java.net.URI.create("https://two.example"), "k2");
        file.put(one, "k3");
        assertEquals("k3", file.key(one).orElseThrow());
        assertEquals(2, Files.readAllLines(file.path()).size());
        Files.setPosixFilePermissions(
                file.path(), java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> file.key(one)).hasMessageContaining("chmod 600");
    }
}
