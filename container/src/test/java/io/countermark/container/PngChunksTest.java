package io.countermark.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.countermark.container.MalformedImageException.Reason;
import io.countermark.container.PngChunks.Chunk;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class PngChunksTest {

    private static byte[] png() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(20, 10, BufferedImage.TYPE_INT_RGB), "png", out);
        out.write(new byte[] {1, 2, 3});
        return out.toByteArray();
    }

    @Test
    void walksToIendWithRightChecksums() throws IOException {
        byte[] file = png();
        PngChunks walked = PngChunks.of(file);
        assertThat(walked.chunks()).extracting(Chunk::type).containsExactly("IHDR", "IDAT", "IEND");
        assertThat(walked.chunks()).allMatch(chunk -> chunk.crcMatches(file));
        assertEquals(file.length - 3, walked.end());
        assertThat(walked.complete()).isTrue();
        file[20] ^= 1;
        assertThat(walked.chunks().getFirst().crcMatches(file)).isFalse();
    }

    @Test
    void refusesByReason() throws IOException {
        byte[] file = png();
        assertReason(Reason.CORRUPT, Arrays.copyOf(file, 7));
        assertReason(Reason.TRUNCATED, Arrays.copyOf(file, 30));
        assertReason(Reason.TRUNCATED, Arrays.copyOf(file, 37));
        byte[] negative = file.clone();
        negative[8] = (byte) 0x80;
        assertReason(Reason.CORRUPT, negative);
        byte[] nameless = file.clone();
        nameless[12] = '1';
        assertReason(Reason.CORRUPT, nameless);
        assertThatThrownBy(() -> PngChunks.of(file, 2))
                .isInstanceOfSatisfying(
                        MalformedImageException.class, e -> assertEquals(Reason.TOO_MANY_CHUNKS, e.reason()));
        assertThat(PngChunks.of(Arrays.copyOf(file, 33)).complete()).isFalse();
    }

    private static void assertReason(Reason expected, byte[] file) {
        assertThatThrownBy(() -> PngChunks.of(file))
                .isInstanceOfSatisfying(MalformedImageException.class, e -> assertEquals(expected, e.reason()));
    }
}
