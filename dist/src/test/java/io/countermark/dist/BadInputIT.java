package io.countermark.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is not a picture, or not an honest one, is refused by name, and leaves nothing behind. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputIT {

    private ServerProcess server;
    private ApiClient api;

    @BeforeAll
    void start(@TempDir Path data) {
        server = ServerProcess.start(data);
        api = new ApiClient(server.address())
                .setUpOwner(server.setUpLink(), "olga@example.com", "correct horse battery staple");
    }

    @AfterAll
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    static Stream<Arguments> badFiles() {
        byte[] picture = Photos.draw(7).file();
        byte[] small = Photos.jpeg(new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB), 0.8f);
        byte[] noise = new byte[5000];
        new Random(11).nextBytes(noise);
        return Stream.of(
                Arguments.of("empty", "empty.jpg", new byte[0], 422, "empty"),
                Arguments.of("truncated", "truncated.jpg", HostileFiles.truncated(picture), 422, "truncated"),
                Arguments.of(
                        "65,500 x 65,500 pixels in a few bytes",
                        "huge.jpg",
                        HostileFiles.claiming(small, 65_500, 65_500),
                        422,
                        "(side-too-long|too-many-pixels)"),
                Arguments.of(
                        "PNG bomb of 225 megapixels",
                        "bomb.png",
                        HostileFiles.pngBomb(15_000, 15_000),
                        422,
                        "too-many-pixels"),
                Arguments.of("PNG too wide", "wide.png", HostileFiles.pngBomb(20_000, 10), 422, "side-too-long"),
                Arguments.of(
                        "another file under a picture's name",
                        "photo.jpg",
                        "%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n".getBytes(StandardCharsets.US_ASCII),
                        415,
                        "unknown-format"),
                Arguments.of(
                        "text", "notes.txt", "buy milk\n".getBytes(StandardCharsets.US_ASCII), 415, "unknown-format"),
                Arguments.of("noise", "noise.png", noise, 415, "unknown-format"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badFiles")
    void isRefusedByNameAndLeavesNothing(String what, String name, byte[] file, int status, String code) {
        for (String path : new String[] {"/v1/assets", "/v1/checks"}) {
            Set<String> vaultBefore = files("vault");
            ApiClient.Answer answer = ApiClient.require(api.upload(path, name, file), status);
            assertThat(answer.contentType()).startsWith("application/problem+json");
            assertThat(answer.json().required("code").asString()).matches(code);
            assertThat(answer.json().required("detail").asString()).isNotBlank();
            assertThat(files("vault")).isEqualTo(vaultBefore);
        }
        assertThat(titles()).doesNotContain(name.replaceAll("\\..*$", ""));
        assertThat(server.isAlive()).isTrue();
    }

    @Test
    void aFormWithoutAFileIsRefused() {
        ApiClient.Answer answer = api.post("/v1/assets", java.util.Map.of("file", "x"));
        assertThat(answer.status()).isBetween(400, 499);
        assertThat(answer.contentType()).startsWith("application/problem+json");
    }

    @Test
    void aFileBeyondTheLimitIsRefused() {
        ApiClient.Answer answer =
                ApiClient.require(api.upload("/v1/assets", "large.jpg", new byte[25 * 1024 * 1024 + 1]), 413);
        assertThat(answer.json().required("code").asString()).isEqualTo("too-many-bytes");
    }

    /** The name of a file means nothing: a PNG that calls itself a JPEG is taken for the PNG it is. */
    @Test
    void theFormatIsToldByContent() {
        ApiClient.Answer answer =
                ApiClient.require(api.upload("/v1/assets", "really-a.jpg", HostileFiles.pngBomb(500, 500)), 201);
        String work = "/v1/works/" + answer.json().required("workId").asString();
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(
                        () -> assertThat(api.get(work).json().required("state").asString())
                                .isEqualTo("PROTECTED"));
        assertThat(api.get(work).json().required("asset").required("mediaType").asString())
                .isEqualTo("image/png");
    }

    private Set<String> titles() {
        return ApiClient.require(api.get("/v1/works"), 200)
                .json()
                .required("works")
                .valueStream()
                .map(work -> work.required("title").asString())
                .collect(Collectors.toSet());
    }

    private Set<String> files(String folder) {
        try (Stream<Path> files = Files.walk(server.data().resolve(folder))) {
            return files.filter(Files::isRegularFile).map(Path::toString).collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
