package io.countermark.watermark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MarkCodeTest {

    private static final MarkCode SHORT = MarkCode.of(MarkId.Length.BITS_64);

    /** The check value that the catalogue of parametrised CRC algorithms gives for CRC-24/OPENPGP. */
    @Test
    void crcHasThePublishedCheckValue() {
        assertThat(Crc24.of("123456789".getBytes(StandardCharsets.US_ASCII))).isEqualTo(0x21CF02);
    }

    /** The definition: bit j of the word is the sum of the inputs whose position has all of j's binary digits. */
    @Test
    void polarWordIsTheMatrixProduct() {
        SplittableRandom random = new SplittableRandom(5);
        PolarCode code = new PolarCode(PolarCode.LENGTH, 1);
        boolean[] input = new boolean[PolarCode.LENGTH];
        for (int i = 0; i < input.length; i++) {
            input[i] = random.nextBoolean();
        }
        boolean[] word = code.encode(input);
        for (int j = 0; j < word.length; j++) {
            boolean sum = false;
            for (int i = 0; i < input.length; i++) {
                sum ^= (i & j) == j && input[i];
            }
            assertThat(word[j]).as("bit %d", j).isEqualTo(sum);
        }
    }

    @Test
    void everyIdSurvivesAQuietChannel() {
        SplittableRandom random = new SplittableRandom(6);
        for (int i = 0; i < 50; i++) {
            for (MarkId id : List.of(new MarkId(random.nextLong()), new MarkId(random.nextLong(), random.nextLong()))) {
                assertThat(MarkCode.of(id.length()).decode(llr(MarkCode.word(id), 0, random)))
                        .isEqualTo(new MarkCode.Decoded(id, true));
            }
        }
    }

    /** At Eb/N0 = 2.4 dB for 88 bits, where the convolutional code of constraint length 9 and rate 1/4 fails more often. */
    @Test
    void decodesNearTheLimitAndBetterThanTheConvolutionalCode() {
        SplittableRandom random = new SplittableRandom(7);
        double deviation = deviation(2.4);
        int polarFailures = 0;
        int convolutionalFailures = 0;
        int rounds = 300;
        for (int i = 0; i < rounds; i++) {
            long id = random.nextLong();
            MarkId mark = new MarkId(id);
            if (!SHORT.decode(llr(MarkCode.word(mark), deviation, random)).equals(new MarkCode.Decoded(mark, true))) {
                polarFailures++;
            }
            if (!ConvolutionalCode.survives(id, 2.4, random)) {
                convolutionalFailures++;
            }
        }
        assertThat(polarFailures).as("failures of %d", rounds).isLessThan(30);
        assertThat(polarFailures).isLessThan(convolutionalFailures);
    }

    /** No mark there: the CRC lets a word pass once in a million, and the correlation is never near the threshold. */
    @Test
    void noiseIsNotAWord() {
        SplittableRandom random = new SplittableRandom(8);
        int passed = 0;
        for (int i = 0; i < 400; i++) {
            float[] noise = new float[PolarCode.LENGTH];
            for (int j = 0; j < noise.length; j++) {
                noise[j] = (float) random.nextGaussian();
            }
            if (SHORT.decode(noise).checked()) {
                passed++;
            }
        }
        assertThat(passed).isZero();
    }

    private static double deviation(double decibel) {
        double energyPerBit = Math.pow(10, decibel / 10);
        return Math.sqrt(PolarCode.LENGTH / (2 * energyPerBit * (Long.SIZE + Crc24.BITS)));
    }

    private static float[] llr(boolean[] word, double deviation, SplittableRandom random) {
        float[] llr = new float[word.length];
        for (int i = 0; i < llr.length; i++) {
            llr[i] = (float) ((word[i] ? -1 : 1) + deviation * random.nextGaussian());
        }
        return llr;
    }
}
