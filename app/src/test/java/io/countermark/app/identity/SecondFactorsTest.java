package io.countermark.app.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import io.countermark.app.Http;
import io.countermark.app.ServerTest;
import io.countermark.app.identity.TestAccounts.Account;
import java.net.URI;
import java.net.http.HttpResponse;
import java.security.InvalidKeyException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.util.encoders.Base32;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@ServerTest
class SecondFactorsTest {

    private static final Pattern RECOVERY_CODE = Pattern.compile("[A-Z2-7]{4}(?:-[A-Z2-7]{4}){3}");

    @LocalServerPort
    int port;

    @Autowired
    TestAccounts accounts;

    private URI server;
    private Account acme;
    private Http browser;
    private String secret = "";

    @BeforeEach
    void open() {
        server = URI.create("http://127.0.0.1:" + port);
        acme = accounts.make("Acme");
        browser = TestAccounts.signedIn(server, acme);
    }

    private String page() {
        return browser.get("/settings/second-factor").body();
    }

    /** The code of a moment so many steps of 30 s from now. */
    private String code(int steps) {
        try {
            TimeBasedOneTimePasswordGenerator codes = new TimeBasedOneTimePasswordGenerator();
            return codes.generateOneTimePasswordString(
                    new SecretKeySpec(Base32.decode(secret), codes.getAlgorithm()),
                    Instant.now().plus(codes.getTimeStep().multipliedBy(steps)));
        } catch (InvalidKeyException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Turns it on with the code of the step before now, so that the tests have two more. */
    private List<String> turnOn() {
        browser.postForm("/settings/second-factor/start", page(), Map.of());
        String shown = page();
        assertThat(shown).contains("data:image/svg+xml;base64,");
        secret = shown.replaceAll("(?s).*<code class=\"user-select-all text-break\">([A-Z2-7]+)<.*", "$1");
        browser.postForm("/settings/second-factor/confirm", shown, Map.of("code", code(-1)));
        List<String> recovery =
                RECOVERY_CODE.matcher(page()).results().map(MatchResult::group).toList();
        assertThat(recovery).hasSize(10).doesNotHaveDuplicates();
        assertThat(RECOVERY_CODE.matcher(page()).results()).as("shown once").isEmpty();
        return recovery;
    }

    private Http atTheSecondStep() {
        Http next = TestAccounts.signedIn(server, acme);
        assertThat(next.get("/settings").statusCode()).as("the password alone").isEqualTo(302);
        return next;
    }

    private static HttpResponse<String> give(Http browser, String code) {
        return browser.postForm(
                "/login/code", browser.get("/problems/not-found").body(), Map.of("code", code));
    }

    @Test
    void aCodeIsNeededAndTakenOnce() {
        turnOn();
        Http first = atTheSecondStep();
        String code = code(0);

        assertThat(give(first, code).statusCode()).isEqualTo(302);
        assertThat(first.get("/settings").statusCode()).isEqualTo(200);

        Http second = atTheSecondStep();
        assertThat(give(second, code).statusCode()).as("the same code again").isEqualTo(401);
        assertThat(second.get("/settings").statusCode()).isEqualTo(302);
    }

    @Test
    void aRecoveryCodeIsTakenOnceAndSpeltAsPeopleDo() {
        List<String> recovery = turnOn();
        String spelt = recovery.getFirst().toLowerCase(java.util.Locale.ROOT).replace("-", " ");

        assertThat(give(atTheSecondStep(), spelt).statusCode()).isEqualTo(302);
        assertThat(give(atTheSecondStep(), recovery.getFirst()).statusCode()).isEqualTo(401);
        assertThat(give(atTheSecondStep(), recovery.get(1)).statusCode()).isEqualTo(302);
        assertThat(page()).contains("8");
    }

    @Test
    void aProgramNeedsTheCodeToo() {
        List<String> recovery = turnOn();
        Http program = Http.program(server, "none");
        String body = "{\"email\":\"%s\",\"password\":\"%s\",\"code\":\"%s\"}";

        HttpResponse<String> without =
                program.postJson("/v1/api-keys", body.formatted(acme.caller().email(), TestAccounts.PASSWORD, ""));
        HttpResponse<String> wrongPassword = program.postJson(
                "/v1/api-keys", body.formatted(acme.caller().email(), "not the password", recovery.getFirst()));
        HttpResponse<String> with = program.postJson(
                "/v1/api-keys", body.formatted(acme.caller().email(), TestAccounts.PASSWORD, recovery.getFirst()));

        assertThat(without.statusCode()).isEqualTo(401);
        assertThat(without.body()).contains("\"code\":\"code-needed\"");
        assertThat(wrongPassword.body()).contains("\"code\":\"wrong-credentials\"");
        assertThat(with.statusCode())
                .as("the code was not used up by a wrong password")
                .isEqualTo(201);
    }

    @Test
    void guessingCodesIsThrottled() {
        turnOn();
        Http guesser = atTheSecondStep();
        int last = 0;
        for (int guess = 0; guess < 11; guess++) {
            last = give(guesser, "000000").statusCode();
        }
        assertThat(last).isEqualTo(429);
        assertThat(give(guesser, code(0)).statusCode()).isEqualTo(429);
    }

    @Test
    void itIsTurnedOffWithACodeOnly() {
        List<String> recovery = turnOn();
        browser.postForm("/settings/second-factor/off", page(), Map.of("code", "123456"));
        assertThat(page()).contains("action=\"/settings/second-factor/off\"");

        browser.postForm("/settings/second-factor/off", page(), Map.of("code", recovery.getFirst()));

        assertThat(page()).contains("action=\"/settings/second-factor/start\"");
        assertThat(TestAccounts.signedIn(server, acme).get("/settings").statusCode())
                .isEqualTo(200);
    }

    @Test
    void aWrongFirstCodeTurnsNothingOn() {
        browser.postForm("/settings/second-factor/start", page(), Map.of());
        browser.postForm("/settings/second-factor/confirm", page(), Map.of("code", "000000"));
        assertThat(TestAccounts.signedIn(server, acme).get("/settings").statusCode())
                .isEqualTo(200);
    }
}
