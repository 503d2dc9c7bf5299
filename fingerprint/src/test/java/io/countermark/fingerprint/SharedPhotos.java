package io.countermark.fingerprint;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.countermark.imaging.DecodeLimits;
import io.countermark.imaging.DecodedImage;
import io.countermark.imaging.ImageDecoder;
import io.countermark.imaging.Picture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The real product photos beside the checkout; tests that need them are skipped, by name, where they are absent. */
final class SharedPhotos {

    private static final ImageDecoder DECODER = new ImageDecoder(DecodeLimits.DEFAULT);

    private SharedPhotos() {}

    static Path folder() {
        String given = System.getenv("COUNTERMARK_SHARED");
        Path shared = given != null
                ? Path.of(given)
                : Path.of(System.getProperty("countermark.root", ".")).resolveSibling("shared");
        Path photos = shared.resolve("photos");
        assumeTrue(Files.isDirectory(photos), () -> "skipped: no shared photos at " + photos.toAbsolutePath());
        return photos;
    }

    /** Names of the pictures of a subfolder, sorted. */
    static List<String> names(String subfolder) {
        try (Stream<Path> files = Files.list(folder().resolve(subfolder))) {
            return files.map(file -> subfolder + "/" + file.getFileName())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] bytes(String name) {
        try {
            return Files.readAllBytes(folder().resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Picture open(String name) {
        return decode(bytes(name));
    }

    static Picture decode(byte[] file) {
        try (DecodedImage image = DECODER.decode(file)) {
            return image.picture().toBgr8();
        }
    }
}
