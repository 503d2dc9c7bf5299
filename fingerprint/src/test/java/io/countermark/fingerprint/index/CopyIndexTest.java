package io.countermark.fingerprint.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countermark.fingerprint.PdqHash;
import io.countermark.imaging.Picture;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CopyIndexTest {

    @TempDir
    private Path folder;

    @Test
    void findsAPictureAtOnceAndAfterAnotherStart() throws IOException {
        try (CopyIndex index = CopyIndex.open(folder)) {
            addPictures(index, 0, 5);
            assertThat(best(index, 3)).isEqualTo("picture-3");
        }
        try (CopyIndex index = CopyIndex.open(folder)) {
            assertThat(index.statistics().pictures()).isEqualTo(5);
            assertThat(best(index, 3)).isEqualTo("picture-3");
        }
    }

    @Test
    void findsWhatHasGoneIntoSegmentsAndKeepsThemBelowEightKilobytes() throws IOException {
        try (CopyIndex index = CopyIndex.open(folder)) {
            addPictures(index, 0, 3);
            filler(4).addTo(index, CopyIndex.FLUSH + 10);
            addPictures(index, 3, 6);
            IndexStatistics statistics = index.statistics();
            assertThat(statistics.segments()).isEqualTo(1);
            assertThat(statistics.pictures()).isEqualTo(CopyIndex.FLUSH + 16);
            assertThat(statistics.bytesAPicture()).isBetween(1000.0, 8000.0);
            assertThat(best(index, 1)).isEqualTo("picture-1");
            assertThat(best(index, 5)).isEqualTo("picture-5");
        }
        try (CopyIndex index = CopyIndex.openForReading(folder)) {
            assertThat(best(index, 1)).isEqualTo("picture-1");
            assertThat(best(index, 5)).isEqualTo("picture-5");
        }
    }

    @Test
    void mergesEightSegmentsOfASizeIntoOneInTheBackground() throws Exception {
        try (CopyIndex index = CopyIndex.open(folder)) {
            addPictures(index, 0, 2);
            RecombinedPictures filler = new RecombinedPictures(List.of(small()), 9);
            filler.addTo(index, 8 * CopyIndex.FLUSH + 100);
            index.settle();
            assertThat(index.statistics().segments()).isEqualTo(1);
            assertThat(index.statistics().pictures()).isEqualTo(8 * CopyIndex.FLUSH + 102);
            assertThat(best(index, 1)).isEqualTo("picture-1");
            assertThat(index.remove("picture-1")).isTrue();
            assertThat(candidates(index, 1)).doesNotContain("picture-1");
        }
    }

    @Test
    void removedPictureIsFoundByNobodyAndItsBytesAreGone() throws IOException {
        String id = "an-id-to-look-for";
        byte[] signature = ByteBuffer.allocate(8)
                .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                .putLong(IndexedPicture.of(id, Made.description(1), Vocabulary.shipped())
                        .signatures()[0])
                .array();
        try (CopyIndex index = CopyIndex.open(folder)) {
            index.add(id, Made.description(1));
            filler(2).addTo(index, CopyIndex.FLUSH);
            index.add("later", Made.description(3));
            assertThat(filesWith(id.getBytes(StandardCharsets.UTF_8))).isNotEmpty();
            assertThat(index.removeAll(List.of(id, "never-there", "later"))).containsExactly(id, "later");
            assertThat(index.remove(id)).isFalse();
            assertThat(candidates(index, 1)).doesNotContain(id);
            assertThat(index.statistics().removed()).isZero();
            assertThat(index.statistics().pictures()).isEqualTo(CopyIndex.FLUSH);
            assertThat(filesWith(id.getBytes(StandardCharsets.UTF_8))).isEmpty();
        }
        assertThat(filesWith(id.getBytes(StandardCharsets.UTF_8))).isEmpty();
        assertThat(filesWith(Made.description(1).pixelSha256())).isEmpty();
        assertThat(filesWith(signature)).isEmpty();
        assertThat(filesWith("later".getBytes(StandardCharsets.UTF_8))).isEmpty();
    }

    @Test
    void pictureThatWasMergedIsRemovedFromTheMergedSegment() throws Exception {
        String id = "an-id-to-look-for";
        try (CopyIndex index = CopyIndex.open(folder)) {
            index.add(id, Made.description(1));
            RecombinedPictures filler = new RecombinedPictures(List.of(small()), 9);
            filler.addTo(index, 8 * CopyIndex.FLUSH);
            // While the merge is under way, or after it.
            assertThat(index.remove(id)).isTrue();
            assertThat(candidates(index, 1)).doesNotContain(id);
            index.settle();
            assertThat(candidates(index, 1)).doesNotContain(id);
            assertThat(filesWith(id.getBytes(StandardCharsets.UTF_8))).isEmpty();
            assertThat(index.statistics().pictures()).isEqualTo(8 * CopyIndex.FLUSH);
        }
    }

    @Test
    void whatACrashKeptFromBeingTakenAwayIsTakenAwayAfterTheNextStart() throws Exception {
        String id = "an-id-to-look-for";
        try (CopyIndex index = CopyIndex.open(folder)) {
            index.add(id, Made.description(1));
            filler(2).addTo(index, CopyIndex.FLUSH);
            // Replaced, so that its first bytes are left where they are.
            index.add(id, Made.description(2));
            assertThat(index.statistics().removed()).isEqualTo(1);
        }
        try (CopyIndex index = CopyIndex.open(folder)) {
            index.settle();
            assertThat(index.statistics().removed()).isZero();
            assertThat(best(index, 2)).isEqualTo(id);
        }
        assertThat(filesWith(Made.description(1).pixelSha256())).isEmpty();
    }

    @Test
    void statisticsCountTheFeaturesOfPicturesThatAreThere() throws IOException {
        try (CopyIndex index = CopyIndex.open(folder)) {
            addPictures(index, 0, 1);
            long one = index.statistics().features();
            assertThat(one).isPositive();
            filler(4).addTo(index, CopyIndex.FLUSH);
            long all = index.statistics().features();
            // It is in a segment now, and replaced there by one without features.
            index.addAll(List.of(new CopyIndex.Entry("picture-0", flat())));
            assertThat(index.statistics().features()).isEqualTo(all - one);
        }
    }

    @Test
    void removalOutlastsARestart() throws IOException {
        try (CopyIndex index = CopyIndex.open(folder)) {
            addPictures(index, 0, 3);
            filler(4).addTo(index, CopyIndex.FLUSH);
            index.remove("picture-2");
        }
        try (CopyIndex index = CopyIndex.open(folder)) {
            assertThat(candidates(index, 2)).doesNotContain("picture-2");
            assertThat(index.ids()).contains("picture-1").doesNotContain("picture-2");
        }
    }

    @Test
    void addingAnIdAgainReplacesIt() throws IOException {
        try (CopyIndex index = CopyIndex.open(folder)) {
            index.add("one", Made.description(1));
            filler(4).addTo(index, CopyIndex.FLUSH);
            index.add("one", Made.description(2));
            assertThat(best(index, 2)).isEqualTo("one");
            assertThat(candidates(index, 1)).doesNotContain("one");
            assertThat(index.statistics().pictures()).isEqualTo(CopyIndex.FLUSH + 1);
        }
    }

    @Test
    void oneWriterOrSeveralReaders() throws IOException {
        try (CopyIndex index = CopyIndex.open(folder)) {
            assertThat(index.statistics().pictures()).isZero();
            assertThatThrownBy(() -> CopyIndex.open(folder)).isInstanceOf(IndexInUseException.class);
            assertThatThrownBy(() -> CopyIndex.erase(folder)).isInstanceOf(IndexInUseException.class);
        }
        try (CopyIndex reader = CopyIndex.openForReading(folder)) {
            assertThat(reader.ids()).isEmpty();
            assertThatThrownBy(() -> reader.add("x", Made.description(1))).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void readersSeeWhatWasAcknowledgedWhenTheyBeganBesideTheWriter() throws IOException {
        try (CopyIndex writer = CopyIndex.open(folder)) {
            addPictures(writer, 0, 2);
            try (CopyIndex before = CopyIndex.openForReading(folder)) {
                filler(4).addTo(writer, CopyIndex.FLUSH);
                writer.remove("picture-1");
                try (CopyIndex after = CopyIndex.openForReading(folder)) {
                    assertThat(before.ids()).containsExactly("picture-0", "picture-1");
                    assertThat(best(before, 1)).isEqualTo("picture-1");
                    assertThat(after.ids()).hasSize(CopyIndex.FLUSH + 1).doesNotContain("picture-1");
                    assertThat(best(after, 0)).isEqualTo("picture-0");
                    assertThat(after.statistics().bytes())
                            .isEqualTo(writer.statistics().bytes());
                }
            }
        }
    }

    @Test
    void closedIndexAnswersNothingRatherThanThatNothingIsThere() throws IOException {
        CopyIndex index = CopyIndex.open(folder);
        index.close();
        index.close();
        assertThatThrownBy(index::ids).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void refusesABatchThatWouldNotBeHeldInMemory() throws IOException {
        List<PdqList.Line> codes = new ArrayList<>();
        for (int i = 0; i <= CopyIndex.MAX_BATCH; i++) {
            codes.add(new PdqList.Line(new PdqHash(i, 0, 0, 0), 50, "code-" + i));
        }
        try (CopyIndex index = CopyIndex.open(folder)) {
            assertThatThrownBy(() -> index.addCodes(codes)).isInstanceOf(IllegalArgumentException.class);
            assertThat(index.ids()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"manifest", "segment-", "journal-"})
    void saysThatItIsDamagedWhereverABitFlips(String file) throws IOException {
        fill();
        Path damaged = find(file);
        byte[] sound = Files.readAllBytes(damaged);
        for (int at : new int[] {0, 9, sound.length / 3, sound.length / 2}) {
            byte[] bytes = sound.clone();
            bytes[at] ^= 0x10;
            Files.write(damaged, bytes);
            assertThatThrownBy(() -> CopyIndex.open(folder))
                    .as("byte %d of %s", at, damaged)
                    .isInstanceOf(IndexException.class);
        }
        Files.write(damaged, sound);
        CopyIndex.open(folder).close();
    }

    @Test
    void saysThatTheJournalIsDamagedWhicheverOfItsBitsFlips() throws IOException {
        try (CopyIndex index = CopyIndex.open(folder)) {
            index.addCodes(List.of(code("one"), code("two")));
            index.addCodes(List.of(code("three")));
        }
        Path journal = find("journal-");
        byte[] sound = Files.readAllBytes(journal);
        for (int bit = 0; bit < 8 * sound.length; bit++) {
            byte[] bytes = sound.clone();
            bytes[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(journal, bytes);
            assertThatThrownBy(() -> CopyIndex.openForReading(folder))
                    .as("bit %d of %d bytes", bit, sound.length)
                    .isInstanceOf(IndexException.class);
        }
    }

    @Test
    void batchIsThereAsAWholeOrNotAtAllWhereverACrashCutsItOff() throws IOException {
        try (CopyIndex index = CopyIndex.open(folder)) {
            index.addCodes(List.of(code("one")));
        }
        Path journal = find("journal-");
        int before = (int) Files.size(journal);
        try (CopyIndex index = CopyIndex.open(folder)) {
            index.addCodes(List.of(code("two"), code("three"), code("four")));
        }
        byte[] sound = Files.readAllBytes(journal);
        for (int length = before; length < sound.length; length++) {
            for (int zeros : new int[] {0, 7, 4096}) {
                Files.write(journal, java.util.Arrays.copyOf(java.util.Arrays.copyOf(sound, length), length + zeros));
                try (CopyIndex index = CopyIndex.open(folder)) {
                    assertThat(index.ids()).as("%d and %d bytes", length, zeros).containsExactly("one");
                }
            }
        }
    }

    private static PdqList.Line code(String id) {
        return new PdqList.Line(new PdqHash(1, 2, 3, 4), 50, id);
    }

    @Test
    void saysThatTheManifestOfASmallIndexIsMissing() throws IOException {
        try (CopyIndex index = CopyIndex.open(folder)) {
            index.addCodes(List.of(code("one")));
        }
        Files.delete(find("manifest"));
        assertThatThrownBy(() -> CopyIndex.open(folder)).isInstanceOf(CorruptIndexException.class);
        assertThatThrownBy(() -> CopyIndex.openForReading(folder)).isInstanceOf(CorruptIndexException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"manifest", "segment-", "journal-"})
    void saysThatAFileIsMissing(String file) throws IOException {
        fill();
        Files.delete(find(file));
        assertThatThrownBy(() -> CopyIndex.open(folder)).isInstanceOf(CorruptIndexException.class);
    }

    @Test
    void damagedIndexIsErasedAndMadeAnew() throws IOException {
        fill();
        Files.write(find("segment-"), new byte[10]);
        assertThatThrownBy(() -> CopyIndex.open(folder)).isInstanceOf(CorruptIndexException.class);
        Files.writeString(folder.resolve("not-ours.txt"), "stays");
        CopyIndex.erase(folder);
        assertThat(folder.resolve("not-ours.txt")).exists();
        try (CopyIndex index = CopyIndex.open(folder)) {
            assertThat(index.statistics().pictures()).isZero();
        }
    }

    @Test
    void newerAndOlderFormsAreToldFromDamage() throws IOException {
        fill();
        Path manifest = folder.resolve("manifest");
        byte[] sound = Files.readAllBytes(manifest);
        Files.write(manifest, withVersion(sound, 2, 4));
        assertThatThrownBy(() -> CopyIndex.open(folder)).isInstanceOf(IndexTooNewException.class);
        Files.write(manifest, withVersion(sound, 0, 4));
        assertThatThrownBy(() -> CopyIndex.open(folder)).isInstanceOf(IndexTooOldException.class);
        Files.write(manifest, sound);
        Path segment = find("segment-");
        Files.write(segment, withVersion(Files.readAllBytes(segment), 2, 8));
        assertThatThrownBy(() -> CopyIndex.open(folder)).isInstanceOf(IndexTooNewException.class);
    }

    @Test
    void dropsWhatACrashLeftHalfWritten() throws IOException {
        try (CopyIndex index = CopyIndex.open(folder)) {
            addPictures(index, 0, 1);
            addPictures(index, 1, 2);
        }
        Path journal = find("journal-");
        byte[] sound = Files.readAllBytes(journal);
        for (int cut : new int[] {1, 5, 100, 4000}) {
            byte[] half = java.util.Arrays.copyOf(sound, sound.length - cut);
            Files.write(journal, half);
            Files.write(folder.resolve("segment-77"), new byte[100]);
            Files.write(folder.resolve("manifest.new"), new byte[3]);
            try (CopyIndex index = CopyIndex.open(folder)) {
                assertThat(index.ids()).containsExactly("picture-0");
                index.add("after", Made.description(7));
            }
            try (CopyIndex index = CopyIndex.open(folder)) {
                assertThat(index.ids()).containsExactly("picture-0", "after");
                assertThat(folder.resolve("segment-77")).doesNotExist();
            }
        }
    }

    @Test
    void importedCodesAreListedAndProposed() throws IOException {
        PdqHash code = Made.description(1).pdq();
        try (CopyIndex index = CopyIndex.open(folder)) {
            PdqList.Line theirs = new PdqList.Line(code, 90, "theirs");
            index.addCodes(List.of(theirs));
            assertThat(codes(index)).containsExactly(theirs);
            assertThat(candidates(index, 1)).contains("theirs");
            filler(4).addTo(index, CopyIndex.FLUSH);
            assertThat(codes(index)).contains(theirs);
        }
    }

    @Test
    void codeReplacesNoPicture() throws IOException {
        try (CopyIndex index = CopyIndex.open(folder)) {
            addPictures(index, 0, 1);
            assertThatThrownBy(() -> index.addCodes(List.of(code("new"), code("picture-0"))))
                    .isInstanceOf(IllegalArgumentException.class);
            filler(4).addTo(index, CopyIndex.FLUSH);
            assertThatThrownBy(() -> index.addCodes(List.of(code("picture-0"))))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(index.contains("new")).isFalse();
            assertThat(best(index, 0)).isEqualTo("picture-0");
        }
    }

    private static List<PdqList.Line> codes(CopyIndex index) {
        List<PdqList.Line> codes = new ArrayList<>();
        index.codes(codes::add);
        return codes;
    }

    private void fill() throws IOException {
        try (CopyIndex index = CopyIndex.open(folder)) {
            new RecombinedPictures(List.of(small()), 9).addTo(index, CopyIndex.FLUSH);
            addPictures(index, 0, 3);
        }
    }

    private static void addPictures(CopyIndex index, int from, int to) throws IOException {
        index.addAll(IntStream.range(from, to)
                .mapToObj(seed -> new CopyIndex.Entry("picture-" + seed, Made.description(seed)))
                .toList());
    }

    /** Recombined from pictures that no test looks for. */
    private static RecombinedPictures filler(long seed) {
        return new RecombinedPictures(List.of(Made.description(101), Made.description(102)), seed);
    }

    /** A description with few features, for tests of many pictures. */
    private static io.countermark.fingerprint.Description small() {
        int side = 48;
        byte[] bgr = io.countermark.fingerprint.MadePicture.scene(55, side, side);
        try (Picture picture = io.countermark.fingerprint.MadePicture.open(bgr, side, side)) {
            return io.countermark.fingerprint.Describer.describe(bgr, picture);
        }
    }

    private static io.countermark.fingerprint.Description flat() {
        byte[] gray = new byte[64 * 64 * 3];
        java.util.Arrays.fill(gray, (byte) 90);
        try (Picture picture = io.countermark.fingerprint.MadePicture.open(gray, 64, 64)) {
            return io.countermark.fingerprint.Describer.describe(gray, picture);
        }
    }

    private static String best(CopyIndex index, int seed) {
        return candidates(index, seed).getFirst();
    }

    private static List<String> candidates(CopyIndex index, int seed) {
        try (Picture picture = Made.picture(seed);
                Query query = new Query(picture, null)) {
            List<Candidate> proposals = new ArrayList<>();
            for (CandidateSource source : CopySearch.sources(index)) {
                proposals.addAll(source.find(query, CandidateSource.Depth.WHOLE, 20));
            }
            return Candidate.merge(proposals, 20).stream().map(Candidate::id).toList();
        }
    }

    private Path find(String prefix) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private List<Path> filesWith(byte[] wanted) throws IOException {
        List<Path> found = new ArrayList<>();
        String needle = new String(wanted, StandardCharsets.ISO_8859_1);
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(needle)) {
                    found.add(file);
                }
            }
        }
        return found;
    }

    /** With another version and a checksum that fits; {@code tail} bytes end with or begin with the checksum. */
    private static byte[] withVersion(byte[] sound, int version, int tail) {
        byte[] bytes = sound.clone();
        bytes[4] = (byte) version;
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, bytes.length - tail);
        ByteBuffer.wrap(bytes).order(java.nio.ByteOrder.LITTLE_ENDIAN).putInt(bytes.length - tail, (int)
                checksum.getValue());
        return bytes;
    }
}
