package io.countermark.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.countermark.app.identity.TestAccounts;
import io.countermark.app.identity.TestAccounts.Account;
import io.countermark.app.platform.Needs;
import io.countermark.app.platform.OpenToAll;
import io.countermark.app.platform.Permission;
import io.countermark.app.platform.Role;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Every route that there is, asked by nobody, by each role, by keys with too few scopes, and by another organisation. */
@ServerTest
class RouteRulesTest {

    /** Enough for the routes of one thing to look for that thing. */
    private static final Map<String, String> FORM =
            Map.of("event", "terminate", "version", "1", "reason", "because", "role", "OWNER");

    private static final String BODY = """
            {"event":"terminate","version":1,"reason":"because","role":"auditor","recipient":"X","days":3}""";

    @LocalServerPort
    int port;

    @Autowired
    TestAccounts accounts;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    RequestMappingHandlerMapping mappings;

    private URI server;
    private Account acme;

    @BeforeEach
    void open() {
        server = URI.create("http://127.0.0.1:" + port);
        acme = accounts.make("Acme");
    }

    /** @param needed empty for a route that is open to all */
    private record Route(String method, String pattern, String contentType, Optional<Permission> needed) {

        boolean isProgram() {
            return pattern.startsWith("/v1/");
        }

        boolean isOpen() {
            return needed.isEmpty();
        }

        boolean hasId() {
            return pattern.contains("{");
        }

        String with(String id) {
            return pattern.replaceAll("\\{\\*?[A-Za-z]+\\}", id);
        }

        @Override
        public String toString() {
            return method + " " + pattern;
        }
    }

    private List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        mappings.getHandlerMethods().forEach((mapping, handler) -> {
            if (handler.getBeanType().getName().startsWith("io.countermark.")) {
                routes.addAll(routes(mapping, handler));
            }
        });
        assertThat(routes).hasSizeGreaterThan(80);
        return routes;
    }

    private static List<Route> routes(RequestMappingInfo mapping, HandlerMethod handler) {
        Set<RequestMethod> methods = mapping.getMethodsCondition().getMethods();
        String type = mapping.getConsumesCondition().getConsumableMediaTypes().stream()
                .findFirst()
                .map(consumed -> consumed.isCompatibleWith(MediaType.IMAGE_PNG) ? "image/png" : consumed.toString())
                .orElse("application/json");
        return mapping.getPatternValues().stream()
                .flatMap(pattern -> (methods.isEmpty()
                                ? Stream.of("GET")
                                : methods.stream().map(Enum::name))
                        .map(method -> new Route(method, pattern, type, rule(handler, method + " " + pattern))))
                .toList();
    }

    private static Optional<Permission> rule(HandlerMethod handler, String route) {
        for (var element : List.of(handler.getMethod(), handler.getBeanType())) {
            Needs needs = AnnotatedElementUtils.findMergedAnnotation(element, Needs.class);
            OpenToAll open = AnnotatedElementUtils.findMergedAnnotation(element, OpenToAll.class);
            assertThat(needs == null || open == null)
                    .as(route + " has one rule")
                    .isTrue();
            if (needs != null) {
                return Optional.of(needs.value());
            }
            if (open != null) {
                return Optional.empty();
            }
        }
        throw new AssertionError(route + " has no rule: @Needs or @OpenToAll");
    }

    private HttpResponse<String> call(Http as, Route route, String id, String pageBefore) {
        String path = route.with(id);
        if (route.method().equals("GET")) {
            return as.get(path);
        }
        return route.isProgram()
                ? as.send(route.method(), path, route.contentType(), BODY)
                : as.postForm(path, pageBefore, FORM);
    }

    @Test
    void whoHasNotSignedInReachesNothingButWhatIsOpen() {
        Http nobody = Http.browser(server);
        Http program = Http.program(server, "cmk_wrong");
        String login = nobody.get("/login").body();
        for (Route route : routes()) {
            HttpResponse<String> answer = call(
                    route.isProgram() ? program : nobody,
                    route,
                    UUID.randomUUID().toString(),
                    login);
            assertThat(answer.statusCode()).as(route + " to nobody").isLessThan(500);
            if (!route.isOpen() && route.isProgram()) {
                assertThat(answer.statusCode()).as(route + " to nobody").isEqualTo(401);
            } else if (!route.isOpen()) {
                assertThat(answer.statusCode()).as(route + " to nobody").isEqualTo(302);
                assertThat(answer.headers().firstValue("Location").orElseThrow())
                        .as(route + " to nobody")
                        .endsWith("/login");
            }
        }
    }

    @Test
    void eachRoleReachesWhatItMayAndNothingElse() {
        Map<Role, Integer> refused = new EnumMap<>(Role.class);
        for (Role role : Role.values()) {
            Account member = accounts.member(acme, role);
            Http program = Http.program(server, member.apiKey());
            Http browser = TestAccounts.signedIn(server, member);
            String page = browser.get("/settings").body();
            for (Route route : routes()) {
                if (route.isOpen() || endsTheSession(route)) {
                    continue;
                }
                boolean allowed = role.permissions().contains(route.needed().orElseThrow());
                HttpResponse<String> answer = call(
                        route.isProgram() ? program : browser,
                        route,
                        UUID.randomUUID().toString(),
                        page);
                String what = route + " to " + role;
                assertThat(answer.statusCode()).as(what).isLessThan(500).isNotEqualTo(401);
                if (allowed) {
                    assertThat(answer.statusCode()).as(what).isNotEqualTo(403);
                } else {
                    assertThat(answer.statusCode()).as(what).isEqualTo(403);
                    refused.merge(role, 1, Integer::sum);
                }
            }
        }
        assertThat(refused).doesNotContainKey(Role.OWNER).hasSize(Role.values().length - 1);
    }

    /** None does today; a route that does would make all that come after it look closed. */
    private static boolean endsTheSession(Route route) {
        return route.pattern().equals("/logout");
    }

    @Test
    void aKeyReachesWhatItsScopesSay() {
        for (Permission scope : Permission.values()) {
            Http program = Http.program(server, accounts.key(acme, scope));
            for (Route route : routes()) {
                if (route.isProgram() && !route.isOpen()) {
                    int status = call(program, route, UUID.randomUUID().toString(), "")
                            .statusCode();
                    assertThat(status == 403)
                            .as(route + " with a key for " + scope + ": " + status)
                            .isEqualTo(route.needed().orElseThrow() != scope);
                }
            }
        }
    }

    @Test
    void anotherOrganisationsIdLooksLikeAMissingOne() throws Exception {
        List<String> things = things();
        Account other = accounts.make("Other");
        Http program = Http.program(server, other.apiKey());
        Http browser = TestAccounts.signedIn(server, other);
        String page = browser.get("/settings").body();
        for (Route route : routes()) {
            if (!route.hasId() || route.isOpen()) {
                continue;
            }
            Http as = route.isProgram() ? program : browser;
            String missing = UUID.randomUUID().toString();
            HttpResponse<String> absent = call(as, route, missing, page);
            for (String thing : things) {
                HttpResponse<String> foreign = call(as, route, thing, page);
                String what = route + " with " + thing + " of another organisation";
                assertThat(foreign.statusCode()).as(what).isEqualTo(absent.statusCode());
                assertThat(foreign.statusCode()).as(what).isGreaterThanOrEqualTo(300);
                assertThat(comparable(foreign.body(), thing)).as(what).isEqualTo(comparable(absent.body(), missing));
            }
        }
        for (String path : List.of("/v1/works/" + things.getFirst(), "/v1/members")) {
            assertThat(Http.program(server, acme.apiKey()).get(path).statusCode())
                    .as(path + " to its owner")
                    .isEqualTo(200);
        }
    }

    /** Without the id that was asked for and the token against forged forms. */
    private static String comparable(String body, String id) {
        return body.replace(id, "ID").replaceAll("<[^>]*csrf[^>]*>", "");
    }

    /** The ids of one of everything that Acme has, a work first. */
    private List<String> things() throws Exception {
        Http program = Http.program(server, acme.apiKey());
        HttpResponse<String> registered = program.upload("/v1/assets", "a.jpg", TestPictures.jpeg(771));
        assertThat(registered.statusCode()).as(registered.body()).isEqualTo(201);
        String work = registered.body().replaceAll("(?s).*\"workId\":\"([^\"]+)\".*", "$1");
        String share =
                id(program.postJson("/v1/works/" + work + "/shares", "{\"recipient\":\"Newspaper\",\"days\":3}"));
        String notice = id(program.postJson("/v1/cases", """
                {"workId":"%s","profile":"US-DMCA","location":"https://market.example/1","account":"thief",
                "statement":"Ours.","elements":[]}""".formatted(work)));
        String licence = id(program.postJson("/v1/licences", """
                {"workId":"%s","licensee":"Shop","derivatives":true,"validFrom":"2026-01-01"}""".formatted(work)));
        String invitation =
                id(program.postJson("/v1/invitations", "{\"email\":\"new@example.com\",\"role\":\"reviewer\"}"));
        String key = program.get("/v1/api-keys").body().replaceAll("(?s).*?\"id\":\"([^\"]+)\".*", "$1");
        TestAccounts.signedIn(server, acme);
        String signIn = program.get("/v1/sign-ins").body().replaceAll("(?s).*?\"id\":\"([^\"]+)\".*", "$1");
        return List.of(
                work,
                share,
                licence,
                notice,
                invitation,
                key,
                signIn,
                acme.caller().memberId().toString(),
                acme.caller().tenantId().toString());
    }

    private static String id(HttpResponse<String> made) {
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        return made.body().replaceAll("(?s).*?\"id\":\"([^\"]+)\".*", "$1");
    }
}
