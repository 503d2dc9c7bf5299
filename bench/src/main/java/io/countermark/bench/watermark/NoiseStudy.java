package io.countermark.bench.watermark;

import io.countermark.imaging.Picture;
import io.countermark.watermark.DetectorNoise;
import io.countermark.watermark.MarkId;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/** Many looks at pictures under keys that nobody wrote with: how near does chance come to the reader's threshold? */
final class NoiseStudy {

    private static final int AT_A_PICTURE = 500;
    /** Words of the decoder's list, each of which may have a right CRC by chance. */
    private static final int LIST = 16;

    final Figures fixed = new Figures();
    final Figures decoded = new Figures();
    private int checked;
    private int longChecked;

    void go(List<Path> photos, int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed * 104_729);
        for (int done = 0, photo = 0; done < count; photo++) {
            int now = Math.min(AT_A_PICTURE, count - done);
            try (Picture picture = Copies.read(photos.get(photo % photos.size()))) {
                for (DetectorNoise.Trial trial : new DetectorNoise(picture).trials(now, random)) {
                    fixed.add(trial.fixed());
                    decoded.add(trial.shortest());
                    checked += trial.shortChecked() ? 1 : 0;
                    longChecked += trial.longChecked() ? 1 : 0;
                }
            }
            done += now;
        }
    }

    /** Right CRCs of 64 and of 128 bits by chance; 2^-24 is expected of each word of a list. */
    int checkedByChance() {
        return checked + longChecked;
    }

    /**
     * log10 of the chance that one reading answers wrongly: the normal tail beyond the threshold, fitted to the trials, times a right CRC
     * among the list, times the decodings. An extrapolation; what is proven stands in the reading's own bound.
     */
    double extrapolated() {
        double distance =
                (DetectorNoise.threshold(MarkId.Length.BITS_64) - decoded.mean()) / Math.max(decoded.deviation(), 1e-9);
        double tail = -distance * distance / 2 / Math.log(10) - Math.log10(distance * Math.sqrt(2 * Math.PI));
        return tail + Math.log10(LIST * 0x1p-24) + Math.log10(DetectorNoise.mostDecodings());
    }

    /** log10 of the bound that holds for every picture by Hoeffding's inequality, at the threshold. */
    static double proven() {
        double z = DetectorNoise.threshold(MarkId.Length.BITS_64);
        return Math.log10(DetectorNoise.mostDecodings()) + Long.SIZE * Math.log10(2) - z * z / 2 / Math.log(10);
    }
}
