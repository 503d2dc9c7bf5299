package io.countermark.app.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.countermark.app.Http;
import io.countermark.app.ServerTest;
import io.countermark.app.identity.TestAccounts.Account;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@ServerTest
class IdentityTest {

    @LocalServerPort
    int port;

    @Autowired
    TestAccounts accounts;

    private URI server;
    private Http browser;

    @BeforeEach
    void open() {
        server = URI.create("http://127.0.0.1:" + port);
        browser = Http.browser(server);
    }

    private HttpResponse<String> signIn(Http with, String email, String password) {
        return with.postForm("/login", with.get("/login").body(), Map.of("email", email, "password", password));
    }

    @Test
    void aPersonSignsInAndOutAgainAndTheSessionIdChangesAtSignIn() {
        Account acme = accounts.make("Acme");
        browser.get("/login");
        String before = browser.cookie("cm_session").orElseThrow();

        HttpResponse<String> in = signIn(browser, acme.caller().email(), TestAccounts.PASSWORD);

        assertThat(in.statusCode()).isEqualTo(302);
        assertThat(browser.cookie("cm_session").orElseThrow()).isNotEqualTo(before);
        String settings = browser.get("/settings").body();
        assertThat(settings).contains("Olga Owner", "Acme", "cmk_");
        assertThat(settings).doesNotContain(acme.apiKey());

        browser.postForm("/logout", settings, Map.of());
        assertThat(browser.get("/settings").statusCode()).isEqualTo(302);
    }

    @Test
    void wrongPasswordAndUnknownAddressGetTheSameAnswer() {
        Account acme = accounts.make("Acme");
        Http program = Http.program(server, "none");
        String body = "{\"email\":\"%s\",\"password\":\"%s\",\"label\":\"x\"}";

        HttpResponse<String> wrong =
                program.postJson("/v1/api-keys", body.formatted(acme.caller().email(), "not the password"));
        HttpResponse<String> unknown =
                program.postJson("/v1/api-keys", body.formatted("nobody@example.com", "not the password"));

        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(unknown.statusCode()).isEqualTo(401);
        assertThat(unknown.body()).isEqualTo(wrong.body());
        assertThat(signIn(browser, acme.caller().email(), "not the password")
                        .headers()
                        .firstValue("Location"))
                .hasValueSatisfying(location -> assertThat(location).endsWith("/login?wrong"));
    }

    @Test
    void guessingIsThrottledWithTheTimeToWait() {
        Account acme = accounts.make("Acme");
        Http program = Http.program(server, "none");
        String guess = "{\"email\":\"" + acme.caller().email() + "\",\"password\":\"a guess\"}";
        for (int attempt = 0; attempt < 10; attempt++) {
            assertThat(program.postJson("/v1/api-keys", guess).statusCode()).isEqualTo(401);
        }

        HttpResponse<String> throttled = program.postJson("/v1/api-keys", guess);

        assertThat(throttled.statusCode()).isEqualTo(429);
        assertThat(throttled.body()).contains("\"code\":\"too-many-requests\"");
        assertThat(Long.parseLong(throttled.headers().firstValue("Retry-After").orElseThrow()))
                .isBetween(1L, 901L);
        assertThat(signIn(browser, acme.caller().email(), TestAccounts.PASSWORD)
                        .headers()
                        .firstValue("Location")
                        .orElseThrow())
                .endsWith("/login?wait");
    }

    @Test
    void aKeyIsMadeWithThePasswordWorksAndIsRevoked() {
        Account acme = accounts.make("Acme");
        HttpResponse<String> made = Http.program(server, "none")
                .postJson(
                        "/v1/api-keys",
                        "{\"email\":\"%s\",\"password\":\"%s\",\"label\":\"importer\"}"
                                .formatted(acme.caller().email(), TestAccounts.PASSWORD));
        assertThat(made.statusCode()).isEqualTo(201);
        String key = made.body().replaceAll(".*\"apiKey\":\"([^\"]+)\".*", "$1");
        String id = made.body().replaceAll(".*\"id\":\"([^\"]+)\".*", "$1");
        Http program = Http.program(server, key);

        assertThat(program.get("/v1/me").body())
                .contains(acme.caller().memberId().toString(), "\"organisation\":\"Acme\"", "\"role\":\"owner\"");
        assertThat(program.get("/v1/api-keys").body()).contains("importer").doesNotContain(key);
        assertThat(program.delete("/v1/api-keys/" + id).statusCode()).isEqualTo(204);
        HttpResponse<String> after = program.get("/v1/me");
        assertThat(after.statusCode()).isEqualTo(401);
        assertThat(after.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    }

    @Test
    void anothersKeyLooksLikeAMissingOne() {
        Account acme = accounts.make("Acme");
        Account other = accounts.make("Other");
        String keys = Http.program(server, other.apiKey()).get("/v1/api-keys").body();
        String foreign = keys.replaceAll("(?s).*?\"id\":\"([^\"]+)\".*", "$1");
        Http program = Http.program(server, acme.apiKey());

        String missing = UUID.randomUUID().toString();

        HttpResponse<String> answer = program.delete("/v1/api-keys/" + foreign);

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body().replace(foreign, missing))
                .isEqualTo(program.delete("/v1/api-keys/" + missing).body());
        assertThat(Http.program(server, other.apiKey()).get("/v1/me").statusCode())
                .isEqualTo(200);
    }

    @Test
    void aFormWithoutItsTokenIsRefused() {
        Account acme = accounts.make("Acme");
        signIn(browser, acme.caller().email(), TestAccounts.PASSWORD);

        HttpResponse<String> forged = browser.postForm("/settings/api-keys", "", Map.of("label", "forged"));

        assertThat(forged.statusCode()).isEqualTo(403);
        assertThat(browser.get("/settings").body()).doesNotContain("forged");
    }

    @Test
    void aKeyMadeOnThePageIsShownOnce() {
        Account acme = accounts.make("Acme");
        signIn(browser, acme.caller().email(), TestAccounts.PASSWORD);

        browser.postForm("/settings/api-keys", browser.get("/settings").body(), Map.of("label", "<b>shop</b>"));

        String shown = browser.get("/settings").body();
        String key = shown.replaceAll("(?s).*>(cmk_[A-Za-z0-9_-]{43})<.*", "$1");
        assertThat(Http.program(server, key).get("/v1/me").statusCode()).isEqualTo(200);
        assertThat(browser.get("/settings").body()).doesNotContain(key).contains("&lt;b&gt;shop&lt;/b&gt;");
    }

    @Test
    void everyAnswerCarriesTheHeadersThatProtect() {
        for (String path : new String[] {"/login", "/v1/me", "/no-such-page"}) {
            HttpResponse<String> answer = browser.get(path);
            assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
                    .as(path)
                    .contains("default-src 'none'", "frame-ancestors 'none'")
                    .doesNotContain("unsafe");
            assertThat(answer.headers().firstValue("X-Content-Type-Options"))
                    .as(path)
                    .hasValue("nosniff");
            assertThat(answer.headers().firstValue("Referrer-Policy")).as(path).isPresent();
            assertThat(answer.headers().firstValue("Server")).as(path).isEmpty();
        }
    }

    @Test
    void pagesSpeakTheReadersLanguage() {
        assertThat(browser.get("/login").body()).contains("<html").contains("Sign in");
        assertThat(browser.get("/login?lang=zh").body()).contains("登录");
        assertThat(browser.get("/login").body()).as("kept in a cookie").contains("登录");
    }

    @Test
    void whatCannotBeReadIsABadRequestAndWhatIsNotThereIsNotFound() {
        Http program = Http.program(server, accounts.make("Acme").apiKey());

        HttpResponse<String> broken = program.postJson("/v1/setup", "{\"token\":");
        HttpResponse<String> missing = program.get("/v1/no-such-thing");

        assertThat(broken.statusCode()).isEqualTo(400);
        assertThat(broken.body()).contains("\"type\":\"/problems/bad-request\"", "\"code\":\"bad-request\"");
        assertThat(missing.statusCode()).isEqualTo(404);
        assertThat(missing.body()).contains("\"code\":\"not-found\"");
    }

    @Test
    void theTypeOfAProblemLeadsToItsExplanation() {
        HttpResponse<String> explained = browser.get("/problems/too-many-requests?lang=en");

        assertThat(explained.statusCode()).isEqualTo(200);
        assertThat(explained.body()).contains("Too many tries", "Wait a few minutes");
        assertThat(browser.get("/problems/no-such-problem").statusCode()).isEqualTo(404);
    }

    @Test
    void aWrongSetUpLinkOpensNothing() {
        HttpResponse<String> answer = Http.program(server, "none").postJson("/v1/setup", """
                        {"token":"guessed","organisation":"X","name":"X","email":"x@example.com","password":"long enough it is"}""");
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("wrong-set-up-link");
        browser.get("/setup?token=guessed");
        assertThat(browser.get("/setup").body()).doesNotContain("name=\"password\"");
    }
}
