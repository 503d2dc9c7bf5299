package io.countermark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.countermark.imaging.DecodedImage;
import io.countermark.imaging.ImageEncoder;
import io.countermark.imaging.Picture;
import io.countermark.imaging.Resizer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class IndexCommandTest {

    @TempDir
    private Path folder;

    private Path index;
    private Path first;
    private Path second;

    @BeforeEach
    void register() throws IOException {
        index = folder.resolve("index");
        first = Photos.write(folder.resolve("first.jpg"), 1, Photos.JPEG);
        second = Photos.write(folder.resolve("second.jpg"), 2, Photos.JPEG);
        CommandRun run = CommandRun.of("index", "add", index, first, second, "--json");
        assertEquals(0, run.code(), run.err());
        assertThat(run.json()).hasSize(2);
        assertEquals(
                List.of("file", "original", "features", "quality"),
                CommandRun.members(run.json().getFirst()));
    }

    @Test
    void searchNamesTheOriginalOfASmallerCopyAndNoneOfAStranger() throws IOException {
        Path stranger = Photos.write(folder.resolve("stranger.jpg"), 3, Photos.JPEG);
        CommandRun run = CommandRun.of("index", "search", index, smaller(second), stranger, "--json");
        assertEquals(0, run.code(), run.err());
        JsonNode copy = run.json().get(0);
        assertEquals(List.of("file", "verdict", "reason", "matches", "compared", "millis"), CommandRun.members(copy));
        assertEquals("COPY", copy.get("verdict").asString());
        JsonNode match = copy.get("matches").get(0);
        assertEquals(
                List.of("original", "verdict", "score", "homography", "region", "edits", "reason"),
                CommandRun.members(match));
        assertEquals(second.toString(), match.get("original").asString());
        assertEquals(9, match.get("homography").size());
        assertEquals("ORIGINAL", run.json().get(1).get("verdict").asString());
        assertThat(run.json().get(1).get("matches")).isEmpty();
    }

    @Test
    void statsCountPicturesAndBytes() {
        JsonNode stats = CommandRun.of("index", "stats", index, "--json").json().getFirst();
        assertEquals(2, stats.get("pictures").asInt());
        assertThat(stats.get("bytesPerPicture").asInt()).isBetween(1000, 8000);
    }

    @Test
    void removedOriginalIsNotNamedAnyMore() throws IOException {
        assertEquals(0, CommandRun.of("index", "remove", index, second).code());
        assertEquals(1, CommandRun.of("index", "remove", index, second).code());
        CommandRun run = CommandRun.of("index", "search", index, smaller(second), "--json");
        assertEquals("ORIGINAL", run.json().getFirst().get("verdict").asString());
        try (Stream<Path> files = Files.list(index)) {
            for (Path file : files.toList()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).doesNotContain("second.jpg");
            }
        }
    }

    @Test
    void damagedIndexSaysSoAndIsRebuilt() throws IOException {
        Files.write(index.resolve("manifest"), new byte[] {1, 2, 3});
        CommandRun damaged = CommandRun.of("index", "search", index, first);
        assertEquals(1, damaged.code());
        assertThat(damaged.err()).contains("damaged").contains("rebuild");

        Path stranger = Photos.write(folder.resolve("third.jpg"), 3, Photos.JPEG);
        assertEquals(1, CommandRun.of("index", "add", index, stranger).code());
        assertEquals(0, CommandRun.of("index", "rebuild", index).code());
        CommandRun run = CommandRun.of("index", "search", index, first, "--json");
        assertEquals("COPY", run.json().getFirst().get("verdict").asString());
    }

    @Test
    void importedListReplacesNoOriginal() throws IOException {
        String hash = "0123456789abcdef".repeat(4);
        Path list = Files.writeString(folder.resolve("list.csv"), "hash,quality,id\n" + hash + ",90," + first + "\n");
        assertEquals(0, CommandRun.of("index", "import-pdq", index, list).code());
        assertEquals(0, CommandRun.of("index", "rebuild", index).code());
        CommandRun run = CommandRun.of("index", "search", index, smaller(first), "--json");
        JsonNode match = run.json().getFirst().get("matches").get(0);
        assertEquals("COPY", match.get("verdict").asString());
        assertEquals(first.toString(), match.get("original").asString());
        assertEquals(0, CommandRun.of("index", "remove", index, "pdq:" + first).code());
        assertThat(CommandRun.of("index", "export-pdq", index).out()).contains(first.toString());
        assertThat(CommandRun.of("index", "export-pdq", index).out()).doesNotContain(hash);
    }

    @Test
    void interruptedRebuildIsNotTakenForAWholeIndex() throws IOException {
        Files.createFile(index.resolve("rebuilding"));
        CommandRun run = CommandRun.of("index", "search", index, first);
        assertEquals(1, run.code());
        assertThat(run.err()).contains("interrupted").contains("run index rebuild");
        assertEquals(0, CommandRun.of("index", "rebuild", index).code());
        assertEquals(0, CommandRun.of("index", "search", index, first).code());
    }

    @Test
    void noIndexIsAnErrorOfOneLine() {
        CommandRun run = CommandRun.of("index", "stats", folder.resolve("nowhere"));
        assertEquals(1, run.code());
        assertThat(run.err().lines()).hasSize(1);
    }

    @Test
    void codesGoFromOneIndexToAnother() throws IOException {
        for (String form : List.of("--csv", "--json")) {
            List<Object> words = new java.util.ArrayList<>(List.of("index", "export-pdq", index));
            if (form.equals("--json")) {
                words.add(form);
            }
            CommandRun exported = CommandRun.of(words.toArray());
            assertEquals(0, exported.code(), exported.err());
            Path list = Files.writeString(folder.resolve("list" + form), exported.out());
            Path other = folder.resolve("other" + form);
            CommandRun imported = CommandRun.of("index", "import-pdq", other, list);
            assertEquals(0, imported.code(), imported.err());
            assertEquals(exported.out(), CommandRun.of(withIndex(words, other)).out());
            // An id of the list names a file of this machine; what it says is not what is in there, and it stays
            // closed.
            CommandRun run = CommandRun.of("index", "search", other, smaller(first), "--json");
            JsonNode found = run.json().getFirst();
            assertEquals("CANNOT_TELL", found.get("verdict").asString());
            assertEquals(
                    "pdq:" + first, found.get("matches").get(0).get("original").asString());
        }
        Path wrong = Files.writeString(folder.resolve("wrong.csv"), "hash,quality,id\nabc,1,x\n");
        CommandRun refused = CommandRun.of("index", "import-pdq", index, wrong);
        assertEquals(1, refused.code());
        assertThat(refused.err()).contains("Line 2");
    }

    @Test
    void cannotTellOfAWhitePicture() throws IOException {
        Path white = folder.resolve("white.png");
        byte[] samples = new byte[300 * 300 * 3];
        java.util.Arrays.fill(samples, (byte) 255);
        try (Picture picture = Picture.of(300, 300, io.countermark.imaging.PixelFormat.BGR8, samples)) {
            Files.write(white, ImageEncoder.encode(picture, Photos.PNG));
        }
        assertEquals(0, CommandRun.of("index", "add", index, white).code());
        JsonNode result =
                CommandRun.of("index", "search", index, white, "--json").json().getFirst();
        assertEquals("CANNOT_TELL", result.get("verdict").asString());
        assertThat(result.get("reason").asString()).contains("texture");
        assertThat(result.get("matches")).isEmpty();
    }

    private static Object[] withIndex(List<Object> words, Path other) {
        List<Object> changed = new java.util.ArrayList<>(words);
        changed.set(2, other);
        return changed.toArray();
    }

    private static Path smaller(Path original) throws IOException {
        Path file = original.resolveSibling("smaller-" + original.getFileName());
        try (DecodedImage image = ImageFile.decode(original);
                Picture smaller = Resizer.resize(image.picture(), 450, 350)) {
            return Files.write(file, ImageEncoder.encode(smaller, Photos.JPEG));
        }
    }
}
