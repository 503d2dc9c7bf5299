package io.countermark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.countermark.imaging.ImageEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class MarkCommandsTest {

    private static final String ID = "00c0ffee12345678";

    @TempDir
    Path folder;

    private Path key;

    @BeforeEach
    void makeKey() {
        key = folder.resolve("mark.key");
        assertEquals(0, CommandRun.of("key", "new", "-o", key).code());
    }

    @Test
    void aKeyIsReadableByItsOwnerAloneAndNeverReplaced() throws IOException {
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(key)));
        assertThat(Files.readString(key)).matches("[0-9a-f]{64}\n");
        String before = Files.readString(key);
        CommandRun again = CommandRun.of("key", "new", "-o", key);
        assertEquals(1, again.code());
        assertThat(again.err()).contains("already-exists");
        assertEquals(before, Files.readString(key));
    }

    @Test
    void marksManyAndReadsThemBack() throws IOException {
        Path jpeg = Photos.write(folder.resolve("one.jpg"), 1, Photos.JPEG);
        Path png = Photos.write(folder.resolve("two.png"), 2, Photos.PNG);
        Path out = folder.resolve("out");

        CommandRun marked = CommandRun.of("mark", jpeg, png, "--id", ID, "--key", key, "-o", out, "--json");

        assertEquals(0, marked.code(), marked.err());
        assertEquals(2, marked.json().size());
        for (JsonNode line : marked.json()) {
            assertEquals(List.of("file", "output", "id", "psnr", "markedPsnr", "margin"), CommandRun.members(line));
            assertEquals(ID, line.get("id").asString());
        }
        assertThat(marked.err()).contains("1/2", "2/2");
        assertEquals(
                List.of("one.jpg", "two.png"),
                Files.list(out).map(f -> f.getFileName().toString()).sorted().toList());

        CommandRun read = CommandRun.of("read-mark", out, jpeg, "--key", key, "--json");
        assertEquals(0, read.code(), read.err());
        List<JsonNode> lines = read.json();
        assertEquals(
                List.of("file", "found", "id", "mode", "confidence", "falsePositiveBound", "transform", "millis"),
                CommandRun.members(lines.getFirst()));
        assertEquals(ID, lines.get(0).get("id").asString());
        assertEquals(ID, lines.get(1).get("id").asString());
        assertEquals("blind", lines.get(0).get("mode").asString());
        assertEquals(false, lines.get(2).get("found").asBoolean());
    }

    @Test
    void readsWithTheOriginalAtHand() throws IOException {
        Path original = Photos.write(folder.resolve("one.jpg"), 3, Photos.JPEG);
        Path out = folder.resolve("out");
        assertEquals(
                0,
                CommandRun.of("mark", original, "--id", ID, "--key", key, "-o", out)
                        .code());
        Path originals = Files.createDirectory(folder.resolve("originals"));
        Photos.write(originals.resolve("another.jpg"), 4, Photos.JPEG);
        Files.copy(original, originals.resolve("one.jpg"));

        CommandRun one =
                CommandRun.of("read-mark", out.resolve("one.jpg"), "--key", key, "--original", original, "--json");
        CommandRun many =
                CommandRun.of("read-mark", out.resolve("one.jpg"), "--key", key, "--originals", originals, "--json");

        for (CommandRun run : List.of(one, many)) {
            assertEquals(0, run.code(), run.err());
            assertEquals("informed", run.json().getFirst().get("mode").asString());
            assertEquals(ID, run.json().getFirst().get("id").asString());
        }
        assertThat(many.json().getFirst().get("original").asString()).endsWith("originals/one.jpg");
    }

    @Test
    void aBrokenFileFailsAloneAndTheRestIsDone() throws IOException {
        Path broken = Files.writeString(folder.resolve("broken.jpg"), "no picture");
        Path missing = folder.resolve("missing.jpg");
        Path good = Photos.write(folder.resolve("good.jpg"), 5, Photos.JPEG);
        Path out = folder.resolve("out");

        CommandRun run = CommandRun.of("mark", broken, missing, good, "--id", "1", "--key", key, "-o", out, "--json");

        assertEquals(1, run.code());
        assertEquals(
                List.of("file", "error", "message"),
                CommandRun.members(run.json().get(0)));
        assertEquals("unknown-format", run.json().get(0).get("error").asString());
        assertEquals("not-found", run.json().get(1).get("error").asString());
        assertEquals("0000000000000001", run.json().get(2).get("id").asString());
        assertThat(out.resolve("good.jpg")).exists();
        assertThat(out.resolve("broken.jpg")).doesNotExist();
    }

    @Test
    void neverWritesOverAnInput() throws IOException {
        Path photo = Photos.write(folder.resolve("one.jpg"), 6, Photos.JPEG);
        byte[] before = Files.readAllBytes(photo);
        CommandRun run = CommandRun.of("mark", photo, "--id", "1", "--key", key, "-o", folder, "--json");
        assertEquals(1, run.code());
        assertEquals("would-overwrite-input", run.json().getFirst().get("error").asString());
        assertThat(Files.readAllBytes(photo)).isEqualTo(before);
    }

    @Test
    void twoInputsOfOneNameDoNotShareAnOutput() throws IOException {
        Path a = Photos.write(Files.createDirectory(folder.resolve("a")).resolve("x.jpg"), 7, Photos.JPEG);
        Path b = Photos.write(Files.createDirectory(folder.resolve("b")).resolve("x.jpg"), 8, Photos.JPEG);
        CommandRun run = CommandRun.of("mark", a, b, "--id", "1", "--key", key, "-o", folder.resolve("out"), "--json");
        assertEquals(1, run.code());
        assertEquals("same-name", run.json().get(1).get("error").asString());
    }

    @Test
    void wrongIdsAndKeysAreWrongUse() throws IOException {
        Path photo = Photos.write(folder.resolve("one.jpg"), 9, Photos.JPEG);
        Path out = folder.resolve("out");
        Path shortKey = Files.writeString(folder.resolve("short.key"), "abcdef\n");
        CommandRun longId = CommandRun.of("mark", photo, "--id", "0123456789abcdef0", "--key", key, "-o", out);
        CommandRun noHex = CommandRun.of("mark", photo, "--id", "xyz", "--key", key, "-o", out);
        CommandRun badKey = CommandRun.of("mark", photo, "--id", "1", "--key", shortKey, "-o", out);
        CommandRun noKey = CommandRun.of("read-mark", photo, "--key", folder.resolve("none.key"));
        for (CommandRun run : List.of(longId, noHex, badKey, noKey)) {
            assertEquals(2, run.code());
        }
        assertThat(longId.err()).contains("64 bits");
        assertThat(badKey.err()).contains("bad-key");
        assertThat(noKey.err()).contains("not-found");
        assertThat(out).doesNotExist();
    }

    @Test
    void aTooSmallPictureIsRefusedByName() throws IOException {
        Path small = folder.resolve("small.png");
        try (var picture = Photos.draw(60, 40, 10)) {
            Files.write(small, ImageEncoder.encode(picture, Photos.PNG));
        }
        CommandRun run = CommandRun.of("mark", small, "--id", "1", "--key", key, "-o", folder.resolve("out"), "--json");
        assertEquals(1, run.code());
        assertEquals("too-small", run.json().getFirst().get("error").asString());
    }

    @Test
    void reportsWhatItRead() throws IOException {
        Path original = Photos.write(folder.resolve("one.jpg"), 11, Photos.JPEG);
        Path out = folder.resolve("out");
        Path reports = folder.resolve("reports");
        CommandRun.of("mark", original, "--id", ID, "--key", key, "-o", out);

        CommandRun run = CommandRun.of(
                "read-mark", out, original, "--key", key, "--original", original, "--report", reports, "--json");

        assertEquals(0, run.code(), run.err());
        assertEquals("decoded", run.json().getFirst().get("proof").asString());
        JsonNode report = JsonLine.JSON.readTree(Files.readString(reports.resolve("one.jpg.report.json")));
        assertEquals(ID, report.get("id").asString());
        assertEquals(8 * 6, report.get("tiles").get("z").size());
        try (var png = ImageFile.decode(reports.resolve("one.jpg.report.png"))) {
            assertEquals(3 * 900 + 24, png.picture().width());
            assertEquals(700, png.picture().height());
        }
    }

    @Test
    void tellsTheRecipientAmongIssuedCopies() throws IOException {
        Path original = Photos.write(folder.resolve("one.jpg"), 12, Photos.JPEG);
        Path out = folder.resolve("out");
        CommandRun.of("mark", original, "--id", ID, "--key", key, "-o", out);
        Path issued = Files.writeString(folder.resolve("issued.txt"), "1\n" + ID + "\n\n3\n");
        Path bad = Files.writeString(folder.resolve("bad.txt"), "1\nno id\n");
        Path empty = Files.writeString(folder.resolve("empty.txt"), "\n");
        Path copy = out.resolve("one.jpg");

        CommandRun run =
                CommandRun.of("read-mark", copy, "--key", key, "--original", original, "--issued", issued, "--json");

        assertEquals(0, run.code(), run.err());
        assertEquals(ID, run.json().getFirst().get("id").asString());
        assertEquals(0, run.json().getFirst().get("others").size());
        assertEquals(
                2,
                CommandRun.of("read-mark", copy, "--key", key, "--issued", issued)
                        .code());
        for (Path list : List.of(bad, empty)) {
            assertEquals(
                    2,
                    CommandRun.of("read-mark", copy, "--key", key, "--original", original, "--issued", list)
                            .code());
        }
    }

    @Test
    void drawsAVisibleMarkUnderTheInvisibleOne() throws IOException {
        Path photo = Photos.write(folder.resolve("one.png"), 13, Photos.PNG);
        Path logo = folder.resolve("logo.png");
        try (var picture = Photos.draw(120, 60, 14)) {
            Files.write(logo, ImageEncoder.encode(picture, Photos.PNG));
        }
        Path out = folder.resolve("out");

        CommandRun run = CommandRun.of(
                "mark", photo, "--id", ID, "--key", key, "--logo", logo, "--channel", "own.shop", "-o", out, "--json");

        assertEquals(0, run.code(), run.err());
        JsonNode line = run.json().getFirst();
        assertEquals(
                List.of("file", "output", "id", "psnr", "markedPsnr", "margin", "visible"), CommandRun.members(line));
        assertEquals("wanted", line.get("visible").get("rule").asString());
        CommandRun read = CommandRun.of("read-mark", out, "--key", key, "--json");
        assertEquals(ID, read.json().getFirst().get("id").asString());

        CommandRun alone =
                CommandRun.of("mark", photo, "--logo", logo, "--tiled", "-o", folder.resolve("alone"), "--json");
        assertEquals(0, alone.code(), alone.err());
        assertThat(alone.json().getFirst().get("visible").get("marks").asInt()).isGreaterThan(4);
        assertThat(alone.json().getFirst().get("id").isNull()).isTrue();
    }

    @Test
    void aChannelThatForbidsVisibleMarksRefusesBeforeAnythingIsWritten() throws IOException {
        Path photo = Photos.write(folder.resolve("one.png"), 15, Photos.PNG);
        Path out = folder.resolve("out");
        CommandRun forbidden = CommandRun.of("mark", photo, "--logo", photo, "--channel", "amazon.main", "-o", out);
        CommandRun unknown = CommandRun.of("mark", photo, "--logo", photo, "--channel", "amazn", "-o", out);
        CommandRun noMark = CommandRun.of("mark", photo, "-o", out);
        CommandRun noContent =
                CommandRun.of("mark", photo, "--id", "1", "--key", key, "--channel", "own.shop", "-o", out);
        CommandRun place = CommandRun.of("mark", photo, "--logo", photo, "--at", "middle", "-o", out);
        for (CommandRun run : List.of(forbidden, unknown, noMark, noContent, place)) {
            assertEquals(2, run.code());
        }
        assertThat(forbidden.err()).contains("channel-forbids", "Amazon, main picture");
        assertThat(unknown.err()).contains("unknown-channel");
        assertThat(place.err()).contains("bottom-right");
        assertThat(out).doesNotExist();
    }
}
