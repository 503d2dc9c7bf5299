package io.countermark.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** A server's REST API. A problem detail (RFC 9457) that it answers comes as a {@link CommandException} with the problem's code. */
final class CountermarkApi implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofMinutes(5);

    /** Tries of a request that the server put off, and the longest wait between two of them. */
    private static final int TRIES = 8;

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final URI server;
    private final @Nullable String apiKey;

    /** @param apiKey null for requests that need none */
    CountermarkApi(URI server, @Nullable String apiKey) {
        this.server = server;
        this.apiKey = apiKey;
    }

    JsonNode post(String path, Map<String, Object> body) throws IOException {
        return json(request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(JsonLine.JSON.writeValueAsString(body)))
                .build());
    }

    JsonNode get(String path) throws IOException {
        return json(request(path).GET().build());
    }

    byte[] download(String path) throws IOException {
        HttpResponse<InputStream> response = send(request(path).GET().build());
        try (InputStream body = response.body()) {
            return body.readAllBytes();
        }
    }

    /** Posts a file as the part {@code file} of a form. Repeating it with the same key does nothing twice. */
    JsonNode upload(String path, Path file, UUID idempotencyKey) throws IOException {
        return json(form(path, file)
                .header("Idempotency-Key", idempotencyKey.toString())
                .build());
    }

    /** Posts a file as {@link #upload} does, and returns the bytes that are answered. */
    byte[] uploadFor(String path, Path file) throws IOException {
        try (InputStream body = send(form(path, file).build()).body()) {
            return body.readAllBytes();
        }
    }

    private HttpRequest.Builder form(String path, Path file) throws IOException {
        String boundary = "countermark-" + UUID.randomUUID();
        // File names in forms: as browsers do (WHATWG HTML, multipart/form-data encoding algorithm).
        String name = file.getFileName()
                .toString()
                .replace("\"", "%22")
                .replace("\r", "%0D")
                .replace("\n", "%0A");
        BodyPublisher body = BodyPublishers.concat(
                BodyPublishers.ofString(
                        "--" + boundary + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name
                                + "\"\r\nContent-Type: application/octet-stream\r\n\r\n"),
                BodyPublishers.ofFile(file),
                BodyPublishers.ofString("\r\n--" + boundary + "--\r\n"));
        return request(path)
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(body);
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(server.resolve(path))
                .timeout(ANSWER)
                .header("Accept", "application/json, */*;q=0.5");
        if (apiKey != null) {
            builder.header("Authorization", "Bearer " + apiKey);
        }
        return builder;
    }

    private JsonNode json(HttpRequest request) throws IOException {
        try (InputStream body = send(request).body()) {
            return JsonLine.JSON.readTree(body);
        } catch (JacksonException e) {
            throw new CommandException("not-countermark", server + " does not answer like a Countermark server");
        }
    }

    /** The answer when it is a good one; waits and asks again while the server says that it is busy. */
    private HttpResponse<InputStream> send(HttpRequest request) throws IOException {
        for (int left = TRIES; ; left--) {
            HttpResponse<InputStream> response = exchange(request);
            if (response.statusCode() / 100 == 2) {
                return response;
            }
            boolean later = response.statusCode() == 503 || response.statusCode() == 429;
            if (!later || left <= 1) {
                throw problem(response);
            }
            response.body().close();
            pause(retryAfter(response));
        }
    }

    private HttpResponse<InputStream> exchange(HttpRequest request) throws IOException {
        try {
            return http.send(request, BodyHandlers.ofInputStream());
        } catch (java.net.ConnectException | java.net.http.HttpConnectTimeoutException e) {
            throw new CommandException(
                    "no-server",
                    "No server answers at " + server + "; 'countermark serve' starts one, --server names another");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException("interrupted", "Interrupted while waiting for " + server);
        }
    }

    private static Duration retryAfter(HttpResponse<?> response) {
        String seconds = response.headers().firstValue("Retry-After").orElse("1");
        try {
            Duration asked = Duration.ofSeconds(Long.parseLong(seconds.strip()));
            return asked.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : asked;
        } catch (NumberFormatException e) {
            return Duration.ofSeconds(1);
        }
    }

    static void pause(Duration time) throws IOException {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException("interrupted", "Interrupted");
        }
    }

    private CommandException problem(HttpResponse<InputStream> response) throws IOException {
        int status = response.statusCode();
        String text;
        try (InputStream body = response.body()) {
            text = new String(body.readNBytes(64 << 10), java.nio.charset.StandardCharsets.UTF_8);
        }
        try {
            JsonNode problem = JsonLine.JSON.readTree(text);
            String code = problem.path("code").asString("http-" + status);
            if (code.equals("sign-in-needed") && apiKey == null) {
                return new CommandException(code, "Log in first: countermark login --server " + server);
            }
            String title = problem.path("title").asString("The server answered " + status);
            String detail = problem.path("detail").asString("");
            return new CommandException(code, detail.isEmpty() ? title : title + ": " + detail);
        } catch (JacksonException e) {
            return new CommandException("http-" + status, server + " answered " + status);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
