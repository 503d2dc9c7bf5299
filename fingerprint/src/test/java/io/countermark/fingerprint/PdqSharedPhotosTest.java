package io.countermark.fingerprint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.countermark.imaging.ImageEncoder;
import io.countermark.imaging.ImageEncoder.Jpeg;
import io.countermark.imaging.ImageEncoder.Subsampling;
import io.countermark.imaging.Picture;
import io.countermark.imaging.Resizer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PdqSharedPhotosTest {

    record Expected(String file, String pixels, int quality, PdqHash hash) {}

    @Test
    void agreesWithTheReferenceOnRealPhotos() throws IOException, NoSuchAlgorithmException {
        for (Expected expected : expected()) {
            try (Picture picture = SharedPhotos.open(expected.file())) {
                PdqFingerprint found = Pdq.describe(picture);
                if (samePixels(picture, expected)) {
                    assertEquals(expected.hash(), found.hash(), expected::file);
                    assertEquals(expected.quality(), found.quality(), expected::file);
                } else {
                    assertThat(found.hash().hammingDistance(expected.hash()))
                            .as(expected.file())
                            .isLessThanOrEqualTo(10);
                }
            }
        }
    }

    /** 31 is the distance below which PDQ recommends to call two hashes the same. */
    @Test
    void staysWithinTheMatchDistanceWhenSavedAtJpeg60AndHalfSize() {
        List<String> names = SharedPhotos.names("shop");
        for (int i = 0; i < names.size(); i += 8) {
            try (Picture picture = SharedPhotos.open(names.get(i));
                    Picture half = Resizer.resize(picture, picture.width() / 2, picture.height() / 2);
                    Picture saved =
                            SharedPhotos.decode(ImageEncoder.encode(half, new Jpeg(60, Subsampling.S420, false)))) {
                PdqHash before = Pdq.describe(picture).hash();
                assertThat(Pdq.describe(saved).hash().hammingDistance(before))
                        .as(names.get(i))
                        .isLessThanOrEqualTo(31);
            }
        }
    }

    private static boolean samePixels(Picture picture, Expected expected) throws NoSuchAlgorithmException {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(picture.toByteArray());
        return HexFormat.of().formatHex(digest).startsWith(expected.pixels());
    }

    private static List<Expected> expected() throws IOException {
        SharedPhotos.folder();
        try (InputStream in = Objects.requireNonNull(PdqSharedPhotosTest.class.getResourceAsStream("pdq-photos.tsv"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t"))
                    .map(cells ->
                            new Expected(cells[0], cells[1], Integer.parseInt(cells[2]), PdqHash.fromHex(cells[3])))
                    .toList();
        }
    }
}
