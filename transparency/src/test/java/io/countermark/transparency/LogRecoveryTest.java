package io.countermark.transparency;

import static io.countermark.transparency.TransparencyLogTest.SIGNER;
import static io.countermark.transparency.TransparencyLogTest.assertReason;
import static io.countermark.transparency.TransparencyLogTest.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.countermark.transparency.LogException.Reason;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills, power cuts, damage, forks. */
class LogRecoveryTest {

    @TempDir
    Path temporary;

    @Test
    void nothingAcknowledgedIsLostWhenTheProcessIsKilled() throws Exception {
        Path folder = temporary.resolve("log");
        Map<Long, String> acknowledged = new TreeMap<>();
        String checkpoint = "";
        for (int round = 0; round < 5; round++) {
            Process child =
                    new ProcessBuilder(java(folder)).redirectErrorStream(true).start();
            try (BufferedReader said = child.inputReader()) {
                for (int i = 0; i < 100 + 61 * round; i++) {
                    add(acknowledged, said.readLine());
                }
                // Not through the Process, which would close the output that still has to be read.
                ProcessHandle.of(child.pid()).orElseThrow().destroyForcibly();
                for (String line = said.readLine(); line != null; line = said.readLine()) {
                    add(acknowledged, line);
                }
            }
            child.waitFor();
            checkpoint = check(folder, acknowledged, checkpoint);
        }
    }

    private static void add(Map<Long, String> acknowledged, String line) {
        if (line.matches("[0-9]+ [0-9a-f-]{36}")) { // The last one may be cut.
            String[] parts = line.split(" ");
            assertEquals(null, acknowledged.put(Long.parseLong(parts[0]), parts[1]), "one index, two entries");
        }
    }

    private static String check(Path folder, Map<Long, String> acknowledged, String before) throws IOException {
        try (TransparencyLog log = TransparencyLog.open(folder, SIGNER)) {
            acknowledged.forEach((index, text) ->
                    assertEquals(text, new String(log.entry(index), StandardCharsets.US_ASCII), "index " + index));
            LogVerifier.verifyFolder(folder, SIGNER.verifierKey());
            if (!before.isEmpty()) {
                Checkpoint old = Checkpoint.parse(SignedNote.parse(before).text());
                assertArrayEquals(old.rootHash(), log.rootHash(old.size()), "the log continues what it signed");
            }
            return log.checkpoint();
        }
    }

    /** What the writer had in the journal survives, whatever became of tiles that were not fsynced. */
    @Test
    void tilesThatAPowerCutTookAreMadeAgainFromTheJournal() throws Exception {
        Path folder = temporary.resolve("log");
        try (TransparencyLog log = TransparencyLog.open(folder, SIGNER)) {
            log.appendAll(entries(0, 300));
        }
        Path settled = copyOf("settled");
        Path journal = temporary.resolve("journal");
        try (TransparencyLog log = TransparencyLog.open(folder, SIGNER)) {
            log.appendAll(entries(300, 900));
            log.append(entry(900));
            Files.copy(temporary.resolve("log.writer/journal"), journal); // As it stands on the disk while open.
        }
        putBack(settled);
        Files.copy(journal, temporary.resolve("log.writer/journal"), StandardCopyOption.REPLACE_EXISTING);
        Files.write(folder.resolve("checkpoint"), new byte[0]); // Some file systems leave an empty file.
        try (TransparencyLog log = TransparencyLog.open(folder, SIGNER)) {
            assertEquals(901, log.size());
            assertEquals(900, log.append(entry(900)).index());
        }
        assertEquals(901, LogVerifier.verifyFolder(folder, SIGNER.verifierKey()).size());
    }

    @Test
    void aTornLastRecordIsLeftOutAndADamagedEarlierOneIsNamed() throws Exception {
        Path folder = temporary.resolve("log");
        Path journal = temporary.resolve("journal");
        TransparencyLog.open(folder, SIGNER).close();
        Path settled = copyOf("settled");
        try (TransparencyLog log = TransparencyLog.open(folder, SIGNER)) {
            log.append(entry(0));
            log.append(entry(1));
            Files.copy(temporary.resolve("log.writer/journal"), journal);
        }
        byte[] whole = Files.readAllBytes(journal);
        int first = 12;
        int second = first + 36 + ByteBuffer.wrap(whole).getInt(first);
        putBack(settled);
        byte[] torn = whole.clone();
        Arrays.fill(torn, second + 60, torn.length, (byte) 0);
        Files.write(temporary.resolve("log.writer/journal"), torn);
        try (TransparencyLog log = TransparencyLog.open(folder, SIGNER)) {
            assertEquals(1, log.size());
        }
        putBack(settled);
        byte[] damaged = whole.clone();
        damaged[first + 50] ^= 1;
        Files.write(temporary.resolve("log.writer/journal"), damaged);
        LogException thrown = catchThrowableOfType(LogException.class, () -> TransparencyLog.open(folder, SIGNER));
        assertEquals(Reason.CORRUPT, thrown.reason());
        assertThat(thrown).hasMessageContaining("journal");
    }

    /** The journal is older than what was published: public bundles that give the signed root are taken back. */
    @Test
    void aLostJournalIsMadeGoodFromWhatWasPublished() throws Exception {
        Path folder = temporary.resolve("log");
        TransparencyLog.open(folder, SIGNER).close();
        Path state = temporary.resolve("log.writer");
        Path older = temporary.resolve("older");
        TransparencyLogTest.copy(state, older);
        try (TransparencyLog log = TransparencyLog.open(folder, SIGNER)) {
            log.appendAll(entries(0, 600));
        }
        TransparencyLogTest.delete(state);
        TransparencyLogTest.copy(older, state);
        try (TransparencyLog log = TransparencyLog.open(folder, SIGNER)) {
            assertEquals(600, log.size());
            assertTrue(log.append(entry(599)).existed());
        }
    }

    @Test
    void aForkThatWasSignedElsewhereIsRefused() throws Exception {
        Path folder = temporary.resolve("log");
        try (TransparencyLog log = TransparencyLog.open(folder, SIGNER)) {
            log.append(entry(0));
        }
        Path settled = copyOf("settled");
        try (TransparencyLog log = TransparencyLog.open(folder, SIGNER)) {
            log.append(entry(1));
        }
        Path honest = copyOf("honest");
        putBack(settled);
        try (TransparencyLog log = TransparencyLog.open(folder, SIGNER)) {
            log.append(entry(2));
        }
        TransparencyLogTest.delete(folder);
        TransparencyLogTest.copy(
                honest.resolve("log"), folder); // Public files of one history, writer's state of the other.
        assertReason(Reason.CORRUPT, () -> TransparencyLog.open(folder, SIGNER));
    }

    @Test
    void everyFlippedBitInAFolderIsFoundAndItsFileNamed() throws Exception {
        Path folder = temporary.resolve("log");
        List<String> proofs = new ArrayList<>();
        try (TransparencyLog log = TransparencyLog.open(folder, SIGNER)) {
            log.appendAll(entries(0, 520));
            log.append(entry(520)); // Leaves older partial tiles beside the newest.
            for (int i = 0; i < 521; i += 40) {
                proofs.add(log.proof(i));
            }
        }
        List<Path> files;
        try (Stream<Path> walk = Files.walk(folder)) {
            files = walk.filter(Files::isRegularFile).sorted().toList();
        }
        assertThat(files).hasSizeGreaterThanOrEqualTo(10);
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 1000; round++) {
            Path file = files.get(random.nextInt(files.size()));
            byte[] right = Files.readAllBytes(file);
            String flipped = flip(random, file, right);
            LogException found = catchThrowableOfType(
                    LogException.class, () -> LogVerifier.verifyFolder(folder, SIGNER.verifierKey()));
            assertThat(found).as("seed " + seed + " " + flipped).isNotNull();
            String name = folder.relativize(file).toString();
            boolean note = name.equals("checkpoint");
            assertThat(found.getMessage()).as("seed " + seed + " " + flipped).contains(note ? "" : name);
            Files.write(file, right, StandardOpenOption.TRUNCATE_EXISTING);
        }
        LogVerifier.verifyFolder(folder, SIGNER.verifierKey());
        for (int round = 0; round < 1000; round++) {
            int at = random.nextInt(proofs.size());
            byte[] changed = proofs.get(at).getBytes(StandardCharsets.UTF_8);
            int bit = random.nextInt(8 * changed.length);
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            LogException found = catchThrowableOfType(
                    LogException.class,
                    () -> LogVerifier.verifyProof(
                            entry(40 * at), new String(changed, StandardCharsets.UTF_8), SIGNER.verifierKey()));
            assertThat(found)
                    .as("seed " + seed + " proof " + at + " bit " + bit)
                    .isNotNull();
        }
    }

    private static String flip(Random random, Path file, byte[] right) throws IOException {
        byte[] wrong = right.clone();
        int bit = random.nextInt(8 * wrong.length);
        wrong[bit / 8] ^= (byte) (1 << bit % 8);
        Files.write(file, wrong, StandardOpenOption.TRUNCATE_EXISTING);
        return "bit " + bit + " of " + file;
    }

    @Test
    void aFailedWriteIsSaidAndTheLogGoesOnWhenItWorksAgain() throws Exception {
        Path folder = temporary.resolve("log");
        try (TransparencyLog log = TransparencyLog.open(folder, SIGNER)) {
            log.append(entry(0));
            // Where the next bundle should be written stands a folder: writing it fails, as it would for want of room.
            Path obstacle = Files.createDirectories(folder.resolve("tile/entries/000.p/2.tmp/full"));
            assertReason(Reason.IO, () -> log.append(entry(1)));
            assertEquals(1, log.size());
            Files.delete(obstacle);
            Files.delete(obstacle.getParent());
            assertEquals(1, log.append(entry(1)).index());
            assertEquals(2, log.append(entry(2)).index());
        }
        assertEquals(3, LogVerifier.verifyFolder(folder, SIGNER.verifierKey()).size());
    }

    private static List<byte[]> entries(int from, int to) {
        return IntStream.range(from, to).mapToObj(TransparencyLogTest::entry).toList();
    }

    private Path copyOf(String name) throws Exception {
        Path copy = Files.createDirectory(temporary.resolve(name));
        for (String part : List.of("log", "log.writer")) {
            TransparencyLogTest.copy(temporary.resolve(part), copy.resolve(part));
        }
        return copy;
    }

    private void putBack(Path copy) throws Exception {
        for (String part : List.of("log", "log.writer")) {
            TransparencyLogTest.delete(temporary.resolve(part));
            TransparencyLogTest.copy(copy.resolve(part), temporary.resolve(part));
        }
    }

    private static List<String> java(Path folder) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                location(TransparencyLog.class) + ":" + location(LogChild.class) + ":"
                        + location(Ed25519PrivateKeyParameters.class),
                LogChild.class.getName(),
                folder.toString(),
                SIGNER.privateKey());
    }

    private static Path location(Class<?> type) {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath());
    }
}
