package io.countermark.fingerprint.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.countermark.fingerprint.Describer;
import io.countermark.fingerprint.PictureComparer;
import io.countermark.fingerprint.Verdict;
import io.countermark.imaging.Picture;
import io.countermark.imaging.PixelFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CopySearchTest {

    private static final int REGISTERED = 12;

    @TempDir
    private Path folder;

    private CopyIndex index;
    private CopySearch search;

    @BeforeEach
    void fill() throws IOException {
        index = CopyIndex.open(folder);
        for (int seed = 0; seed < REGISTERED; seed++) {
            index.add(Integer.toString(seed), Made.description(seed));
        }
        search = new CopySearch(index, new PictureComparer());
    }

    @AfterEach
    void close() {
        index.close();
    }

    @Test
    void findsTheSamePicture() throws IOException {
        try (Picture picture = Made.picture(4)) {
            assertThat(found(picture)).isEqualTo("COPY 4");
        }
    }

    @Test
    void findsACropThatIsMirrored() throws IOException {
        byte[] bgr = bytes(5);
        int width = Made.WIDTH * 3 / 5;
        int height = Made.HEIGHT * 3 / 5;
        byte[] part = new byte[width * height * 3];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int from = ((y + 40) * Made.WIDTH + 60 + width - 1 - x) * 3;
                System.arraycopy(bgr, from, part, (y * width + x) * 3, 3);
            }
        }
        try (Picture picture = Picture.of(width, height, PixelFormat.BGR8, part)) {
            assertThat(found(picture)).isEqualTo("COPY 5");
        }
    }

    @Test
    void findsTheInverse() throws IOException {
        byte[] bgr = bytes(6);
        for (int i = 0; i < bgr.length; i++) {
            bgr[i] = (byte) ~bgr[i];
        }
        try (Picture picture = Picture.of(Made.WIDTH, Made.HEIGHT, PixelFormat.BGR8, bgr)) {
            assertThat(found(picture)).isEqualTo("COPY 6");
        }
    }

    @Test
    void findsBothHalvesOfACollage() throws IOException {
        byte[] left = bytes(7);
        byte[] right = bytes(8);
        byte[] both = new byte[2 * left.length];
        for (int y = 0; y < Made.HEIGHT; y++) {
            System.arraycopy(left, y * Made.WIDTH * 3, both, 2 * y * Made.WIDTH * 3, Made.WIDTH * 3);
            System.arraycopy(right, y * Made.WIDTH * 3, both, (2 * y + 1) * Made.WIDTH * 3, Made.WIDTH * 3);
        }
        try (Picture picture = Picture.of(2 * Made.WIDTH, Made.HEIGHT, PixelFormat.BGR8, both);
                Query query = new Query(picture, null)) {
            assertThat(search.search(query, CopySearchTest::original).matches())
                    .extracting(SearchResult.Match::id)
                    .contains("7", "8");
        }
    }

    @Test
    void doesNotAccuseAStranger() throws IOException {
        for (int seed = 50; seed < 58; seed++) {
            try (Picture picture = Made.picture(seed)) {
                assertThat(found(picture)).isEqualTo("ORIGINAL");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 40, 600})
    void cannotTellOfAWhitePictureEvenWhenItIsRegistered(int side) throws IOException {
        byte[] white = new byte[side * side * 3];
        Arrays.fill(white, (byte) 255);
        try (Picture picture = Picture.of(side, side, PixelFormat.BGR8, white)) {
            index.add("white", Describer.describe(white, picture));
            try (Query query = new Query(picture, null)) {
                SearchResult result = search.search(
                        query,
                        id -> id.equals("white")
                                ? Optional.of(Picture.of(side, side, PixelFormat.BGR8, white))
                                : original(id));
                assertThat(result.verdict()).isEqualTo(Verdict.CANNOT_TELL);
                assertThat(result.reason()).contains("Too little texture");
                assertThat(result.matches()).isEmpty();
            }
        }
    }

    @Test
    void cannotTellWithoutTheOriginalsPixels() throws IOException {
        try (Picture picture = Made.picture(3);
                Query query = new Query(picture, null)) {
            SearchResult result = search.search(query, id -> Optional.empty());
            assertThat(result.verdict()).isEqualTo(Verdict.CANNOT_TELL);
            assertThat(result.matches().getFirst().id()).isEqualTo("3");
            assertThat(result.matches().getFirst().comparison()).isNull();
        }
    }

    @Test
    void sourcesThatAgreeStrengthenEachOther() {
        assertThat(Candidate.merge(
                        java.util.List.of(
                                new Candidate("a", "x", 0.5),
                                new Candidate("b", "x", 0.6),
                                new Candidate("a", "y", 0.5)),
                        1))
                .containsExactly(new Candidate("a", "x+y", 0.75));
    }

    private String found(Picture picture) throws IOException {
        try (Query query = new Query(picture, null)) {
            SearchResult result = search.search(query, CopySearchTest::original);
            return result.matches().isEmpty()
                    ? result.verdict().name()
                    : result.verdict() + " " + result.matches().getFirst().id();
        }
    }

    private static byte[] bytes(int seed) {
        return io.countermark.fingerprint.MadePicture.scene(seed, Made.WIDTH, Made.HEIGHT);
    }

    private static Optional<Picture> original(String id) {
        return Optional.of(Made.picture(Integer.parseInt(id)));
    }
}
