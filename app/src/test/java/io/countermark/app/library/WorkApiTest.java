package io.countermark.app.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.countermark.app.ServerTest;
import io.countermark.app.TestPictures;
import io.countermark.app.identity.TestAccounts;
import io.countermark.app.platform.Tenancy;
import io.countermark.vault.Vault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Uploads, works and checks as programs see them. */
@ServerTest
class WorkApiTest {

    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient http = HttpClient.newHttpClient();

    @LocalServerPort
    private int port;

    @Autowired
    private TestAccounts accounts;

    @Autowired
    private Tenancy tenancy;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Vault vault;

    private TestAccounts.Account acme;

    @BeforeEach
    void anOrganisation() {
        acme = accounts.make("Acme");
    }

    @Test
    void anUploadIsAcknowledgedWithItsWorkAndTheSameBytesAreTheSameWork() throws Exception {
        byte[] picture = TestPictures.jpeg(101);
        HttpResponse<byte[]> first = upload(acme, "/v1/assets", "blue_jacket.jpg", picture);
        assertThat(first.statusCode()).isEqualTo(201);
        JsonNode receipt = json(first);
        String work = receipt.required("workId").asString();
        assertThat(first.headers().firstValue("Location")).contains("/v1/works/" + work);
        assertThat(receipt.required("sha256").asString())
                .isEqualTo(Sha256.digest(picture).hex());
        HttpResponse<byte[]> second = upload(acme, "/v1/assets", "again.jpg", picture);
        assertThat(second.statusCode()).isEqualTo(200);
        assertThat(json(second).required("workId").asString()).isEqualTo(work);
        JsonNode shown = awaitProtected(work);
        assertThat(shown.required("title").asString()).isEqualTo("blue jacket");
        assertThat(shown.required("asset").required("mediaType").asString()).isEqualTo("image/jpeg");
        HttpResponse<byte[]> rendition = get(acme, "/v1/works/" + work + "/rendition");
        assertThat(rendition.headers().firstValue("Content-Disposition"))
                .contains("attachment; filename=\"blue-jacket-protected.jpg\"");
        assertThat(rendition.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(Sha256.digest(rendition.body()).hex())
                .isEqualTo(shown.required("rendition").required("sha256").asString());
        assertThat(get(acme, "/v1/works/" + work + "/thumbnail").headers().firstValue("Content-Type"))
                .contains("image/jpeg");
    }

    @Test
    void anIdempotencyKeyRepeatsItsAnswerAndRefusesAnotherFile() throws Exception {
        byte[] picture = TestPictures.jpeg(102);
        HttpResponse<byte[]> first = upload(acme, "/v1/assets", "a.jpg", picture, "Idempotency-Key", "order-1");
        HttpResponse<byte[]> again = upload(acme, "/v1/assets", "a.jpg", picture, "Idempotency-Key", "order-1");
        assertThat(again.statusCode()).isEqualTo(first.statusCode()).isEqualTo(201);
        assertThat(json(again).required("workId")).isEqualTo(json(first).required("workId"));
        HttpResponse<byte[]> other =
                upload(acme, "/v1/assets", "b.jpg", TestPictures.jpeg(103), "Idempotency-Key", "order-1");
        assertThat(other.statusCode()).isEqualTo(422);
        assertThat(json(other).required("code").asString()).isEqualTo("idempotency-key-reused");
    }

    @Test
    void manyUploadsOfTheSameBytesAtOnceAreOneWork() throws Exception {
        byte[] picture = TestPictures.jpeg(104);
        List<Callable<HttpResponse<byte[]>>> requests = IntStream.range(0, 6)
                .<Callable<HttpResponse<byte[]>>>mapToObj(n -> () -> upload(acme, "/v1/assets", n + ".jpg", picture))
                .toList();
        try (ExecutorService clients = Executors.newFixedThreadPool(6)) {
            List<JsonNode> receipts = new java.util.ArrayList<>();
            for (Future<HttpResponse<byte[]>> answer : clients.invokeAll(requests)) {
                assertThat(answer.get().statusCode()).isIn(200, 201);
                receipts.add(json(answer.get()));
            }
            assertThat(receipts.stream()
                            .map(receipt -> receipt.required("workId").asString())
                            .collect(Collectors.toSet()))
                    .hasSize(1);
        }
        assertThat(rows("work")).isEqualTo(1);
    }

    @Test
    void anotherOrganisationSeesNothingOfIt() throws Exception {
        TestAccounts.Account rival = accounts.make("Rival");
        byte[] picture = TestPictures.jpeg(105);
        String work = json(upload(acme, "/v1/assets", "a.jpg", picture))
                .required("workId")
                .asString();
        awaitProtected(work);
        for (String part : List.of("", "/rendition", "/thumbnail", "/proof", "/log-entry")) {
            HttpResponse<byte[]> foreign = get(rival, "/v1/works/" + work + part);
            String nobodys = UUID.randomUUID().toString();
            HttpResponse<byte[]> missing = get(rival, "/v1/works/" + nobodys + part);
            assertThat(foreign.statusCode()).isEqualTo(404);
            assertThat(text(foreign).replace(work, nobodys)).isEqualTo(text(missing));
        }
        assertThat(json(upload(rival, "/v1/checks", "a.jpg", picture))
                        .required("known")
                        .asBoolean())
                .isFalse();
        assertThat(upload(rival, "/v1/assets", "mine.jpg", picture).statusCode())
                .isEqualTo(201);
    }

    @Test
    void aCheckSaysWhyAndKeepsNothing() throws Exception {
        byte[] picture = TestPictures.jpeg(106);
        String work = json(upload(acme, "/v1/assets", "a.jpg", picture))
                .required("workId")
                .asString();
        awaitProtected(work);
        long objects = objects();
        JsonNode same = json(upload(acme, "/v1/checks", "a.jpg", picture));
        assertThat(signals(same)).contains("exact-bytes", "exact-pixels", "fingerprint");
        byte[] rendition = get(acme, "/v1/works/" + work + "/rendition").body();
        JsonNode delivered = json(upload(acme, "/v1/checks", "r.jpg", rendition));
        assertThat(signals(delivered)).contains("exact-bytes", "fingerprint", "mark", "credentials");
        assertThat(delivered.required("credentials").required("state").asString())
                .isEqualTo("Trusted");
        byte[] copy = TestPictures.encode(
                TestPictures.half(javax.imageio.ImageIO.read(new java.io.ByteArrayInputStream(rendition))), "jpeg");
        JsonNode altered = json(upload(acme, "/v1/checks", "copy.jpg", copy));
        assertThat(altered.required("known").asBoolean()).isTrue();
        assertThat(altered.required("matches").get(0).required("workId").asString())
                .isEqualTo(work);
        assertThat(signals(altered))
                .contains("fingerprint")
                .doesNotContain("exact-bytes", "exact-pixels", "credentials");
        JsonNode stranger = json(upload(acme, "/v1/checks", "s.jpg", TestPictures.jpeg(107)));
        assertThat(stranger.required("known").asBoolean()).isFalse();
        assertThat(stranger.required("verdict").asString()).isEqualTo("not-known");
        assertThat(stranger.required("sentence").asString()).isEqualTo("This picture is not known here.");
        assertThat(objects()).isEqualTo(objects);
        assertThat(rows("work")).isEqualTo(1);
    }

    @Test
    void aManifestMovedOntoAnotherPictureNamesNoWork() throws Exception {
        byte[] picture = TestPictures.jpeg(108);
        String work = json(upload(acme, "/v1/assets", "a.jpg", picture))
                .required("workId")
                .asString();
        awaitProtected(work);
        byte[] rendition = get(acme, "/v1/works/" + work + "/rendition").body();
        byte[] forged = rendition.clone();
        // The last entry of the first quantisation table: still a picture, no longer the signed one.
        forged[firstQuantisationTable(forged) + 68] += 1;
        JsonNode answer = json(upload(acme, "/v1/checks", "forged.jpg", forged));
        assertThat(answer.required("credentials").required("state").asString()).isEqualTo("Invalid");
        assertThat(signals(answer)).doesNotContain("credentials", "exact-bytes");
    }

    @Test
    void pagesOfWorksFollowEachOther() throws Exception {
        for (int i = 0; i < 3; i++) {
            upload(acme, "/v1/assets", "p" + i + ".jpg", TestPictures.jpeg(110 + i));
        }
        JsonNode first = json(get(acme, "/v1/works?limit=2"));
        JsonNode second = json(
                get(acme, "/v1/works?limit=2&cursor=" + first.required("next").asString()));
        assertThat(titles(first)).containsExactly("p2", "p1");
        assertThat(titles(second)).containsExactly("p0");
        assertThat(second.has("next")).isFalse();
        assertThat(get(acme, "/v1/works?cursor=nonsense").statusCode()).isEqualTo(400);
    }

    @Test
    void whatIsRefusedLeavesNothing() throws Exception {
        byte[] picture = TestPictures.jpeg(120);
        record Bad(String name, byte[] file, String code) {}
        for (Bad bad : List.of(
                new Bad("empty.jpg", new byte[0], "empty"),
                new Bad("half.jpg", Arrays.copyOf(picture, picture.length / 2), "truncated"),
                new Bad("text.txt", "buy milk".getBytes(StandardCharsets.US_ASCII), "unknown-format"))) {
            HttpResponse<byte[]> answer = upload(acme, "/v1/assets", bad.name(), bad.file());
            assertThat(answer.statusCode()).as(bad.name()).isBetween(400, 499);
            assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
            assertThat(json(answer).required("code").asString()).isEqualTo(bad.code());
        }
        assertThat(objects()).isZero();
        assertThat(rows("work") + rows("asset") + rows("revision") + rows("upload_key"))
                .isZero();
    }

    @Test
    void theLogAndTheRootAreForEverybody() throws Exception {
        awaitProtected(json(upload(acme, "/v1/assets", "a.jpg", TestPictures.jpeg(130)))
                .required("workId")
                .asString());
        for (String path : List.of("/log/checkpoint", "/log/key", "/v1/credentials/root.pem")) {
            assertThat(open(path).statusCode()).as(path).isEqualTo(200);
        }
        for (String path : List.of(
                "/log/tile/../../keys/root.key", "/log/tile/%2e%2e/journal", "/log/tile/0/../0/000", "/log/tile/x")) {
            assertThat(open(path).statusCode()).as(path).isBetween(400, 499);
        }
    }

    /** Where its marker, 0xFFDB, begins. */
    private static int firstQuantisationTable(byte[] jpeg) {
        for (int i = 2; i + 3 < jpeg.length; ) {
            if (jpeg[i + 1] == (byte) 0xDB) {
                return i;
            }
            i += 2 + ((jpeg[i + 2] & 0xFF) << 8 | jpeg[i + 3] & 0xFF);
        }
        throw new IllegalArgumentException("No quantisation table");
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    private JsonNode awaitProtected(String work) {
        return await().atMost(Duration.ofMinutes(2))
                .until(
                        () -> json(get(acme, "/v1/works/" + work)),
                        shown -> shown.required("state").asString().equals("PROTECTED"));
    }

    private static List<String> signals(JsonNode answer) {
        return answer.required("matches")
                .valueStream()
                .flatMap(match -> match.required("reasons").valueStream())
                .map(reason -> reason.required("signal").asString())
                .toList();
    }

    private static List<String> titles(JsonNode page) {
        return page.required("works")
                .valueStream()
                .map(work -> work.required("title").asString())
                .toList();
    }

    private int rows(String table) {
        return tenancy.in(
                acme.caller().tenantId(),
                () -> jdbc.sql("select count(*) from " + table)
                        .query((row, n) -> row.getInt(1))
                        .single());
    }

    private long objects() {
        try (var names = vault.list()) {
            return names.filter(name -> name.tenant().equals(acme.caller().tenantId()))
                    .count();
        }
    }

    private HttpResponse<byte[]> open(String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private HttpResponse<byte[]> get(TestAccounts.Account account, String path)
            throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(uri(path))
                        .header("Authorization", "Bearer " + account.apiKey())
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    private HttpResponse<byte[]> upload(
            TestAccounts.Account account, String path, String name, byte[] file, String... headers)
            throws IOException, InterruptedException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(("--cut\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name
                        + "\"\r\nContent-Type: image/jpeg\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
        body.writeBytes(file);
        body.writeBytes("\r\n--cut--\r\n".getBytes(StandardCharsets.US_ASCII));
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path))
                .header("Authorization", "Bearer " + account.apiKey())
                .header("Content-Type", "multipart/form-data; boundary=cut")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray()));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private static JsonNode json(HttpResponse<byte[]> response) {
        return JSON.readTree(response.body());
    }
}
