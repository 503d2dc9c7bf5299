package io.countermark.watermark;

import java.util.Arrays;
import java.util.SplittableRandom;

/** The peer of the polar code: constraint length 9, rate 1/4, generators 463, 535, 733, 745 (octal), ended by eight zeros, Viterbi. */
final class ConvolutionalCode {

    private static final int[] GENERATORS = {0463, 0535, 0733, 0745};
    private static final int STATES = 256;

    private ConvolutionalCode() {}

    /** Whether 88 bits at this energy per bit over noise come back right. */
    static boolean survives(long id, double decibel, SplittableRandom random) {
        int bits = Long.SIZE + Crc24.BITS;
        int crc = Crc24.of(new MarkId(id).toByteArray());
        boolean[] input = new boolean[bits + 8];
        for (int i = 0; i < bits; i++) {
            input[i] = i < Long.SIZE ? (id >>> i & 1) != 0 : (crc >>> (i - Long.SIZE) & 1) != 0;
        }
        int length = 4 * input.length;
        double deviation = Math.sqrt(length / (2 * Math.pow(10, decibel / 10) * bits));
        double[] seen = new double[length];
        int state = 0;
        for (int i = 0; i < input.length; i++) {
            int register = (input[i] ? STATES : 0) | state;
            for (int g = 0; g < 4; g++) {
                seen[4 * i + g] = output(register, g) + deviation * random.nextGaussian();
            }
            state = register >> 1;
        }
        return Arrays.equals(viterbi(seen), input);
    }

    private static int output(int register, int generator) {
        return 1 - 2 * (Integer.bitCount(register & GENERATORS[generator]) & 1);
    }

    private static boolean[] viterbi(double[] seen) {
        int length = seen.length / 4;
        double[] metric = new double[STATES];
        Arrays.fill(metric, -1e9);
        metric[0] = 0;
        boolean[][] lowest = new boolean[length][STATES];
        for (int t = 0; t < length; t++) {
            double[] next = new double[STATES];
            for (int state = 0; state < STATES; state++) {
                double zero = metric[(state << 1) & 255] + branch(state << 1, seen, t);
                double one = metric[((state << 1) & 255) | 1] + branch(state << 1 | 1, seen, t);
                lowest[t][state] = one > zero;
                next[state] = Math.max(zero, one);
            }
            metric = next;
        }
        boolean[] bits = new boolean[length];
        int state = 0;
        for (int t = length - 1; t >= 0; t--) {
            bits[t] = (state & 128) != 0;
            state = (state << 1 & 255) | (lowest[t][state] ? 1 : 0);
        }
        return bits;
    }

    private static double branch(int register, double[] seen, int t) {
        double sum = 0;
        for (int g = 0; g < 4; g++) {
            sum += output(register, g) * seen[4 * t + g];
        }
        return sum;
    }
}
