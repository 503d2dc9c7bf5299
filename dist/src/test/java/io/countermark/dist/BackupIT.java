package io.countermark.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backed up, tried out, restored: what was acknowledged is there again, and a back-up that is not whole is told. */
class BackupIT {

    private static final String EMAIL = "olga@example.com";
    private static final String PASSWORD = "correct horse battery staple 9";

    @TempDir
    Path folder;

    @Test
    void aBackUpIsTriedOutAndRestored() throws Exception {
        Path data = folder.resolve("data");
        Map<String, byte[]> renditions = new TreeMap<>();
        try (ServerProcess server = ServerProcess.start(data)) {
            ApiClient client = new ApiClient(server.address()).setUpOwner(server.setUpLink(), EMAIL, PASSWORD);
            protect(client, 1, renditions);
            assertThat(backup(data).exitCode()).as("while a server runs").isEqualTo(4);
            server.stop();
            assertThat(backup(data)).returns(0, OutsideTool.Outcome::exitCode);
            server.start();
            protect(new ApiClient(server.address()).withApiKey(client.apiKey()), 2, renditions);
            server.stop();
        }
        OutsideTool.Outcome made = backup(data);
        assertThat(made.exitCode()).as(made.output()).isZero();
        OutsideTool.Outcome tried = command(with(parts(), "drill", "--keys", data.resolve("keys"), "--in", folder));
        assertThat(tried.exitCode()).as(tried.output()).isZero();
        assertThat(tried.output()).contains("\"works\":2").contains("\"restoredSeconds\":");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.map(path -> path.getFileName().toString()))
                    .as("the drill leaves nothing")
                    .containsExactlyInAnyOrder("data", "archive", "tenant-keys");
        }

        assertThat(restore(data).exitCode()).as("over a folder that is there").isEqualTo(4);
        Path again = folder.resolve("again");
        OutsideTool.Outcome restored = restore(again);
        assertThat(restored.exitCode()).as(restored.output()).isZero();
        try (ServerProcess server = ServerProcess.start(again)) {
            ApiClient client = new ApiClient(server.address()).signIn(EMAIL, PASSWORD);
            for (Map.Entry<String, byte[]> one : renditions.entrySet()) {
                assertThat(client.download("/v1/works/" + one.getKey() + "/rendition"))
                        .isEqualTo(one.getValue());
            }
        }
        damageAnObject();
        tried = command(with(parts(), "drill", "--keys", data.resolve("keys"), "--in", folder));
        assertThat(tried.exitCode()).as(tried.output()).isEqualTo(1);
        assertThat(tried.output()).contains("damaged-object");
    }

    private static void protect(ApiClient client, int picture, Map<String, byte[]> renditions) {
        ApiClient.Answer made =
                ApiClient.require(client.upload("/v1/assets", "made.jpg", MadePictures.jpeg(picture, 640, 480)), 201);
        String work = made.json().required("workId").asString();
        await().atMost(Duration.ofSeconds(120))
                .until(() -> client.get("/v1/works/" + work)
                        .json()
                        .required("state")
                        .asString()
                        .equals("PROTECTED"));
        renditions.put(work, client.download("/v1/works/" + work + "/rendition"));
    }

    private OutsideTool.Outcome backup(Path data) {
        return command(with(parts(), "backup", "--data", data));
    }

    private OutsideTool.Outcome restore(Path target) {
        return command(with(parts(), "restore", "--keys", folder.resolve("data/keys"), "--data", target));
    }

    private List<String> parts() {
        return List.of(
                "--archive",
                folder.resolve("archive").toString(),
                "--tenant-keys",
                folder.resolve("tenant-keys").toString(),
                "--json",
                "-q");
    }

    private static List<String> with(List<String> parts, Object... first) {
        List<String> all = new ArrayList<>();
        for (Object one : first) {
            all.add(one.toString());
        }
        all.addAll(parts);
        return all;
    }

    private OutsideTool.Outcome command(List<String> arguments) {
        return OutsideTool.run(folder, Product.command(arguments.toArray(String[]::new)), 300);
    }

    private void damageAnObject() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("archive/vault/objects"))) {
            Path object = files.filter(Files::isRegularFile).findFirst().orElseThrow();
            byte[] bytes = Files.readAllBytes(object);
            bytes[bytes.length / 2] ^= 1;
            Files.write(object, bytes);
        }
    }
}
