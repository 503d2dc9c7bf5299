package io.countermark.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResizerTest {

    @ParameterizedTest
    @CsvSource({"50,40", "33,27", "99,79", "7,61", "1,1", "150,20"})
    void meanBrightnessStays(int width, int height) {
        try (Picture noise = Drawn.noise(100, 80, PixelFormat.GRAY8, 11);
                Picture resized = Resizer.resize(noise, width, height)) {
            assertThat(resized.width()).isEqualTo(width);
            assertThat(resized.height()).isEqualTo(height);
            assertThat(mean(resized)).isCloseTo(mean(noise), within(1.5));
        }
    }

    @Test
    void halfSizeIsTheMeanOfFour() {
        byte[] samples = {10, 20, 100, 100, 30, 40, 100, 104};
        try (Picture picture = Picture.of(4, 2, PixelFormat.GRAY8, samples);
                Picture half = Resizer.resize(picture, 2, 1)) {
            assertThat(half.toByteArray()).containsExactly(25, 101);
        }
    }

    @ParameterizedTest
    @CsvSource({"13,9", "64,48", "200,160"})
    void aPlainPictureStaysPlain(int width, int height) {
        byte[] samples = new byte[40 * 30];
        java.util.Arrays.fill(samples, (byte) 93);
        try (Picture plain = Picture.of(40, 30, PixelFormat.GRAY8, samples);
                Picture resized = Resizer.resize(plain, width, height)) {
            assertThat(resized.toByteArray()).containsOnly((byte) 93);
        }
    }

    @Test
    void transparentColoursHaveNoWeight() {
        // A red pixel beside a fully transparent green one: their mean is half transparent red.
        byte[] samples = {0, 0, (byte) 200, (byte) 255, 0, (byte) 200, 0, 0};
        try (Picture picture = Picture.of(2, 1, PixelFormat.BGRA8, samples);
                Picture one = Resizer.resize(picture, 1, 1)) {
            assertThat(Drawn.pixel(one, 0, 0)).containsExactly(0, 0, 200, 128);
        }
    }

    @Test
    void nothingVisibleStaysNothing() {
        try (Picture picture = Picture.allocate(8, 8, PixelFormat.BGRA16);
                Picture small = Resizer.resize(picture, 3, 3)) {
            assertThat(small.toByteArray()).containsOnly(0);
        }
    }

    @ParameterizedTest
    @CsvSource({"400,300,100,100,75", "300,400,100,75,100", "1000,1,10,10,1", "30,20,100,30,20"})
    void fitKeepsTheAspect(int width, int height, int longSide, int expectedWidth, int expectedHeight) {
        try (Picture picture = Picture.allocate(width, height, PixelFormat.BGR8);
                Picture fitted = Resizer.fit(picture, longSide)) {
            assertThat(fitted.width()).isEqualTo(expectedWidth);
            assertThat(fitted.height()).isEqualTo(expectedHeight);
        }
    }

    @Test
    void aCopyIsNotTheSameMemory() {
        try (Picture picture = Drawn.grayScene(8, 8);
                Picture copy = Resizer.fit(picture, 100)) {
            copy.samples().fill((byte) 0);
            assertThat(mean(picture)).isGreaterThan(10);
        }
    }

    @Test
    void sizesWithoutPixelsAreRefused() {
        try (Picture picture = Drawn.grayScene(8, 8)) {
            assertThatIllegalArgumentException().isThrownBy(() -> Resizer.resize(picture, 0, 5));
            assertThatIllegalArgumentException().isThrownBy(() -> Resizer.fit(picture, 0));
        }
    }

    private static double mean(Picture picture) {
        long sum = 0;
        byte[] samples = picture.toByteArray();
        for (byte sample : samples) {
            sum += sample & 0xFF;
        }
        return sum / (double) samples.length;
    }
}
