package io.countermark.imaging;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ImageEncoderTest {

    private final ImageDecoder decoder = new ImageDecoder(DecodeLimits.DEFAULT);

    @Test
    void pngKeepsEverySample() {
        byte[] samples = new byte[16 * 9 * 3];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (byte) (i * 31);
        }
        try (Picture picture = Picture.of(16, 9, PixelFormat.BGR8, samples);
                DecodedImage decoded = decoder.decode(ImageEncoder.encode(picture, new ImageEncoder.Png(6)))) {
            assertThat(decoded.picture().toByteArray()).isEqualTo(samples);
        }
    }
}
