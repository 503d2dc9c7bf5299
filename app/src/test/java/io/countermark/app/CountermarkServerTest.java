package io.countermark.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CountermarkServerTest {

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    Path data;

    private HttpResponse<String> get(URI uri) throws Exception {
        return http.send(
                HttpRequest.newBuilder(uri)
                        .header("Accept", "text/html,*/*;q=0.8")
                        .build(),
                BodyHandlers.ofString());
    }

    @Test
    void startsOnAnEmptyFolderAndShowsTheWayIn() throws Exception {
        URI setUpLink;
        try (CountermarkServer server =
                CountermarkServer.start(ServeOptions.in(data).withPort(0))) {
            assertThat(get(server.address().resolve("/health")).body()).contains("UP");
            assertThat(get(server.address().resolve("/login")).statusCode()).isEqualTo(200);
            assertThat(get(server.address().resolve("/v1/me")).statusCode()).isEqualTo(401);
            setUpLink = server.setupLink();
            assertThat(setUpLink).isNotNull();
            assertThat(setUpLink.getPath()).isEqualTo("/setup");
            assertThat(Files.getPosixFilePermissions(data.resolve("keys/root.key")))
                    .isEqualTo(PosixFilePermissions.fromString("r--------"));
        }
        assertThat(data.resolve("postgres/data/postmaster.pid")).doesNotExist();
    }
}
