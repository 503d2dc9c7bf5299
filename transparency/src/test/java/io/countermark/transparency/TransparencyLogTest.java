package io.countermark.transparency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.countermark.transparency.LogException.Reason;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransparencyLogTest {

    static final NoteSigner SIGNER = NoteSigner.generate("log.example/countermark", new SecureRandom());

    @TempDir
    Path temporary;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 255, 256, 257, 600})
    void aLogVerifiesAndSoDoesEachProof(int size) {
        Path folder = temporary.resolve("log");
        try (TransparencyLog log = TransparencyLog.open(folder, SIGNER)) {
            int together = size * 9 / 10;
            log.appendAll(IntStream.range(0, together)
                    .mapToObj(TransparencyLogTest::entry)
                    .toList());
            for (int i = together; i < size; i++) {
                assertEquals(new Place(i, false), Place.of(log.append(entry(i))));
            }
            LogVerifier.Verified verified = LogVerifier.verifyFolder(folder, SIGNER.verifierKey());
            assertEquals(size, verified.size());
            for (int i = 0; i < size; i += 7) {
                assertArrayEquals(entry(i), log.entry(i));
                assertEquals(
                        i,
                        LogVerifier.verifyProof(entry(i), log.proof(i), SIGNER.verifierKey())
                                .index());
            }
        }
    }

    @Test
    void theSameEntryIsFoundAgainAfterReopeningToo() {
        Path folder = temporary.resolve("log");
        try (TransparencyLog log = TransparencyLog.open(folder, SIGNER)) {
            log.appendAll(
                    IntStream.range(0, 300).mapToObj(TransparencyLogTest::entry).toList());
            assertEquals(new Place(17, true), Place.of(log.append(entry(17))));
            assertEquals(new Place(299, true), Place.of(log.append(entry(299))));
        }
        try (TransparencyLog log = TransparencyLog.open(folder, SIGNER)) {
            assertEquals(300, log.size());
            assertEquals(new Place(17, true), Place.of(log.append(entry(17))));
            assertEquals(new Place(299, true), Place.of(log.append(entry(299))));
            assertEquals(new Place(300, false), Place.of(log.append(entry(300))));
        }
        assertEquals(301, LogVerifier.verifyFolder(folder, SIGNER.verifierKey()).size());
    }

    @Test
    void sixteenWritersShareCheckpoints() throws Exception {
        Path folder = temporary.resolve("log");
        try (TransparencyLog log = TransparencyLog.open(folder, SIGNER);
                ExecutorService threads = Executors.newFixedThreadPool(16)) {
            List<Callable<TransparencyLog.Appended>> work = new ArrayList<>();
            for (int i = 0; i < 1600; i++) {
                byte[] entry = entry(i % 1000); // 600 of them twice
                work.add(() -> log.append(entry));
            }
            List<Future<TransparencyLog.Appended>> places = threads.invokeAll(work);
            for (int i = 0; i < work.size(); i++) {
                assertArrayEquals(entry(i % 1000), log.entry(places.get(i).get().index()));
            }
            assertEquals(1000, log.size());
        }
        assertEquals(
                1000, LogVerifier.verifyFolder(folder, SIGNER.verifierKey()).size());
    }

    @Test
    void onlyOneWriter() {
        try (TransparencyLog log = TransparencyLog.open(temporary.resolve("log"), SIGNER)) {
            assertReason(Reason.LOCKED, () -> TransparencyLog.open(temporary.resolve("log"), SIGNER));
        }
    }

    @Test
    void anOlderCopyOfTheFolderIsRecognised() throws Exception {
        Path folder = temporary.resolve("log");
        Path copy = temporary.resolve("copy");
        try (TransparencyLog log = TransparencyLog.open(folder, SIGNER)) {
            log.append(entry(0));
        }
        copy(folder, copy);
        try (TransparencyLog log = TransparencyLog.open(folder, SIGNER)) {
            log.append(entry(1));
        }
        delete(folder);
        copy(copy, folder);
        assertReason(Reason.ROLLED_BACK, () -> TransparencyLog.open(folder, SIGNER));
    }

    @Test
    void nothingIsSignedWhenWhatWasSignedLastIsNotKnown() throws Exception {
        Path folder = temporary.resolve("log");
        try (TransparencyLog log = TransparencyLog.open(folder, SIGNER)) {
            log.append(entry(0));
        }
        delete(temporary.resolve("log.writer"));
        assertReason(Reason.ROLLED_BACK, () -> TransparencyLog.open(folder, SIGNER));
    }

    @Test
    void resourcesAreTilesBundlesAndTheCheckpointOnly() {
        try (TransparencyLog log = TransparencyLog.open(temporary.resolve("log"), SIGNER)) {
            log.append(entry(0));
            assertThat(log.resource("checkpoint")).isPresent();
            assertThat(log.resource("tile/0/000.p/1")).isPresent();
            assertThat(log.resource("tile/entries/000.p/1")).isPresent();
            assertThat(log.resource("tile/0/000")).isEmpty();
            for (String name : List.of(
                    "../log.writer/journal",
                    "tile/0/../../checkpoint",
                    "tile/0/000.p/01",
                    "",
                    "tile",
                    "tile/64/000",
                    "tile/0/x000/000.p/1",
                    "tile/00/000.p/1",
                    "tile/0/000.p/256",
                    "/checkpoint")) {
                assertThat(log.resource(name)).as(name).isEmpty();
            }
        }
    }

    record Place(long index, boolean existed) {
        static Place of(TransparencyLog.Appended appended) {
            return new Place(appended.index(), appended.existed());
        }
    }

    static byte[] entry(int number) {
        return ("entry number " + number + " " + "x".repeat(number % 50)).getBytes(StandardCharsets.UTF_8);
    }

    static void assertReason(Reason expected, ThrowingCallable call) {
        LogException thrown = catchThrowableOfType(LogException.class, call);
        assertThat(thrown).as("expected " + expected).isNotNull();
        assertEquals(expected, thrown.reason(), thrown.getMessage());
    }

    static void copy(Path from, Path to) throws Exception {
        try (var files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    static void delete(Path folder) throws Exception {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
