package io.countermark.watermark;

import io.countermark.imaging.Picture;

/**
 * Writes invisible marks. Thread-safe.
 *
 * <p>The tile of the id is repeated over the normalised frame, weighted by what the picture hides, brought to the size of the picture
 * and added to blue, green and red alike, so that only luma changes. Alpha is kept. The work is one pass over the picture's own
 * pixels; all else happens in the frame of at most 1,024 pixels a side.
 */
public final class MarkWriter {

    /** The least longer side in pixels. */
    public static final int LEAST_SIDE = 400;

    /** The greatest number of pixels. */
    public static final long MOST_PIXELS = 50_000_000;

    /** The strongest and the weakest mark the loop may choose, as PSNR of the marked area in dB. */
    private static final double STRONGEST_PSNR = 41;

    private static final double WEAKEST_PSNR = 45.5;

    /** Correlation above the threshold that a mark shall keep in the hardest of the trials. */
    private static final double AIMED_MARGIN = 6;

    /** The loop does not go below this SSIM, unless even the weakest mark does. */
    private static final double LEAST_SSIM = 0.984;

    /** Halvings of the interval between strongest and weakest; the last is an eighth of it. */
    private static final int HALVINGS = 4;

    /** Frame pixels that must carry: one tile, below which no position of the pilots is certain. */
    private static final int LEAST_CARRIER = Constellation.TILE * Constellation.TILE;

    private final Constellation constellation;
    /** 0 where trials choose it. */
    private final double markedPsnr;

    /** As strong as the picture needs: after embedding the mark is tried against compression, reduction and cropping, and adjusted. */
    public MarkWriter(MarkKey key) {
        this.constellation = new Constellation(key);
        this.markedPsnr = 0;
    }

    /**
     * Always of the same strength, without trials before writing.
     *
     * @param markedPsnr of the area that is written on, in dB, 36 to 50; lower is stronger
     * @throws IllegalArgumentException outside of that range
     */
    public MarkWriter(MarkKey key, double markedPsnr) {
        if (!(markedPsnr >= 36 && markedPsnr <= 50)) {
            throw new IllegalArgumentException("The PSNR of the marked area is 36 to 50 dB, not " + markedPsnr);
        }
        this.constellation = new Constellation(key);
        this.markedPsnr = markedPsnr;
    }

    /**
     * A marked copy in the same size and pixel format; pure white stays pure white.
     *
     * @throws MarkRefusedException when the picture can't carry a mark
     */
    public MarkedPicture mark(Picture picture, MarkId id) {
        requireSize(picture);
        MarkFrame frame = MarkFrame.of(picture.width(), picture.height());
        FloatPlane luma = FloatPlane.luma(picture, frame.width(), frame.height());
        FloatPlane mask = PerceptualMask.of(luma);
        double share = PerceptualMask.share(mask);
        if (share * frame.area() < LEAST_CARRIER) {
            throw new MarkRefusedException(
                    MarkRefusedException.Reason.TOO_LITTLE_CARRIER,
                    "Only %.1f %% of the picture is not pure white; too little to carry a mark".formatted(100 * share));
        }
        boolean[] word = constellation.word(id);
        FloatPlane pattern = pattern(mask, Tile.of(constellation, word));
        StrengthTrial trial = new StrengthTrial(constellation, luma, pattern, word);
        double aimed = Demodulator.threshold(id.length()) + AIMED_MARGIN;
        double strength = strength(pattern, share, markedPsnr > 0 ? markedPsnr : chosen(trial, pattern, share, aimed));
        Inscription inscription = Inscription.write(picture, pattern, (float) strength);
        double markedMse = inscription.meanSquaredError() / share;
        double least = Math.min(trial.worst(strength), asWritten(inscription.picture(), frame, word));
        double margin = least - Demodulator.threshold(id.length());
        return new MarkedPicture(inscription.picture(), psnr(inscription.meanSquaredError()), psnr(markedMse), margin);
    }

    private static void requireSize(Picture picture) {
        int longer = Math.max(picture.width(), picture.height());
        if (longer < LEAST_SIDE) {
            throw new MarkRefusedException(
                    MarkRefusedException.Reason.TOO_SMALL,
                    "The longer side is %d pixels; a mark needs %d".formatted(longer, LEAST_SIDE));
        }
        if ((long) picture.width() * picture.height() > MOST_PIXELS) {
            throw new MarkRefusedException(
                    MarkRefusedException.Reason.TOO_LARGE,
                    "The picture has more than %,d pixels".formatted(MOST_PIXELS));
        }
    }

    private static FloatPlane pattern(FloatPlane mask, float[] tile) {
        FloatPlane pattern = new FloatPlane(mask.width(), mask.height());
        int side = Constellation.TILE;
        for (int y = 0; y < mask.height(); y++) {
            int row = y % side * side;
            int from = y * mask.width();
            for (int x = 0; x < mask.width(); x++) {
                pattern.values()[from + x] = mask.values()[from + x] * tile[row + x % side];
            }
        }
        return pattern;
    }

    /** The weakest mark that keeps the aimed correlation, or the strongest that is allowed; as PSNR of the marked area. */
    private static double chosen(StrengthTrial trial, FloatPlane pattern, double share, double aimed) {
        double strongest = STRONGEST_PSNR;
        double weakest = WEAKEST_PSNR;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (strongest + weakest) / 2;
            double strength = strength(pattern, share, middle);
            if (trial.ssim(strength) < LEAST_SSIM || trial.worst(strength) >= aimed) {
                strongest = middle;
            } else {
                weakest = middle;
            }
        }
        return strongest;
    }

    /** Rounding to whole levels adds a twelfth to the squared error, which is taken off the budget. */
    private static double strength(FloatPlane pattern, double share, double psnr) {
        double energy = 0;
        for (float value : pattern.values()) {
            energy += value * value;
        }
        double perMarkedPixel = energy / pattern.values().length / share;
        double budget = 255 * 255 / Math.pow(10, psnr / 10) - 1.0 / 12;
        return Math.sqrt(budget / perMarkedPixel);
    }

    /** The reader's correlation on the picture as it was written, at its own alignment. */
    private double asWritten(Picture marked, MarkFrame frame, boolean[] word) {
        FloatPlane luma = FloatPlane.luma(marked, frame.width(), frame.height());
        Demodulator demodulator = new Demodulator(constellation);
        float[] soft = demodulator.soft(Harmonics.folded(Whitening.of(luma), constellation));
        return demodulator.correlation(soft, word);
    }

    private static double psnr(double meanSquaredError) {
        return 10 * Math.log10(255 * 255 / Math.max(meanSquaredError, 1e-9));
    }
}
