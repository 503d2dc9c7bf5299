package io.countermark.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A disk that fills up, made of memory: the server says so, stays alive, has lost nothing, and goes on by itself when there is room.
 * Skipped where no file system can be mounted.
 */
class DiskFullIT {

    private static final String EMAIL = "olga@example.com";
    private static final String PASSWORD = "correct horse battery staple 9";

    @TempDir
    Path folder;

    private Path disk;
    private final List<String> works = new ArrayList<>();
    private int pictures;

    @AfterEach
    void unmount() {
        if (disk != null) {
            OutsideTool.run(folder, List.of("umount", "--lazy", disk.toString()), 60);
        }
    }

    /** Only the archive's disk: the sender is told with 507, and everybody else is served. */
    @Test
    void anUploadIsRefusedWhileTheArchiveIsFull() throws Exception {
        Path data = folder.resolve("data");
        mount(data.resolve("vault"), "3m");
        try (ServerProcess server = ServerProcess.start(data)) {
            ApiClient client = new ApiClient(server.address()).setUpOwner(server.setUpLink(), EMAIL, PASSWORD);
            ApiClient.Answer refused = uploadUntilRefused(client);
            assertThat(refused.status()).as(refused.text()).isEqualTo(507);
            assertThat(refused.contentType()).startsWith("application/problem+json");
            assertThat(refused.json().required("status").asInt()).isEqualTo(507);
            assertThat(refused.text()).contains("disk-full");
            assertThat(server.isAlive()).isTrue();
            assertThat(client.get("/v1/works").status()).isEqualTo(200);
            assertThat(unfinished(data)).isEmpty();

            run("mount", "-o", "remount,size=64m", disk.toString());
            upload(client);
            awaitProtected(client);
            server.stop();
        }
        assertAllAgree(data);
    }

    /** Everything on one disk, the database too. */
    @Test
    void theWholeServerOutlivesAFullDisk() throws Exception {
        mount(folder.resolve("disk"), "700m");
        Path data = disk.resolve("data");
        try (ServerProcess server = ServerProcess.start(data)) {
            ApiClient client = new ApiClient(server.address()).setUpOwner(server.setUpLink(), EMAIL, PASSWORD);
            upload(client);
            awaitProtected(client);
            Path ballast = disk.resolve("ballast");
            fill(ballast);
            for (int i = 0; i < 10; i++) {
                ApiClient.Answer answer = client.upload("/v1/assets", "made.jpg", next());
                assertThat(answer.status()).as(answer.text()).isIn(507, 503);
            }
            assertThat(server.isAlive()).isTrue();

            Files.delete(ballast);
            await().atMost(Duration.ofSeconds(60))
                    .ignoreException(UncheckedIOException.class)
                    .until(() -> {
                        ApiClient.Answer answer = client.upload("/v1/assets", "made.jpg", next());
                        if (answer.status() == 201) {
                            works.add(answer.json().required("workId").asString());
                        }
                        return answer.status() == 201;
                    });
            awaitProtected(client);
            server.stop();
        }
        assertAllAgree(data);
    }

    private void mount(Path at, String size) throws IOException {
        Files.createDirectories(at);
        OutsideTool.Outcome mounted = OutsideTool.run(
                folder, List.of("mount", "-t", "tmpfs", "-o", "mode=0700,size=" + size, "none", at.toString()), 60);
        Assumptions.assumeTrue(
                mounted.exitCode() == 0, () -> "Skipped: no file system can be mounted here: " + mounted.output());
        disk = at;
    }

    private ApiClient.Answer uploadUntilRefused(ApiClient client) {
        for (int i = 0; i < 200; i++) {
            ApiClient.Answer answer = client.upload("/v1/assets", "made.jpg", next());
            if (answer.status() != 201) {
                return answer;
            }
            works.add(answer.json().required("workId").asString());
        }
        throw new AssertionError("200 pictures went onto a disk that can't hold them");
    }

    private void upload(ApiClient client) {
        ApiClient.Answer answer = ApiClient.require(client.upload("/v1/assets", "made.jpg", next()), 201);
        works.add(answer.json().required("workId").asString());
    }

    private byte[] next() {
        return MadePictures.jpeg(++pictures, 640, 480);
    }

    /** The works that were acknowledged, also those whose protection was cut off for want of room. */
    private void awaitProtected(ApiClient client) {
        for (String work : works) {
            await().atMost(Duration.ofMinutes(5))
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> ApiClient.require(client.get("/v1/works/" + work), 200)
                            .json()
                            .required("state")
                            .asString()
                            .equals("PROTECTED"));
        }
    }

    private static void fill(Path ballast) {
        byte[] block = new byte[4096];
        try (OutputStream out = Files.newOutputStream(ballast)) {
            while (true) {
                out.write(block);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left");
        }
    }

    private static List<String> unfinished(Path data) throws IOException {
        try (var files = Files.list(data.resolve("vault/tmp"))) {
            return files.map(Path::toString).toList();
        }
    }

    private void run(String... command) {
        OutsideTool.Outcome outcome = OutsideTool.run(folder, List.of(command), 60);
        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
    }

    private static void assertAllAgree(Path data) {
        OutsideTool.Outcome fsck =
                OutsideTool.run(data, Product.command("fsck", "--data", data.toString(), "--json", "-q"), 300);
        assertThat(fsck.exitCode()).as(fsck.output()).isIn(0, 3);
    }
}
