package io.countermark.app.platform.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The three ways of not being root, each in a process of its own; needs a run as root on Linux with util-linux. */
class UnprivilegedTest {

    private static final int NOBODY = 65_534;

    @TempDir
    Path folder;

    @BeforeEach
    void rootIsNeeded() throws Exception {
        assumeTrue(
                Files.isDirectory(Path.of("/proc/self")) && Unprivileged.isRoot(),
                "skipped: another user can be tried only by root on Linux");
        assumeTrue(new ProcessBuilder("setpriv", "--version").start().waitFor() == 0, "skipped: setpriv is missing");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private List<String> run(List<String> prefix, String path) throws Exception {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                ApartPostgres.class.getName(),
                folder.resolve("data").toString()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("PATH", path);
        Process process = builder.start();
        List<String> output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return output;
    }

    @Test
    void anOrdinaryUserRunsItAsThemselves() throws Exception {
        new ProcessBuilder("chown", Integer.toString(NOBODY), folder.toString())
                .start()
                .waitFor();

        // The tests' own class path may be for root's eyes only: the child may read it, and nothing else is different.
        List<String> output = run(
                List.of(
                        "setpriv",
                        "--reuid=" + NOBODY,
                        "--regid=" + NOBODY,
                        "--clear-groups",
                        "--inh-caps=+dac_read_search",
                        "--ambient-caps=+dac_read_search",
                        "--"),
                System.getenv("PATH"));

        assertThat(output).contains("user " + NOBODY, "stopped true");
    }

    @Test
    void whereNamespacesAreForbiddenRootBecomesNobody() throws Exception {
        Path tools = Files.createDirectory(folder.resolve("tools"));
        Path unshare = Files.writeString(tools.resolve("unshare"), "#!/bin/sh\nexit 1\n");
        Files.setPosixFilePermissions(unshare, PosixFilePermissions.fromString("rwxr-xr-x"));

        List<String> output = run(List.of(), tools + ":" + System.getenv("PATH"));

        assertThat(output).contains("user " + NOBODY, "stopped true");
        assertThat(Files.getPosixFilePermissions(folder.resolve("data/keys")))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }
}
