package io.countermark.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PictureTest {

    @ParameterizedTest
    @EnumSource
    void aNewPictureIsZeroAndPacked(PixelFormat format) {
        try (Picture picture = Picture.allocate(7, 5, format)) {
            assertThat(picture.toByteArray())
                    .hasSize(7 * 5 * format.channels() * format.bytesPerSample())
                    .containsOnly(0);
            assertThat(picture.mat().isContinuous()).isTrue();
        }
    }

    @Test
    void samplesAndMatrixAreTheSameMemory() {
        try (Picture picture = Picture.allocate(3, 2, PixelFormat.BGR8)) {
            picture.samples().set(ValueLayout.JAVA_BYTE, 1 * 3 * 3 + 2 * 3 + 1, (byte) 77);
            assertThat(picture.mat().ptr(1, 2).get(1)).isEqualTo((byte) 77);
        }
    }

    @Test
    void aClosedPictureRefusesAccessAlsoThroughOlderSegments() {
        Picture picture = Picture.allocate(3, 2, PixelFormat.GRAY8);
        MemorySegment samples = picture.samples();
        picture.close();
        picture.close();
        assertThatIllegalStateException().isThrownBy(picture::samples);
        assertThatIllegalStateException().isThrownBy(picture::mat);
        assertThatIllegalStateException().isThrownBy(picture::toByteArray);
        assertThatIllegalStateException().isThrownBy(picture::toBgr8);
        assertThatIllegalStateException().isThrownBy(() -> samples.get(ValueLayout.JAVA_BYTE, 0));
    }

    @Test
    void aMatrixWithGapsBetweenItsRowsIsPacked() {
        try (Picture whole = Picture.of(4, 3, PixelFormat.GRAY8, new byte[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11});
                Rect middle = new Rect(1, 1, 2, 2);
                Picture part = Picture.adopt(new Mat(whole.mat(), middle))) {
            assertThat(part.toByteArray()).containsExactly(5, 6, 9, 10);
        }
    }

    @Test
    void otherMatricesAreRefused() {
        try (Mat floats = new Mat(2, 2, opencv_core.CV_32FC1);
                Mat twoChannels = new Mat(2, 2, opencv_core.CV_8UC2);
                Mat empty = new Mat()) {
            assertThatIllegalArgumentException().isThrownBy(() -> Picture.adopt(floats));
            assertThatIllegalArgumentException().isThrownBy(() -> Picture.adopt(twoChannels));
            assertThatIllegalArgumentException().isThrownBy(() -> Picture.adopt(empty));
        }
    }

    @Test
    void samplesOfTheWrongLengthAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Picture.of(2, 2, PixelFormat.BGR8, new byte[11]))
                .withMessageContaining("12");
    }

    @Test
    void alphaGoesOverWhite() {
        byte[] samples = {0, 0, 0, 0, 10, 20, 30, -1, 0, 100, -56, (byte) 128};
        try (Picture picture = Picture.of(3, 1, PixelFormat.BGRA8, samples);
                Picture blended = picture.toBgr8()) {
            // 0 * 128/255 + 255 * 127/255 = 127; 100 -> 177.2; 200 -> 227.4
            assertThat(blended.toByteArray()).containsExactly(-1, -1, -1, 10, 20, 30, 127, (byte) 177, (byte) 227);
        }
    }

    @Test
    void sixteenBitIsRoundedToEight() {
        try (Picture picture = Picture.allocate(4, 1, PixelFormat.GRAY16)) {
            short[] values = {0, 128, 129, (short) 0xFFFF};
            MemorySegment.copy(values, 0, picture.samples(), ValueLayout.JAVA_SHORT, 0, 4);
            try (Picture eight = picture.toBgr8()) {
                assertThat(eight.toByteArray()).containsExactly(0, 0, 0, 0, 0, 0, 1, 1, 1, -1, -1, -1);
            }
        }
    }
}
