package io.countermark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.countermark.transparency.LogException;
import io.countermark.transparency.NoteKey;
import io.countermark.transparency.NoteSigner;
import io.countermark.transparency.TransparencyLog;
import io.countermark.transparency.WitnessClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The two commands that watch a log, in processes of their own where they are services. */
class WitnessAndMonitorTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final NoteSigner signer = NoteSigner.generate("example.com/log", new SecureRandom());

    @TempDir
    Path folder;

    /** A witness as a process; close kills it without a warning. */
    private record Running(Process process, BufferedReader out, JsonNode greeting) implements AutoCloseable {

        static Running of(Object... arguments) throws IOException {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin/java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("java.class.path"),
                    Main.class.getName(),
                    "witness",
                    "--json",
                    "--port",
                    "0"));
            for (Object argument : arguments) {
                command.add(argument.toString());
            }
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
            String line = out.readLine();
            assertThat(line).as("the witness greets").isNotNull();
            return new Running(process, out, JsonLine.JSON.readTree(line));
        }

        WitnessClient client() {
            return new WitnessClient(
                    greeting.get("address").asString(),
                    NoteKey.parse(greeting.get("key").asString()),
                    PATIENCE);
        }

        @Override
        public void close() {
            process.destroyForcibly();
            process.onExit().join();
        }
    }

    private static void grow(TransparencyLog log, int size) {
        log.appendAll(IntStream.range((int) log.size(), size)
                .mapToObj(i -> ("entry " + i).getBytes(StandardCharsets.UTF_8))
                .toList());
    }

    @Test
    void aKilledWitnessStillKnowsWhatItCosigned() throws IOException {
        Path state = folder.resolve("witness");
        Path vkey = Files.writeString(folder.resolve("log.vkey"), signer.verifierKey() + "\n");
        String key;
        try (TransparencyLog log = TransparencyLog.open(folder.resolve("log"), signer);
                TransparencyLog forked = TransparencyLog.open(folder.resolve("forked"), signer)) {
            grow(log, 5);
            try (Running witness = Running.of("--state", state, "--log", vkey, "--name", "w.example/1")) {
                key = witness.greeting().get("key").asString();
                WitnessClient client = witness.client();
                log.attach(client.cosign(log, log.checkpoint()), client.key());
                grow(log, 300);
                log.attach(client.cosign(log, log.checkpoint()), client.key());
                assertEquals(
                        "example.com/log: co-signed",
                        JsonLine.JSON
                                .readTree(witness.out().readLine())
                                .get("event")
                                .asString());
                CommandRun second = CommandRun.of("witness", "--state", state, "--log", vkey, "--port", "0");
                assertEquals(1, second.code());
                assertThat(second.err()).contains("another process has it");
            }
            assertEquals(
                    "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(state.resolve("key"))));
            forked.append("another".getBytes(StandardCharsets.UTF_8));
            grow(forked, 301);
            try (Running witness = Running.of("--state", state, "--log", vkey)) {
                WitnessClient client = witness.client();
                assertEquals(key, client.key().text());
                Assertions.assertThatThrownBy(() -> client.cosign(forked, forked.checkpoint()))
                        .isInstanceOf(LogException.class)
                        .hasMessageContaining("another history of 300 entries");
                assertThat(client.cosign(log, log.checkpoint())).contains("\n300\n", "w.example/1");
            }
        }
        CommandRun seen = monitor(folder.resolve("log"), "--witness", key);
        assertEquals(0, seen.code(), seen.out());
        assertThat(seen.json().getFirst().get("witnesses").toString()).contains("w.example/1");
        assertThat(monitor(folder.resolve("forked"), "--witness", key, "--wait", "0")
                        .json()
                        .getFirst()
                        .get("state")
                        .asString())
                .isEqualTo("not-cosigned");
    }

    @Test
    void theFirstStartNeedsANameAndNoOtherLater() throws IOException {
        Path state = folder.resolve("witness");
        CommandRun run = CommandRun.of("witness", "--state", state, "--log", signer.verifierKey());
        assertEquals(2, run.code());
        assertThat(run.err()).contains("--name");
        assertThat(state).doesNotExist();
        Running.of("--state", state, "--log", signer.verifierKey(), "--name", "w.example/1", "--ml-dsa")
                .close();
        CommandRun other = CommandRun.of("witness", "--state", state, "--log", signer.verifierKey(), "--name", "w.x");
        assertEquals(1, other.code());
        assertThat(other.err()).contains("is of w.example/1, not of w.x");
        assertEquals(
                2,
                CommandRun.of("witness", "--state", state, "--log", "nonsense").code());
    }

    @Test
    void theMonitorSaysInOneLineAndByItsExitCodeHowTheLogStands() throws IOException {
        Path log = folder.resolve("log");
        Path forked = folder.resolve("forked");
        try (TransparencyLog one = TransparencyLog.open(log, signer);
                TransparencyLog two = TransparencyLog.open(forked, signer)) {
            grow(one, 300);
            two.append("another".getBytes(StandardCharsets.UTF_8));
            grow(two, 200);
        }
        CommandRun first = monitor(log);
        assertEquals(0, first.code(), first.out());
        JsonNode line = first.json().getFirst();
        assertEquals(
                List.of("log", "state", "origin", "size", "new", "rootHash", "witnesses", "message"),
                CommandRun.members(line));
        assertEquals(300, line.get("new").asInt());
        assertEquals(0, monitor(log).json().getFirst().get("new").asInt());
        assertState(1, "rolled-back", monitor(forked));
        try (TransparencyLog two = TransparencyLog.open(forked, signer)) {
            grow(two, 310);
        }
        assertState(1, "forked", monitor(forked));
        assertThat(folder.resolve("seen.contradiction")).exists();
        Path tile = log.resolve("tile/0/000");
        byte[] bytes = Files.readAllBytes(tile);
        bytes[77] ^= 1;
        Files.write(tile, bytes);
        Files.delete(folder.resolve("seen"));
        assertState(1, "corrupt", monitor(log));
        assertState(4, "not-reached", monitor("http://127.0.0.1:1/log"));
        assertState(4, "not-reached", monitor(folder.resolve("none")));
        assertEquals(2, monitor(log, "--needed", "1").code());
        assertTrue(CommandRun.of("monitor", log, "--key", signer.verifierKey(), "--state", folder.resolve("s2"))
                .out()
                .startsWith(log + ": corrupt: tile/0/000"));
    }

    private static void assertState(int code, String state, CommandRun run) {
        assertEquals(1, run.json().size());
        assertEquals(state, run.json().getFirst().get("state").asString(), run.out());
        assertEquals(code, run.code());
    }

    private CommandRun monitor(Object log, Object... more) {
        List<Object> words = new ArrayList<>(
                List.of("monitor", log, "--key", signer.verifierKey(), "--state", folder.resolve("seen"), "--json"));
        words.addAll(List.of(more));
        return CommandRun.of(words.toArray());
    }
}
