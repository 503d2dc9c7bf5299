package io.countermark.watermark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.countermark.imaging.DecodeLimits;
import io.countermark.imaging.ImageDecoder;
import io.countermark.imaging.Picture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Real photos, where the shared set is beside the checkout. */
class SharedPhotosTest {

    private static final List<String> PHOTOS = List.of("shop/mp01-black_main.jpg", "shop/wj04-orange_main.jpg");

    private static Path shared() {
        String named = System.getenv("COUNTERMARK_SHARED");
        if (named != null) {
            return Path.of(named);
        }
        return Path.of(System.getProperty("countermark.root", "."))
                .toAbsolutePath()
                .resolveSibling("shared");
    }

    @Test
    void marksSurviveHalfSizeAtJpeg60() throws IOException {
        Path folder = shared().resolve("photos");
        assumeTrue(Files.isDirectory(folder), () -> "skipped: no photos at " + folder);
        MarkKey key = MarkRoundTripTest.key(5);
        MarkReader reader = new MarkReader(key);
        for (String name : PHOTOS) {
            Path file = folder.resolve(name);
            assumeTrue(Files.exists(file), () -> "skipped: no " + file);
            MarkId id = new MarkId(name.hashCode());
            try (Picture original = new ImageDecoder(DecodeLimits.DEFAULT)
                            .decode(Files.readAllBytes(file))
                            .picture();
                    MarkedPicture marked = new MarkWriter(key).mark(original, id);
                    Picture half = Changes.scaled(marked.picture(), 0.5);
                    Picture suspect = Changes.jpeg(half, 60)) {
                assertThat(marked.markedPsnr()).as(name).isGreaterThan(42);
                assertThat(reader.readBlind(suspect).id()).as(name).isEqualTo(id);
                assertThat(reader.readInformed(suspect, original).id()).as(name).isEqualTo(id);
                assertThat(reader.readBlind(original, ReadEffort.QUICK).found())
                        .as(name)
                        .isFalse();
            }
        }
    }
}
