package io.countermark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.countermark.imaging.DecodedImage;
import io.countermark.imaging.ImageEncoder;
import io.countermark.imaging.Picture;
import io.countermark.imaging.Resizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class CompareAndFingerprintTest {

    @TempDir
    Path folder;

    @Test
    void tellsACopyFromAnotherPicture() throws IOException {
        Path original = Photos.write(folder.resolve("original.jpg"), 1, Photos.JPEG);
        Path other = Photos.write(folder.resolve("other.jpg"), 2, Photos.JPEG);
        Path half = folder.resolve("half.jpg");
        try (DecodedImage image = ImageFile.decode(original);
                Picture smaller = Resizer.resize(image.picture(), 450, 350)) {
            Files.write(half, ImageEncoder.encode(smaller, Photos.JPEG));
        }

        CommandRun run = CommandRun.of("compare", original, half, other, "--json");

        assertEquals(0, run.code(), run.err());
        JsonNode copy = run.json().get(0);
        assertEquals(
                List.of(
                        "file",
                        "original",
                        "verdict",
                        "score",
                        "homography",
                        "region",
                        "edits",
                        "pdqDistance",
                        "reason",
                        "millis"),
                CommandRun.members(copy));
        assertEquals("COPY", copy.get("verdict").asString());
        assertEquals(9, copy.get("homography").size());
        assertThat(run.json().get(1).get("verdict").asString()).isNotEqualTo("COPY");
    }

    @Test
    void drawsAnOverlayOfOnePair() throws IOException {
        Path original = Photos.write(folder.resolve("original.jpg"), 3, Photos.JPEG);
        Path overlay = folder.resolve("overlay.png");
        assertEquals(
                0,
                CommandRun.of("compare", original, original, "--overlay", overlay)
                        .code());
        try (DecodedImage drawn = ImageFile.decode(overlay)) {
            assertThat(drawn.picture().width()).isPositive();
        }
        assertEquals(
                2,
                CommandRun.of("compare", original, original, "--overlay", original)
                        .code());
        assertEquals(
                2,
                CommandRun.of("compare", original, original, original, "--overlay", overlay)
                        .code());
    }

    @Test
    void anUnreadableOriginalFailsTheRun() throws IOException {
        Path text = Files.writeString(folder.resolve("text.jpg"), "text");
        CommandRun run = CommandRun.of("compare", text, text, "--json");
        assertEquals(1, run.code());
        assertEquals("unknown-format", run.json().getFirst().get("error").asString());
    }

    @Test
    void fingerprintsAreThoseOfTheLibraries() throws IOException {
        Path photo = Photos.write(folder.resolve("photo.png"), 4, Photos.PNG);
        Path wrongName = Files.copy(photo, folder.resolve("photo.jpg"));
        CommandRun run = CommandRun.of("fingerprint", photo, wrongName, "--json");
        assertEquals(0, run.code(), run.err());
        JsonNode line = run.json().getFirst();
        assertEquals(
                List.of("file", "format", "width", "height", "sha256", "pixelSha256", "pdq", "quality"),
                CommandRun.members(line));
        assertEquals(900, line.get("width").asInt());
        assertThat(line.get("pdq").asString()).matches("[0-9a-f]{64}");
        assertEquals("png", run.json().get(1).get("format").asString());
        assertEquals(line.get("sha256"), run.json().get(1).get("sha256"));
    }
}
