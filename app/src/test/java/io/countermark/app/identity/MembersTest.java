package io.countermark.app.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.countermark.app.Http;
import io.countermark.app.ServerTest;
import io.countermark.app.identity.TestAccounts.Account;
import io.countermark.app.platform.Ids;
import io.countermark.app.platform.Permission;
import io.countermark.app.platform.Role;
import io.countermark.app.platform.Tenancy;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

@ServerTest
class MembersTest {

    private static final Map<String, String> NEW_PERSON = Map.of("name", "Nina New", "password", TestAccounts.PASSWORD);

    @LocalServerPort
    int port;

    @Autowired
    TestAccounts accounts;

    @Autowired
    Tenancy tenancy;

    @Autowired
    JdbcClient jdbc;

    private URI server;
    private Account acme;
    private Http owner;

    @BeforeEach
    void open() {
        server = URI.create("http://127.0.0.1:" + port);
        acme = accounts.make("Acme");
        owner = Http.program(server, acme.apiKey());
    }

    private static String field(HttpResponse<String> answer, String name) {
        return answer.body().replaceAll("(?s).*?\"" + name + "\":\"([^\"]+)\".*", "$1");
    }

    private static String address() {
        return "new-" + Ids.next() + "@example.com";
    }

    private String invite(String email, String role) {
        HttpResponse<String> made =
                owner.postJson("/v1/invitations", "{\"email\":\"%s\",\"role\":\"%s\"}".formatted(email, role));
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        return field(made, "path");
    }

    private static HttpResponse<String> accept(Http browser, String path) {
        browser.get(path);
        return browser.postForm("/join", browser.get("/problems/not-found").body(), NEW_PERSON);
    }

    @Test
    void whoIsInvitedMakesAnAccountOnceAndHasTheRole() {
        String email = address();
        String path = invite(email.toUpperCase(java.util.Locale.ROOT), "reviewer");
        Http browser = Http.browser(server);

        HttpResponse<String> opened = browser.get(path);
        assertThat(opened.statusCode()).isEqualTo(302);
        assertThat(opened.headers().firstValue("Location").orElseThrow()).endsWith("/join");
        assertThat(browser.get("/join").body()).contains("Acme", email, "Reviewer");
        HttpResponse<String> joined =
                browser.postForm("/join", browser.get("/join").body(), NEW_PERSON);

        assertThat(joined.statusCode()).isEqualTo(302);
        assertThat(browser.get("/settings").body()).contains("Nina New", "Acme");
        assertThat(owner.get("/v1/members").body()).contains(email, "\"role\":\"reviewer\"");
        assertThat(owner.get("/v1/invitations").body()).doesNotContain(email);
        HttpResponse<String> again = accept(Http.browser(server), path);
        assertThat(again.statusCode()).isEqualTo(403);
        assertThat(again.body()).contains("This invitation is wrong, was used");
    }

    @Test
    void aWrongAWithdrawnAReplacedAndAnOldLinkOpenNothing() {
        String email = address();
        String replaced = invite(email, "legal");
        String withdrawn = invite(email, "marketing");
        owner.delete("/v1/invitations/" + field(owner.get("/v1/invitations"), "id"));
        String old = invite(address(), "legal");
        tenancy.run(
                acme.caller().tenantId(),
                () -> jdbc.sql("update invitation set expires_at = now() - interval '1 s'")
                        .update());
        for (String path : new String[] {"/join?token=guessed", replaced, withdrawn, old}) {
            Http browser = Http.browser(server);
            assertThat(accept(browser, path).statusCode()).as(path).isEqualTo(403);
            assertThat(browser.get("/settings").statusCode()).as(path).isEqualTo(302);
        }
        assertThat(owner.get("/v1/members").body()).doesNotContain("Nina");
    }

    @Test
    void whoHasAnAccountSignsInAndMovesBetweenBothOrganisations() {
        Account other = accounts.make("Other");
        String path = invite(other.caller().email(), "agency");
        Http stranger = Http.browser(server);
        assertThat(accept(stranger, path).statusCode()).as("without signing in").isEqualTo(403);
        Http wrongPerson = TestAccounts.signedIn(server, accounts.make("Third"));
        assertThat(accept(wrongPerson, path).statusCode())
                .as("as somebody else")
                .isEqualTo(403);

        Http browser = TestAccounts.signedIn(server, other);
        assertThat(accept(browser, path).statusCode()).isEqualTo(302);

        assertThat(browser.get("/settings").body()).contains("Acme", "Other", "Agency");
        browser.postForm(
                "/settings/organisation",
                browser.get("/settings").body(),
                Map.of("organisation", other.caller().tenantId().toString()));
        assertThat(browser.get("/settings/members").body())
                .contains(other.caller().email());
        browser.postForm(
                "/settings/organisation",
                browser.get("/settings").body(),
                Map.of(
                        "organisation",
                        accounts.make("Fourth").caller().tenantId().toString()));
        assertThat(browser.get("/settings/members").body())
                .as("nobody moves to where they don't belong")
                .contains(other.caller().email());
    }

    @Test
    void aChangedRoleAndAnEndedMembershipActWithTheNextRequest() {
        Account member = accounts.member(acme, Role.LEGAL);
        Http program = Http.program(server, member.apiKey());
        Http browser = TestAccounts.signedIn(server, member);
        String path = "/v1/members/" + member.caller().memberId();
        assertThat(program.get("/v1/ledger/balances").statusCode()).isEqualTo(200);
        assertThat(browser.get("/money").statusCode()).isEqualTo(200);

        assertThat(owner.send("PATCH", path, "application/json", "{\"role\":\"logistics\"}")
                        .statusCode())
                .isEqualTo(204);
        assertThat(program.get("/v1/ledger/balances").statusCode()).isEqualTo(403);
        assertThat(browser.get("/money").statusCode()).isEqualTo(403);
        assertThat(browser.get("/settings").body()).doesNotContain("href=\"/money\"");

        assertThat(owner.delete(path).statusCode()).isEqualTo(204);
        assertThat(program.get("/v1/me").statusCode()).isEqualTo(401);
        assertThat(browser.get("/settings").statusCode()).isEqualTo(302);
        assertThat(owner.get("/v1/members").body())
                .doesNotContain(member.caller().email());
    }

    @Test
    void anOrganisationKeepsAnOwner() {
        String mine = "/v1/members/" + acme.caller().memberId();

        HttpResponse<String> ended = owner.delete(mine);

        assertThat(ended.statusCode()).isEqualTo(409);
        assertThat(ended.body()).contains("\"code\":\"last-owner\"");
        assertThat(owner.send("PATCH", mine, "application/json", "{\"role\":\"legal\"}")
                        .statusCode())
                .isEqualTo(409);
        accounts.member(acme, Role.OWNER);
        assertThat(owner.delete(mine).statusCode()).isEqualTo(204);
    }

    @Test
    void whatIsWrongInAnInvitationIsNamed() {
        assertThat(owner.postJson("/v1/invitations", "{\"email\":\"no address\",\"role\":\"legal\"}")
                        .body())
                .contains("bad-field", "e-mail");
        assertThat(owner.postJson("/v1/invitations", "{\"email\":\"a@example.com\",\"role\":\"king\"}")
                        .body())
                .contains("bad-field", "rights_manager");
        assertThat(owner.postJson(
                                "/v1/invitations",
                                "{\"email\":\"%s\",\"role\":\"legal\"}"
                                        .formatted(acme.caller().email()))
                        .body())
                .contains("already-member");
    }

    @Test
    void oneSeesAndRevokesOnesOwnKeysAndTheOwnerAll() {
        String ownersKey = field(owner.get("/v1/api-keys"), "id");
        Account member = accounts.member(acme, Role.MARKETING);
        Http program = Http.program(server, member.apiKey());

        assertThat(program.get("/v1/api-keys").body()).doesNotContain(ownersKey);
        assertThat(program.delete("/v1/api-keys/" + ownersKey).statusCode()).isEqualTo(404);
        String theirs = field(program.get("/v1/api-keys"), "id");
        assertThat(owner.get("/v1/api-keys").body()).contains(theirs, ownersKey);
        assertThat(owner.delete("/v1/api-keys/" + theirs).statusCode()).isEqualTo(204);
        assertThat(program.get("/v1/me").statusCode()).isEqualTo(401);
    }

    @Test
    void aKeyIsMadeForSomeScopesAndNotForThoseOfOthers() {
        Account member = accounts.member(acme, Role.MARKETING);
        String body = "{\"email\":\"%s\",\"password\":\"%s\",\"scopes\":[\"%s\"]}";
        Http program = Http.program(server, "none");

        HttpResponse<String> made = program.postJson(
                "/v1/api-keys", body.formatted(member.caller().email(), TestAccounts.PASSWORD, "works:read"));
        HttpResponse<String> refused = program.postJson(
                "/v1/api-keys", body.formatted(member.caller().email(), TestAccounts.PASSWORD, "money:read"));

        assertThat(made.statusCode()).isEqualTo(201);
        Http scoped = Http.program(server, field(made, "apiKey"));
        assertThat(scoped.get("/v1/works").statusCode()).isEqualTo(200);
        HttpResponse<String> forbidden = scoped.get("/v1/shares");
        assertThat(forbidden.statusCode()).isEqualTo(403);
        assertThat(forbidden.body()).contains("\"code\":\"forbidden\"", "shares:read");
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("works:read").doesNotContain(Permission.MONEY_WRITE.scope());
    }

    @Test
    void aSignInOutlivesTheSessionAndCanBeEndedFromAnotherBrowser() {
        Http phone = TestAccounts.signedIn(server, acme);
        Http desk = TestAccounts.signedIn(server, acme);
        phone.forget("cm_session");
        assertThat(phone.get("/settings").statusCode()).as("after a restart").isEqualTo(200);

        desk.postForm("/settings/sign-ins/end-others", desk.get("/settings").body(), Map.of());

        assertThat(phone.get("/settings").statusCode()).isEqualTo(302);
        assertThat(desk.get("/settings").statusCode()).isEqualTo(200);
        String mine = field(owner.get("/v1/sign-ins"), "id");
        assertThat(Http.program(server, accounts.make("Other").apiKey())
                        .delete("/v1/sign-ins/" + mine)
                        .statusCode())
                .isEqualTo(404);
        assertThat(owner.delete("/v1/sign-ins/" + mine).statusCode()).isEqualTo(204);
        assertThat(desk.get("/settings").statusCode()).isEqualTo(302);
        assertThat(owner.delete("/v1/sign-ins/" + UUID.randomUUID()).statusCode())
                .isEqualTo(404);
    }
}
