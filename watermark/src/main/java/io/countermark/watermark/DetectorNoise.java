package io.countermark.watermark;

import io.countermark.imaging.Picture;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What the decision of a blind reading rests on, observed where there is no mark: for studies of how often chance alone comes close.
 *
 * <p>Each trial looks at the picture as a reading does, whitened and at the harmonics of an alignment, and decodes what is there. Keys,
 * alignments and words are drawn; nobody's real key takes part, so the answers help nobody to wear down a real mark.
 */
public final class DetectorNoise {

    /** Trials under one key: drawing a key costs as much as several decodings. */
    private static final int TRIALS_OF_A_KEY = 50;

    private final HarmonicSpectrum spectrum;

    /** @param picture without a mark of a drawn key, which no picture has */
    public DetectorNoise(Picture picture) {
        MarkFrame frame = MarkFrame.of(picture.width(), picture.height());
        this.spectrum = new HarmonicSpectrum(Whitening.of(FloatPlane.luma(picture, frame.width(), frame.height())));
    }

    /**
     * One trial.
     *
     * @param fixed        correlation of a word that was drawn before looking; normal with deviation 1, if the theory holds
     * @param shortest     correlation of the likeliest word of 64 bits, which is the statistic that is held against {@link #threshold}
     * @param shortChecked whether its CRC is right, which an answer needs as well
     * @param longest      the same for 128 bits
     * @param longChecked  the same for 128 bits
     */
    public record Trial(double fixed, double shortest, boolean shortChecked, double longest, boolean longChecked) {}

    /** Least correlation of an accepted word. */
    public static double threshold(MarkId.Length length) {
        return Demodulator.threshold(length);
    }

    /** Decodings that one reading does at most; each is a chance to be wrong. */
    public static int mostDecodings() {
        return Demodulator.MOST_TRIALS;
    }

    /** Trials with what {@code random} draws. */
    public List<Trial> trials(int count, SplittableRandom random) {
        List<Trial> trials = new ArrayList<>();
        while (trials.size() < count) {
            byte[] secret = new byte[MarkKey.LENGTH];
            random.nextBytes(secret);
            Constellation constellation = new Constellation(MarkKey.of(secret));
            Demodulator demodulator = new Demodulator(constellation);
            PilotLock lock = new PilotLock(constellation, spectrum);
            for (int i = 0; i < TRIALS_OF_A_KEY && trials.size() < count; i++) {
                float[] soft = demodulator.soft(lock.harmonics(alignment(random)));
                Demodulator.Word first = demodulator.decode(soft, MarkId.Length.BITS_64);
                Demodulator.Word second = demodulator.decode(soft, MarkId.Length.BITS_128);
                double fixed = demodulator.correlation(soft, constellation.word(new MarkId(random.nextLong())));
                trials.add(new Trial(fixed, first.z(), first.checked(), second.z(), second.checked()));
            }
        }
        return trials;
    }

    private static PilotLock.Alignment alignment(SplittableRandom random) {
        double scale = Math.exp(random.nextDouble(Math.log(0.4), Math.log(1.8)));
        double angle = random.nextDouble(-Math.PI, Math.PI);
        Posture posture = new Posture(scale, angle, 1, 0, random.nextBoolean(), 0);
        return new PilotLock.Alignment(
                posture, random.nextDouble(Constellation.TILE), random.nextDouble(Constellation.TILE));
    }
}
