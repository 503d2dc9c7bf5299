package io.countermark.watermark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DemodulatorTest {

    @Test
    void theThresholdKeepsTheBoundBelowOneInABillion() {
        double both = 0;
        for (MarkId.Length length : MarkId.Length.values()) {
            both += Demodulator.bound(length, Demodulator.threshold(length), Demodulator.MOST_TRIALS);
            assertThat(Demodulator.bound(length, 5, 1)).isEqualTo(1);
        }
        assertThat(both).isLessThan(1e-9);
    }

    /** The bound's premise on the worst observation: a few huge values that no noise model would have. */
    @Test
    void correlationOfAFixedWordStaysBelowHoeffdingsBound() {
        SplittableRandom random = new SplittableRandom(21);
        Demodulator demodulator = new Demodulator(new Constellation(MarkRoundTripTest.key(3)));
        boolean[] word = MarkCode.word(new MarkId(42));
        int rounds = 4000;
        int[] above = new int[4];
        for (int round = 0; round < rounds; round++) {
            float[] soft = new float[1000];
            for (int i = 0; i < soft.length; i++) {
                float heavy = (float) Math.exp(2.5 * random.nextGaussian());
                soft[i] = random.nextBoolean() ? heavy : -heavy;
            }
            double z = demodulator.correlation(soft, word);
            for (int t = 1; t < above.length; t++) {
                above[t] += z >= t ? 1 : 0;
            }
        }
        for (int t = 1; t < above.length; t++) {
            assertThat(above[t] / (double) rounds).as("z >= %d", t).isLessThan(Math.exp(-t * t / 2.0));
        }
    }
}
