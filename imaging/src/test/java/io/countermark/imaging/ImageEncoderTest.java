package io.countermark.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.countermark.container.ImageFormat;
import io.countermark.container.ImageHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageEncoderTest {

    private static final ImageEncoder.Jpeg BEST = new ImageEncoder.Jpeg(95, ImageEncoder.Subsampling.S444, false);

    private final ImageDecoder decoder = new ImageDecoder(DecodeLimits.DEFAULT);

    @ParameterizedTest
    @EnumSource
    void pngKeepsEverySampleOfEveryForm(PixelFormat format) {
        try (Picture picture = Drawn.noise(33, 17, format, 7);
                DecodedImage decoded = decoder.decode(ImageEncoder.encode(picture, new ImageEncoder.Png(6)))) {
            assertThat(decoded.format()).isEqualTo(ImageFormat.PNG);
            assertThat(decoded.picture().format()).isEqualTo(format);
            assertThat(decoded.picture().toByteArray()).isEqualTo(picture.toByteArray());
        }
    }

    @Test
    void losslessWebPKeepsColoursAndAlpha() {
        try (Picture picture = Drawn.translucentScene(40, 30);
                DecodedImage decoded = decoder.decode(ImageEncoder.encode(picture, new ImageEncoder.WebP(101)))) {
            assertThat(decoded.format()).isEqualTo(ImageFormat.WEBP);
            try (Picture expected = picture.toBgr8();
                    Picture actual = decoded.picture().toBgr8()) {
                assertThat(actual.toByteArray()).isEqualTo(expected.toByteArray());
            }
        }
    }

    @Test
    void lossyWebPIsNear() {
        try (Picture picture = Drawn.scene(160, 120);
                DecodedImage decoded = decoder.decode(ImageEncoder.encode(picture, new ImageEncoder.WebP(90)))) {
            assertThat(Drawn.difference(picture, decoded.picture())).isLessThan(3);
        }
    }

    @ParameterizedTest
    @EnumSource
    void jpegSubsamplingIsWhatWasAskedFor(ImageEncoder.Subsampling subsampling) {
        try (Picture picture = Drawn.scene(160, 120)) {
            byte[] file = ImageEncoder.encode(picture, new ImageEncoder.Jpeg(90, subsampling, false));
            ImageHeader.Jpeg jpeg =
                    (ImageHeader.Jpeg) ImageHeader.read(file, 100).orElseThrow().details();
            assertThat(jpeg.sampling())
                    .containsExactly(subsampling == ImageEncoder.Subsampling.S444 ? 0x11 : 0x22, 0x11, 0x11);
            assertThat(jpeg.scans()).isEqualTo(1);
            try (DecodedImage decoded = decoder.decode(file)) {
                assertThat(Drawn.difference(picture, decoded.picture())).isLessThan(2);
            }
        }
    }

    @Test
    void progressiveShowsTheSamePixelsAsBaseline() {
        try (Picture picture = Drawn.scene(160, 120)) {
            byte[] baseline = ImageEncoder.encode(picture, BEST);
            byte[] progressive =
                    ImageEncoder.encode(picture, new ImageEncoder.Jpeg(95, ImageEncoder.Subsampling.S444, true));
            ImageHeader.Jpeg jpeg = (ImageHeader.Jpeg)
                    ImageHeader.read(progressive, 100).orElseThrow().details();
            assertThat(jpeg.progressive()).isTrue();
            assertThat(jpeg.scans()).isGreaterThan(3);
            try (DecodedImage a = decoder.decode(baseline);
                    DecodedImage b = decoder.decode(progressive)) {
                assertThat(b.picture().toByteArray()).isEqualTo(a.picture().toByteArray());
            }
        }
    }

    @Test
    void grayStaysGrayInJpegAndAlphaGoesOverWhite() {
        try (Picture gray = Drawn.grayScene(64, 64);
                DecodedImage decoded = decoder.decode(ImageEncoder.encode(gray, BEST))) {
            assertThat(decoded.picture().format()).isEqualTo(PixelFormat.GRAY8);
        }
        try (Picture translucent = Drawn.translucentScene(64, 64);
                Picture overWhite = translucent.toBgr8();
                DecodedImage decoded = decoder.decode(ImageEncoder.encode(translucent, BEST))) {
            assertThat(Drawn.difference(overWhite, decoded.picture())).isLessThan(2);
        }
    }

    @Test
    void moreQualityIsMoreBytesAndNearer() {
        try (Picture picture = Drawn.scene(200, 150)) {
            double last = Double.MAX_VALUE;
            int bytes = 0;
            for (int quality : new int[] {20, 50, 80, 100}) {
                byte[] file = ImageEncoder.encode(
                        picture, new ImageEncoder.Jpeg(quality, ImageEncoder.Subsampling.S444, false));
                try (DecodedImage decoded = decoder.decode(file)) {
                    double difference = Drawn.difference(picture, decoded.picture());
                    assertThat(difference).isLessThan(last);
                    assertThat(file.length).isGreaterThan(bytes);
                    last = difference;
                    bytes = file.length;
                }
            }
        }
    }

    @Test
    void encodingsCarryNoMetadata() {
        try (Picture picture = Drawn.scene(32, 32)) {
            for (ImageEncoder.Encoding encoding :
                    new ImageEncoder.Encoding[] {BEST, new ImageEncoder.Png(6), new ImageEncoder.WebP(90)}) {
                ImageHeader header = ImageHeader.read(ImageEncoder.encode(picture, encoding), 100)
                        .orElseThrow();
                assertThat(header.iccProfile()).isEmpty();
                assertThat(header.orientation()).isEqualTo(1);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 102})
    void qualitiesOutOfRangeAreRefused(int quality) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ImageEncoder.Jpeg(quality, ImageEncoder.Subsampling.S444, false));
        assertThatIllegalArgumentException().isThrownBy(() -> new ImageEncoder.WebP(quality));
    }

    @Test
    void aSideThatTheFormatCantSayIsRefused() {
        try (Picture wide = Picture.allocate(16_384, 1, PixelFormat.BGR8)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ImageEncoder.encode(wide, new ImageEncoder.WebP(90)))
                    .withMessageContaining("16,383");
        }
    }
}
