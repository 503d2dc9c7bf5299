package io.countermark.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Licences, cases, shares, channels and the ledger through the API, on one real picture and the real database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CommerceTest {

    private final JsonMapper json = new JsonMapper();
    private final HttpClient http = HttpClient.newHttpClient();
    private final HttpClient browser =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    private CountermarkServer server;
    private String key = "";
    private String work = "";

    @TempDir
    static Path data;

    @BeforeAll
    void protectOnePicture() throws Exception {
        server = CountermarkServer.start(ServeOptions.in(data).withPort(0).withQuiet(true));
        String link = Objects.requireNonNull(server.setupLink()).toString();
        String token = link.substring(1 + Math.max(link.lastIndexOf('='), link.lastIndexOf('#')));
        JsonNode owner = post(
                "/v1/setup",
                Map.of(
                        "token", token,
                        "organisation", "Acme",
                        "name", "Olga Owner",
                        "email", "olga@example.com",
                        "password", "correct horse battery staple 9"),
                201);
        key = owner.required("apiKey").asString();
        work = upload().required("workId").asString();
        while (!get("/v1/works/" + work, 200).required("state").asString().equals("PROTECTED")) {
            assertThat(get("/v1/works/" + work, 200).required("state").asString())
                    .isNotEqualTo("FAILED");
            Thread.onSpinWait();
        }
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void noNoticeIsMadeAgainstPermittedUse() throws Exception {
        JsonNode licence = post(
                "/v1/licences",
                Map.of(
                        "workId",
                        work,
                        "licensee",
                        "Shop One",
                        "account",
                        "shop-one",
                        "derivatives",
                        true,
                        "validFrom",
                        LocalDate.now().minusDays(1).toString()),
                201);
        JsonNode refused = post("/v1/cases", notice("shop-one", List.of()), 409);
        assertThat(refused.required("code").asString()).isEqualTo("licensed-use");
        assertThat(refused.required("detail").asString()).contains("Shop One");
        post("/v1/cases", notice("shop-two", List.of()), 201);

        String id = licence.required("id").asString();
        post("/v1/licences/" + id + "/events", Map.of("event", "terminate"), 200);
        post("/v1/cases", notice("shop-one", List.of()), 201);
        post("/v1/licences/" + id + "/events", Map.of("event", "terminate"), 409);
    }

    @Test
    void incompleteNoticeNamesWhatIsMissingAndACompleteOneMovesByItsEvents() throws Exception {
        JsonNode incomplete = post("/v1/cases", notice("thief", List.of("work", "location")), 201);
        assertThat(incomplete.required("complaint").required("state").asString())
                .isEqualTo("INCOMPLETE");
        assertThat(incomplete.required("missing").size()).isEqualTo(4);

        List<String> all = List.of("signature", "work", "location", "contact", "good-faith", "accuracy");
        JsonNode file = post("/v1/cases", notice("thief", all), 201);
        String id = file.required("complaint").required("id").asString();
        for (String event :
                List.of("admit", "interim-measure", "forward-notice", "counter-notice", "forward-counter")) {
            int version = file.required("complaint").required("version").asInt();
            file = post(
                    "/v1/cases/" + id + "/events",
                    Map.of("event", event, "version", version, "reason", "because"),
                    200);
        }
        assertThat(file.required("complaint").required("state").asString()).isEqualTo("WAITING_CLAIMANT");
        assertThat(file.required("complaint").required("due").asString())
                .isGreaterThan(LocalDate.now().plusDays(17).toString());
        assertThat(file.required("history").size()).isEqualTo(6);

        post("/v1/cases/" + id + "/events", Map.of("event", "retract", "version", 0, "reason", "old page"), 409);
    }

    @Test
    void shareLinkShowsThePictureCountsLooksAndCanBeTakenBack() throws Exception {
        JsonNode opened = post("/v1/works/" + work + "/shares", Map.of("recipient", "Reporter", "days", 7), 201);
        String path = opened.required("path").asString();
        HttpResponse<byte[]> picture = anonymous(path + "/picture");
        assertThat(picture.statusCode()).isEqualTo(200);
        assertThat(picture.body()).startsWith(0xff, 0xd8);
        assertThat(anonymous(path).statusCode()).isEqualTo(200);
        assertThat(get("/v1/works/" + work + "/shares", 200)
                        .get(0)
                        .required("looks")
                        .asInt())
                .isEqualTo(1);

        String other = path.substring(0, path.length() - 4) + "AAAA";
        assertThat(anonymous(other + "/picture").statusCode()).isEqualTo(404);
        String id = opened.required("share").required("id").asString();
        assertThat(http.send(request("/v1/shares/" + id).DELETE().build(), BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(204);
        assertThat(anonymous(path + "/picture").statusCode()).isEqualTo(404);
    }

    @Test
    void renditionIsHeldAgainstEveryChannel() throws Exception {
        JsonNode answers = get("/v1/works/" + work + "/channels", 200);
        assertThat(answers.size()).isEqualTo(12);
        assertThat(answers.toString()).contains("SIDE_TOO_SHORT").contains("GROUND");
    }

    @Test
    void ledgerTakesWhatBalancesAndRefusesTheRest() throws Exception {
        Map<String, Object> fee = booking("400", "-400", "CNY");
        post("/v1/ledger/entries", fee, 201);
        assertThat(get("/v1/ledger/balances", 200).toString()).contains("REGISTRATION_FEES", "CNY", "400.00");
        JsonNode refused = post("/v1/ledger/entries", booking("400", "-399.99", "CNY"), 422);
        assertThat(refused.required("detail").asString()).contains("0.01");
        post("/v1/ledger/entries", booking("1.5", "-1.5", "JPY"), 422);
        post("/v1/ledger/entries", booking("x", "-1", "USD"), 422);
    }

    @Test
    void everyPageOfTheseRoomsOpens() throws Exception {
        signIn();
        for (String page : List.of("/licences", "/cases", "/cases/new", "/sharing", "/markets", "/money")) {
            assertThat(get(page)).as(page).contains("<main>").doesNotContain("??");
        }
        assertThat(get("/works/" + work + "/markets")).contains("Amazon").doesNotContain("??");
    }

    private Map<String, Object> notice(String account, List<String> elements) {
        return Map.of(
                "workId",
                work,
                "profile",
                "US-DMCA",
                "location",
                "https://market.example/item/1",
                "account",
                account,
                "statement",
                "This is our picture.",
                "elements",
                elements);
    }

    private static Map<String, Object> booking(String debit, String credit, String currency) {
        return Map.of(
                "date", "2026-11-24",
                "text", "CPCC series",
                "lines",
                        List.of(
                                Map.of("account", "REGISTRATION_FEES", "amount", debit, "currency", currency),
                                Map.of("account", "CASH", "amount", credit, "currency", currency)));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(server.address().resolve(path)).header("Authorization", "Bearer " + key);
    }

    private HttpResponse<byte[]> anonymous(String path) throws Exception {
        URI uri = server.address().resolve(path);
        return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofByteArray());
    }

    private void signIn() throws Exception {
        Matcher token = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"").matcher(get("/login"));
        assertThat(token.find()).isTrue();
        String form = "email=olga%40example.com&password=correct+horse+battery+staple+9&_csrf="
                + URLEncoder.encode(token.group(1), StandardCharsets.UTF_8);
        HttpResponse<Void> signedIn = browser.send(
                HttpRequest.newBuilder(server.address().resolve("/login"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form))
                        .build(),
                BodyHandlers.discarding());
        assertThat(signedIn.headers().firstValue("Location"))
                .hasValueSatisfying(to -> assertThat(to).doesNotContain("login"));
    }

    private String get(String page) throws Exception {
        HttpResponse<String> response = browser.send(
                HttpRequest.newBuilder(server.address().resolve(page))
                        .header("Accept", "text/html")
                        .build(),
                BodyHandlers.ofString());
        assertThat(response.statusCode()).as(page).isEqualTo(200);
        return response.body();
    }

    private JsonNode get(String path, int status) throws Exception {
        return answer(request(path).build(), status);
    }

    private JsonNode post(String path, Object body, int status) throws Exception {
        return answer(
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(json.writeValueAsString(body)))
                        .build(),
                status);
    }

    private JsonNode upload() throws Exception {
        String head = "--cut\r\nContent-Disposition: form-data; name=\"file\"; filename=\"made.jpg\"\r\n\r\n";
        return answer(
                request("/v1/assets")
                        .header("Content-Type", "multipart/form-data; boundary=cut")
                        .POST(BodyPublishers.ofByteArrays(List.of(
                                head.getBytes(StandardCharsets.UTF_8),
                                picture(),
                                "\r\n--cut--\r\n".getBytes(StandardCharsets.UTF_8))))
                        .build(),
                201);
    }

    private JsonNode answer(HttpRequest request, int status) throws Exception {
        HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
        assertThat(response.statusCode())
                .as(request.uri() + ": " + response.body())
                .isEqualTo(status);
        return json.readTree(response.body());
    }

    private static byte[] picture() throws Exception {
        Random random = new Random(7);
        BufferedImage image = new BufferedImage(480, 460, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        for (int i = 0; i < 400; i++) {
            g.setColor(new Color(random.nextInt(0x1000000)));
            g.fillOval(
                    random.nextInt(480) - 30,
                    random.nextInt(460) - 30,
                    20 + random.nextInt(60),
                    20 + random.nextInt(60));
        }
        g.dispose();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "jpeg", out);
        return out.toByteArray();
    }
}
