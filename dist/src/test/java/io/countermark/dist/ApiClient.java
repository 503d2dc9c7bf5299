package io.countermark.dist;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Speaks the product's REST API, with an API key once there is one. Thread-safe after {@link #setUpOwner} or {@link #signIn}. */
final class ApiClient {

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final JsonMapper json = new JsonMapper();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI server;
    private @Nullable String apiKey;

    ApiClient(URI server) {
        this.server = server;
    }

    /** An answer with its body read as JSON; a missing node when there is none. */
    record Answer(int status, String contentType, String text, JsonNode json) {}

    /** The key that {@link #setUpOwner} or {@link #signIn} got. */
    String apiKey() {
        if (apiKey == null) {
            throw new IllegalStateException("No API key yet");
        }
        return apiKey;
    }

    /** Uses a key that is already known, for example after a restart on another port. */
    ApiClient withApiKey(String key) {
        apiKey = key;
        return this;
    }

    /** Makes the owner's account by the one-time link; the answer holds an API key. */
    ApiClient setUpOwner(URI setUpLink, String email, String password) {
        Answer made = require(
                post(
                        "/v1/setup",
                        Map.of(
                                "token",
                                tokenOf(setUpLink),
                                "organisation",
                                "Acme",
                                "name",
                                "Olga Owner",
                                "email",
                                email,
                                "password",
                                password)),
                201);
        apiKey = made.json().required("apiKey").asString();
        return this;
    }

    /** Makes a new API key with a password. */
    ApiClient signIn(String email, String password) {
        Answer made = require(post("/v1/api-keys", Map.of("email", email, "password", password, "label", "test")), 201);
        apiKey = made.json().required("apiKey").asString();
        return this;
    }

    private static String tokenOf(URI setUpLink) {
        String text = setUpLink.toString();
        return text.substring(
                1 + Math.max(text.lastIndexOf('/'), Math.max(text.lastIndexOf('='), text.lastIndexOf('#'))));
    }

    /** Throws with the whole answer when the status is another one. */
    static Answer require(Answer answer, int status) {
        if (answer.status() != status) {
            throw new AssertionError("Expected " + status + " but got " + answer.status() + ": " + answer.text());
        }
        return answer;
    }

    Answer get(String path) {
        return send(request(path).GET().build());
    }

    Answer post(String path, Object body) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json.writeValueAsString(body)))
                .build());
    }

    /** A {@code multipart/form-data} request with one part called {@code file}. */
    Answer upload(String path, String fileName, byte[] content) {
        return send(uploadRequest(path, fileName, content));
    }

    HttpRequest uploadRequest(String path, String fileName, byte[] content) {
        String boundary = "countermark-" + UUID.randomUUID();
        String head = "--" + boundary + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + fileName
                + "\"\r\nContent-Type: application/octet-stream\r\n\r\n";
        List<byte[]> parts = new ArrayList<>();
        parts.add(head.getBytes(StandardCharsets.UTF_8));
        parts.add(content);
        parts.add(("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8));
        return request(path)
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(BodyPublishers.ofByteArrays(parts))
                .build();
    }

    /** The bytes behind a path; fails unless the answer is 200. */
    byte[] download(String path) {
        HttpResponse<byte[]> response = exchange(request(path).GET().build(), BodyHandlers.ofByteArray());
        if (response.statusCode() != 200) {
            throw new AssertionError("GET " + path + " answered " + response.statusCode());
        }
        return response.body();
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder builder =
                HttpRequest.newBuilder(server.resolve(path)).timeout(PATIENCE);
        if (apiKey != null) {
            builder.header("Authorization", "Bearer " + apiKey);
        }
        return builder;
    }

    private Answer send(HttpRequest request) {
        HttpResponse<String> response = exchange(request, BodyHandlers.ofString());
        String type = response.headers().firstValue("Content-Type").orElse("");
        boolean isJson = type.contains("json") && !response.body().isEmpty();
        return new Answer(
                response.statusCode(),
                type,
                response.body(),
                isJson ? json.readTree(response.body()) : json.missingNode());
    }

    /** Sends; an I/O error (the server died, say) comes as {@link java.io.UncheckedIOException}. */
    <T> HttpResponse<T> exchange(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        try {
            return http.send(request, handler);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted", e);
        }
    }
}
