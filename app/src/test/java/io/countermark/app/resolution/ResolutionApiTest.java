package io.countermark.app.resolution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.countermark.app.ServerTest;
import io.countermark.app.TestPictures;
import io.countermark.app.identity.TestAccounts;
import io.countermark.container.EmbeddedCredentials;
import io.countermark.credentials.ManifestDefinition.SoftBinding;
import io.countermark.credentials.ManifestValidator;
import io.countermark.credentials.ValidationReport;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A picture that lost its credentials gets them back. */
@ServerTest
class ResolutionApiTest {

    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient http = HttpClient.newHttpClient();

    @LocalServerPort
    private int port;

    @Autowired
    private TestAccounts accounts;

    private TestAccounts.Account acme;

    @BeforeEach
    void anOrganisation() {
        acme = accounts.make("Acme");
    }

    @Test
    void aStrippedCopyGetsItsManifestBackByContentMarkAndFingerprint() throws Exception {
        byte[] rendition = rendition(301);
        ValidationReport report = new ManifestValidator(List.of(), List.of()).validate(rendition, Instant.now());
        String label = report.activeManifest();
        byte[] copy = TestPictures.encode(ImageIO.read(new ByteArrayInputStream(rendition)), "jpeg");
        assertThat(EmbeddedCredentials.read(copy).orElseThrow().stores()).isEmpty();

        JsonNode byContent = json(post(acme, "/v1/matches/byContent", "image/jpeg", copy));
        assertEquals(label, byContent.get("matches").get(0).get("manifestId").asString());
        assertThat(byContent.get("matches").get(0).get("similarityScore").asInt())
                .isBetween(50, 100);

        assertThat(report.softBindings()).hasSize(2);
        for (SoftBinding binding : report.softBindings()) {
            String query = "alg=" + binding.algorithm() + "&value="
                    + URLEncoder.encode(Base64.getEncoder().encodeToString(binding.value()), StandardCharsets.UTF_8);
            JsonNode byBinding = json(get(acme, "/v1/matches/byBinding?" + query));
            assertEquals(
                    label, byBinding.get("matches").get(0).get("manifestId").asString(), binding.algorithm());
        }

        HttpResponse<byte[]> manifest = get(acme, "/v1/manifests/" + label);
        assertEquals(200, manifest.statusCode());
        assertThat(manifest.headers().firstValue("Content-Type")).contains("application/c2pa");
        assertArrayEquals(
                EmbeddedCredentials.read(rendition)
                        .orElseThrow()
                        .stores()
                        .getFirst()
                        .bytes(),
                manifest.body());
    }

    @Test
    void anotherOrganisationFindsNothing() throws Exception {
        byte[] rendition = rendition(302);
        ValidationReport report = new ManifestValidator(List.of(), List.of()).validate(rendition, Instant.now());
        TestAccounts.Account rival = accounts.make("Rival");
        for (SoftBinding binding : report.softBindings()) {
            String value = Base64.getUrlEncoder().encodeToString(binding.value());
            String body = "{\"alg\":\"" + binding.algorithm() + "\",\"value\":\"" + value + "\"}";
            byte[] query = body.getBytes(StandardCharsets.UTF_8);
            JsonNode theirs = json(post(rival, "/v1/matches/byBinding", "application/json", query));
            assertThat(theirs.get("matches").isEmpty()).isTrue();
            JsonNode ours = json(post(acme, "/v1/matches/byBinding", "application/json", query));
            assertEquals(1, ours.get("matches").size());
        }
        assertThat(json(post(rival, "/v1/matches/byContent", "image/jpeg", rendition))
                        .get("matches")
                        .isEmpty())
                .isTrue();
        assertEquals(404, get(rival, "/v1/manifests/" + report.activeManifest()).statusCode());
    }

    @Test
    void theServiceDescribesItselfToEverybodyAndAnswersOnlyToKeys() throws Exception {
        JsonNode discovery = json(open("/.well-known/c2pa-soft-binding-resolution"));
        String api = "http://127.0.0.1:" + port + "/v1";
        assertEquals(api, discovery.get("apiEndpoint").asString());
        assertEquals("2.4", discovery.get("c2paSpecificationVersion").asString());
        JsonNode algorithms = json(open("/v1/services/supportedAlgorithms"));
        assertEquals(
                "io.countermark.mark.v1",
                algorithms.get("watermarks").get(0).get("alg").asString());
        assertEquals(
                "io.countermark.pdq.v1",
                algorithms.get("fingerprints").get(0).get("alg").asString());
        for (String path : List.of("capabilitiesEndpoint", "statusEndpoint")) {
            String address = discovery.get(path).asString();
            assertEquals(200, open(address.substring(address.indexOf("/v1"))).statusCode());
        }
        for (String path : List.of("/v1/matches/byBinding?alg=x&value=AAAA", "/v1/manifests/urn:c2pa:1")) {
            assertEquals(401, open(path).statusCode(), path);
        }
    }

    @Test
    void whatCantBeAskedIsAProblem() throws Exception {
        for (String query : List.of(
                "alg=io.iscc.v0&value=AAAA", "alg=io.countermark.mark.v1&value=AAAA", "alg=io.countermark.mark.v1")) {
            HttpResponse<byte[]> answer = get(acme, "/v1/matches/byBinding?" + query);
            assertEquals(400, answer.statusCode(), query);
            assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        }
        byte[] text = "no picture".getBytes(StandardCharsets.US_ASCII);
        assertThat(post(acme, "/v1/matches/byContent", "image/jpeg", text).statusCode())
                .isBetween(400, 499);
        assertThat(post(acme, "/v1/matches/byContent?alg=io.iscc.v0", "image/jpeg", TestPictures.jpeg(303))
                        .statusCode())
                .isEqualTo(400);
        assertEquals(404, get(acme, "/v1/manifests/urn:c2pa:none").statusCode());
    }

    /** A protected picture as it is handed out. */
    private byte[] rendition(long seed) throws Exception {
        String boundary = "--cut\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.jpg\"\r\n"
                + "Content-Type: image/jpeg\r\n\r\n";
        java.io.ByteArrayOutputStream body = new java.io.ByteArrayOutputStream();
        body.writeBytes(boundary.getBytes(StandardCharsets.US_ASCII));
        body.writeBytes(TestPictures.jpeg(seed));
        body.writeBytes("\r\n--cut--\r\n".getBytes(StandardCharsets.US_ASCII));
        String work = json(post(acme, "/v1/assets", "multipart/form-data; boundary=cut", body.toByteArray()))
                .get("workId")
                .asString();
        await().atMost(Duration.ofMinutes(2))
                .until(() -> json(get(acme, "/v1/works/" + work))
                        .get("state")
                        .asString()
                        .equals("PROTECTED"));
        return get(acme, "/v1/works/" + work + "/rendition").body();
    }

    private HttpResponse<byte[]> open(String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private HttpResponse<byte[]> get(TestAccounts.Account account, String path)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri(path))
                .header("Authorization", "Bearer " + account.apiKey())
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    }

    private HttpResponse<byte[]> post(TestAccounts.Account account, String path, String type, byte[] body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri(path))
                .header("Authorization", "Bearer " + account.apiKey())
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private static JsonNode json(HttpResponse<byte[]> response) {
        assertThat(response.statusCode())
                .as(new String(response.body(), StandardCharsets.UTF_8))
                .isBetween(200, 299);
        return JSON.readTree(response.body());
    }
}
