package io.countermark.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher script in a small tree of its own, in which {@code mvnw} writes down that it was called and lays out a program of one
 * class instead of building. So what the script decides is seen without a build.
 */
class LauncherIT {

    @TempDir
    Path folder;

    private Path tree;
    private Path called;

    record Result(int code, String out, String err) {}

    @BeforeEach
    void plant() throws IOException {
        tree = Files.createDirectories(folder.resolve("a tree"));
        called = tree.resolve("mvnw-was-called");
        Path launcher = Files.createDirectories(tree.resolve("dist/src/main/launcher"));
        for (String name : List.of("jvm.options", "QuickStartJars.java")) {
            Files.copy(Product.root().resolve("dist/src/main/launcher").resolve(name), launcher.resolve(name));
        }
        executable(tree.resolve("countermark"), Files.readString(Product.root().resolve("countermark")));
        Files.writeString(tree.resolve("pom.xml"), "<project/>");
        Files.createDirectories(tree.resolve(".mvn"));
        Path sources = Files.createDirectories(tree.resolve("cli/src/main/java"));
        Files.writeString(sources.resolve("Thing.java"), "class Thing {}");
        executable(tree.resolve("mvnw"), fakeMaven());
        age(tree);
    }

    /** Puts the packaged jar in place, so that everything after Maven is real. */
    private String fakeMaven() {
        return """
                #!/bin/sh
                echo called >>"%s"
                [ ! -f "%s/break" ] || { echo "[ERROR] broken on purpose"; exit 1; }
                mkdir -p "%s/dist/target"
                ln -sf "%s/dist/target/countermark.jar" "%s/dist/target/countermark.jar"
                """.formatted(called, tree, tree, Product.root(), tree);
    }

    private static void executable(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** A minute old, so that a file written later is newer whatever the file system's clock. */
    private static void age(Path top) throws IOException {
        FileTime old = FileTime.from(Instant.now().minusSeconds(60));
        try (Stream<Path> all = Files.walk(top)) {
            for (Path path : all.toList()) {
                Files.setLastModifiedTime(path, old);
            }
        }
    }

    private Result run(Path script, Map<String, String> environment, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile(folder, "out", "");
        Path err = Files.createTempFile(folder, "err", "");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        // Training the caches takes longer than everything else here together.
        builder.environment().put("COUNTERMARK_QUICK_STARTS", "no");
        builder.environment().put("COUNTERMARK_JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        builder.environment().values().removeIf(String::isEmpty);
        Process process = builder.start();
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        return new Result(
                process.exitValue(),
                Files.readString(out, StandardCharsets.UTF_8),
                Files.readString(err, StandardCharsets.UTF_8));
    }

    private long builds() throws IOException {
        return Files.exists(called) ? Files.readAllLines(called).size() : 0;
    }

    @Test
    void buildsOnFirstUseAndAfterAChangeAndNotOtherwise() throws Exception {
        Path script = tree.resolve("countermark");

        Result first = run(script, Map.of(), "--version");
        assertEquals(0, first.code(), first.err());
        assertThat(first.out()).startsWith("countermark ");
        assertThat(first.err()).contains("building (first use");
        assertEquals(1, builds());

        Path link = Files.createSymbolicLink(folder.resolve("link"), script);
        Result second = run(link, Map.of("HOME", ""), "--version");
        assertEquals(0, second.code(), second.err());
        assertEquals("", second.err());
        assertEquals(1, builds());

        Files.writeString(tree.resolve("cli/src/main/java/Thing.java"), "class Thing { int changed; }");
        Files.setLastModifiedTime(
                tree.resolve("cli/src/main/java/Thing.java"),
                FileTime.from(Instant.now().plusSeconds(5)));
        Result third = run(script, Map.of("COUNTERMARK_BUILD", "never"), "--version");
        assertEquals(0, third.code());
        assertEquals(1, builds());
        Result fourth = run(script, Map.of(), "--version");
        assertEquals(0, fourth.code(), fourth.err());
        assertThat(fourth.err()).contains("building (after a change");
        assertEquals(2, builds());

        assertEquals(
                2, run(script, Map.of("COUNTERMARK_BUILD", "never"), "mark").code());
    }

    @Test
    void aBuildThatFailsShowsWhyAndLeavesNothing() throws Exception {
        Files.writeString(tree.resolve("break"), "");
        Result result = run(tree.resolve("countermark"), Map.of(), "--version");
        assertEquals(1, result.code());
        assertThat(result.err()).contains("the build failed", "broken on purpose");
        assertThat(tree.resolve(".countermark/current")).doesNotExist();
        assertThat(tree.resolve(".countermark/lock")).doesNotExist();
    }

    @Test
    void aWrongJdkIsNamed() throws Exception {
        Result result =
                run(tree.resolve("countermark"), Map.of("COUNTERMARK_JAVA_HOME", folder.toString()), "--version");
        assertEquals(1, result.code());
        assertThat(result.err()).contains("COUNTERMARK_JAVA_HOME", "no JDK 25");
        assertEquals(0, builds());
    }

    @Test
    void aJdkThatIsOlderIsPassedOver() throws Exception {
        Path old = folder.resolve("jdk-17");
        Files.createDirectories(old.resolve("bin"));
        for (String tool : List.of("java", "javac")) {
            executable(old.resolve("bin").resolve(tool), "#!/bin/sh\nexit 9\n");
        }
        Files.writeString(old.resolve("release"), "JAVA_VERSION=\"17.0.1\"\n");
        Result refused =
                run(tree.resolve("countermark"), Map.of("COUNTERMARK_JAVA_HOME", old.toString()), "--find-jdk");
        assertEquals(1, refused.code());
        Path fresh = folder.resolve("home/.sdkman/candidates/java/25-tem");
        Files.createDirectories(fresh.getParent());
        Files.createSymbolicLink(fresh, Path.of(System.getProperty("java.home")));
        Result found = run(
                tree.resolve("countermark"),
                Map.of("COUNTERMARK_JAVA_HOME", fresh.toString(), "JAVA_HOME", old.toString()),
                "--find-jdk");
        assertEquals(0, found.code(), found.err());
        assertEquals(fresh.toString(), found.out().strip());
    }
}
