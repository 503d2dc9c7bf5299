package io.countermark.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.countermark.app.platform.postgres.EmbeddedPostgres;
import io.countermark.app.platform.postgres.PostgresAccess;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CountermarkServerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path data;

    private ServeOptions options() {
        return ServeOptions.in(data).withPort(0);
    }

    private static ProcessHandle postmaster(Path data) throws IOException {
        return ProcessHandle.of(Long.parseLong(Files.readAllLines(data.resolve("postgres/data/postmaster.pid"))
                        .getFirst()
                        .strip()))
                .orElseThrow();
    }

    @Test
    void theFirstStartShowsTheWayInWhichWorksOnceAndTheAccountOutlivesARestart() throws Exception {
        String key;
        try (CountermarkServer server = CountermarkServer.start(options())) {
            Http browser = Http.browser(server.address());
            assertThat(browser.get("/health").body()).contains("UP");
            assertThat(Files.getPosixFilePermissions(data.resolve("keys/root.key")))
                    .isEqualTo(PosixFilePermissions.fromString("r--------"));
            String token = Objects.requireNonNull(server.setupLink()).getQuery().replace("token=", "");
            String body = """
                    {"token":"%s","organisation":"Acme","name":"Olga","email":"Olga@Example.com","password":"a long enough password"}""".formatted(token);
            assertThat(browser.postJson("/v1/setup", body.replace("a long enough password", "short"))
                            .statusCode())
                    .isEqualTo(422);

            HttpResponse<String> made = browser.postJson("/v1/setup", body);

            assertThat(made.statusCode()).isEqualTo(201);
            key = made.body().replaceAll(".*\"apiKey\":\"([^\"]+)\".*", "$1");
            assertThat(browser.postJson("/v1/setup", body).statusCode()).isEqualTo(403);
            assertThat(server.setupLink()).isNull();
            assertThatThrownBy(() -> CountermarkServer.start(options()))
                    .isInstanceOf(ServeException.class)
                    .hasMessageContaining("--data");
        }
        assertThat(data.resolve("postgres/data/postmaster.pid")).doesNotExist();
        try (CountermarkServer server = CountermarkServer.start(options())) {
            assertThat(server.setupLink()).isNull();
            assertThat(Http.program(server.address(), key).get("/v1/me").body()).contains("olga@example.com");
            aKilledDatabaseComesBack(server, key);
        }
    }

    /** Meanwhile requests are answered 503 with the time to come again, or wait for the new connection; never anything else. */
    private void aKilledDatabaseComesBack(CountermarkServer server, String key) throws IOException {
        Http program = Http.program(server.address(), key);
        ProcessHandle killed = postmaster(data);
        Set<Integer> answers = new TreeSet<>();

        killed.destroyForcibly();
        killed.onExit().join();

        await().atMost(PATIENCE).until(() -> {
            HttpResponse<String> answer = program.get("/v1/me");
            answers.add(answer.statusCode());
            if (answer.statusCode() == 503) {
                assertThat(answer.headers().firstValue("Retry-After")).isPresent();
                assertThat(answer.body()).contains("\"code\":\"database-away\"");
            }
            return answer.statusCode() == 200;
        });
        assertThat(answers).isSubsetOf(200, 503);
        assertThat(postmaster(data).pid()).isNotEqualTo(killed.pid());
    }

    @Test
    void anotherDatabaseIsUsedWithItsTwoRoles(@TempDir Path elsewhere) {
        try (EmbeddedPostgres foreign = EmbeddedPostgres.start(elsewhere, null)) {
            PostgresAccess access = foreign.access();
            Map<String, String> properties = Map.of(
                    "countermark.database.user", access.ownerRole(),
                    "countermark.database.password", access.ownerPassword(),
                    "countermark.database.runtime-user", access.runtimeRole(),
                    "countermark.database.runtime-password", access.runtimePassword());
            properties.forEach(System::setProperty);
            try (CountermarkServer server = CountermarkServer.start(options().withDatabaseUrl(access.url()))) {
                assertThat(Http.browser(server.address()).get("/login").statusCode())
                        .isEqualTo(200);
                assertThat(server.setupLink()).isNotNull();
                assertThat(data.resolve("postgres")).doesNotExist();
            } finally {
                properties.keySet().forEach(System::clearProperty);
            }
        }
    }

    @Test
    void anotherDatabaseThatIsNotThereIsNamed() {
        assertThatThrownBy(() ->
                        CountermarkServer.start(options().withDatabaseUrl("jdbc:postgresql://127.0.0.1:1/absent")))
                .isInstanceOf(ServeException.class)
                .hasMessageContaining("jdbc:postgresql://127.0.0.1:1/absent");
    }
}
