package io.countermark.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.countermark.credentials.ValidationReport.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A key in a SoftHSM token. The library reads its configuration from the environment of the process, so signing runs in a
 * process of its own. Skipped without SoftHSM 2 (apt install softhsm2 opensc).
 */
class Pkcs11TokenTest {

    private static final List<Path> LIBRARIES = Stream.of(
                    "/usr/lib/softhsm/libsofthsm2.so",
                    "/usr/lib64/softhsm/libsofthsm2.so",
                    "/usr/local/lib/softhsm/libsofthsm2.so",
                    "/opt/homebrew/lib/softhsm/libsofthsm2.so")
            .map(Path::of)
            .toList();
    private static final String PIN = "1234";
    private static final String LABEL = "seller";

    @TempDir
    Path folder;

    @Test
    void aKeyThatNeverLeavesTheTokenSigns() throws Exception {
        Path library = LIBRARIES.stream().filter(Files::exists).findFirst().orElse(null);
        assumeTrue(library != null, "Skipped: SoftHSM 2 is not installed (apt install softhsm2)");
        initialise();
        Path signed = folder.resolve("signed.jpg");
        String output = inToken(library, signed);

        assertThat(output).contains("signed by " + LABEL);
        ValidationReport report =
                new ManifestValidator(List.of(), List.of()).validate(Files.readAllBytes(signed), Samples.NOW);
        assertEquals(State.VALID, report.state());
        assertEquals("Token Owner", report.issuer());
    }

    @Test
    void whatIsNoLibraryIsRefused() {
        assertThatThrownBy(() -> Pkcs11Token.open(folder.resolve("none.so"), 0, PIN.toCharArray()))
                .isInstanceOf(CredentialsException.class)
                .hasMessageContaining("There is no PKCS#11 library");
    }

    private void initialise() throws IOException, InterruptedException {
        Files.createDirectories(folder.resolve("tokens"));
        Files.writeString(folder.resolve("softhsm2.conf"), "directories.tokendir = " + folder.resolve("tokens") + "\n");
        run(List.of("softhsm2-util", "--init-token", "--free", "--label", "test", "--so-pin", "5678", "--pin", PIN));
    }

    private String inToken(Path library, Path signed) throws IOException, InterruptedException {
        return run(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                TokenSigning.class.getName(),
                library.toString(),
                PIN,
                LABEL,
                signed.toString()));
    }

    private String run(List<String> command) throws IOException, InterruptedException {
        Path output = folder.resolve("output.txt");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment()
                .put("SOFTHSM2_CONF", folder.resolve("softhsm2.conf").toString());
        Process process = builder.start();
        boolean ended = process.waitFor(2, TimeUnit.MINUTES);
        process.destroyForcibly();
        String text = Files.readString(output);
        assertThat(ended && process.exitValue() == 0).as(text).isTrue();
        return text;
    }
}
