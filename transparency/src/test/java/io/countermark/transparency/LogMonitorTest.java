package io.countermark.transparency;

import static io.countermark.transparency.TransparencyLogTest.SIGNER;
import static io.countermark.transparency.TransparencyLogTest.assertReason;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.countermark.transparency.LogException.Reason;
import io.countermark.transparency.NoteKey.Algorithm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogMonitorTest {

    @TempDir
    Path temporary;

    private final List<Long> seen = new ArrayList<>();

    private static void fill(Path folder, int from, int to) {
        try (TransparencyLog log = TransparencyLog.open(folder, SIGNER)) {
            log.appendAll(IntStream.range(from, to)
                    .mapToObj(TransparencyLogTest::entry)
                    .toList());
        }
    }

    private LogMonitor.Sighting look(Path folder) {
        return look(LogMonitor.Source.folder(folder), CosignedView.of(SIGNER.key()));
    }

    private LogMonitor.Sighting look(LogMonitor.Source source, CosignedView view) {
        return new LogMonitor(source, view, temporary.resolve("seen")).look((index, bytes) -> seen.add(index));
    }

    private Path contradiction() {
        return temporary.resolve("seen.contradiction");
    }

    @Test
    void itFollowsALogAndSeesEveryEntryOnce() {
        Path folder = temporary.resolve("log");
        fill(folder, 0, 300);
        assertEquals(300, look(folder).checkpoint().size());
        fill(folder, 300, 520);
        LogMonitor.Sighting sighting = look(folder);
        assertEquals(300, sighting.from());
        assertEquals(520, sighting.checkpoint().size());
        assertEquals(520, look(folder).from());
        assertEquals(IntStream.range(0, 520).mapToObj(Long::valueOf).toList(), seen);
        assertThat(contradiction()).doesNotExist();
    }

    @Test
    void aRollbackAndAForkAreNamedAndTheProofIsKept() throws IOException {
        Path folder = temporary.resolve("log");
        fill(folder, 0, 520);
        look(folder);
        String before = Files.readString(temporary.resolve("seen"));
        Path other = temporary.resolve("other");
        fill(other, 0, 300);
        assertReason(Reason.ROLLED_BACK, () -> look(other));
        fill(other, 1000, 1300);
        assertReason(Reason.FORKED, () -> look(other));
        assertEquals(Files.readString(other.resolve("checkpoint")), Files.readString(contradiction()));
        assertEquals(before, Files.readString(temporary.resolve("seen")), "what was seen stands");
        Path same = temporary.resolve("same-size");
        fill(same, 1, 521);
        assertReason(Reason.FORKED, () -> look(same));
    }

    @Test
    void aPartialTileThatIsGoneIsReadFromTheFullOne() throws IOException {
        Path folder = temporary.resolve("log");
        fill(folder, 0, 200);
        String checkpoint = Files.readString(folder.resolve("checkpoint"));
        fill(folder, 200, 600);
        assertThat(folder.resolve("tile/0/000.p/200")).doesNotExist();
        Files.writeString(folder.resolve("checkpoint"), checkpoint); // as read a moment before the log grew
        assertEquals(200, look(folder).checkpoint().size());
    }

    @Test
    void aFlippedBitOfATileOrAnEntryIsNamedAndNotPassedOn() throws IOException {
        Path folder = temporary.resolve("log");
        fill(folder, 0, 600);
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String[] files = {
            "tile/0/000", "tile/0/001", "tile/0/002.p/88", "tile/1/000.p/2", "tile/entries/000", "tile/entries/002.p/88"
        };
        for (int round = 0; round < 60; round++) {
            Path file = folder.resolve(files[round % files.length]);
            byte[] right = Files.readAllBytes(file);
            byte[] wrong = right.clone();
            wrong[random.nextInt(wrong.length)] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, wrong);
            seen.clear();
            LogException thrown = catchThrowableOfType(LogException.class, () -> look(folder));
            assertThat(thrown).as("seed %d, %s", seed, file).isNotNull();
            assertEquals(Reason.CORRUPT, thrown.reason(), "seed " + seed);
            assertThat(thrown).hasMessageMatching("(tile/.*|entry \\d+: .*|The tiles .*)");
            if (file.toString().contains("entries") && thrown.getMessage().startsWith("entry")) {
                int at = Integer.parseInt(thrown.getMessage().replaceAll("\\D", ""));
                assertThat(seen).as("seed %d", seed).hasSize(at); // all before it, none after
            }
            Files.write(file, right);
        }
        assertEquals(600, look(folder).checkpoint().size());
    }

    @Test
    void twoOfThreeWitnessesAreEnough() throws IOException {
        Path folder = temporary.resolve("log");
        fill(folder, 0, 3);
        List<NoteSigner> witnesses = IntStream.range(0, 3)
                .mapToObj(i ->
                        NoteSigner.generate("w" + i + ".example", Algorithm.ED25519_COSIGNATURE, new SecureRandom()))
                .toList();
        CosignedView view = new CosignedView(
                SIGNER.key(), witnesses.stream().map(NoteSigner::key).toList(), 2);
        LogMonitor.Source source = LogMonitor.Source.folder(folder);
        SignedNote note = SignedNote.parse(Files.readString(folder.resolve("checkpoint")));
        note = note.with(witnesses.get(2).sign(note.text(), 1_700_000_000L));
        Files.writeString(folder.resolve("checkpoint"), note.note());
        assertReason(Reason.NOT_COSIGNED, () -> look(source, view));
        NoteSigner stranger = NoteSigner.generate("w0.example", Algorithm.ED25519_COSIGNATURE, new SecureRandom());
        Files.writeString(
                folder.resolve("checkpoint"),
                note.with(stranger.sign(note.text(), 1)).note());
        assertReason(Reason.NOT_COSIGNED, () -> look(source, view));
        note = note.with(witnesses.get(0).sign(note.text(), 1_700_000_001L));
        Files.writeString(folder.resolve("checkpoint"), note.note());
        assertEquals(
                List.of("w0.example", "w2.example"), look(source, view).held().witnesses());
        assertReason(Reason.MALFORMED_KEY, () -> new CosignedView(SIGNER.key(), List.of(), 1));
    }
}
