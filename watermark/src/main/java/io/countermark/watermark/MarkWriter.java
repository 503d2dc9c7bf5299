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

    /** Default of the marked area's PSNR in dB. */
    private static final double DEFAULT_PSNR = 43;

    /** The same for frames below {@link #SMALL_AREA}, which have few tiles to add up. */
    private static final double SMALL_PSNR = 42.2;

    private static final int SMALL_AREA = 400_000;

    /** Frame pixels that must carry: one tile, below which no position of the pilots is certain. */
    private static final int LEAST_CARRIER = Constellation.TILE * Constellation.TILE;

    private final Constellation constellation;
    /** 0 for the default. */
    private final double markedPsnr;

    public MarkWriter(MarkKey key) {
        this.constellation = new Constellation(key);
        this.markedPsnr = 0;
    }

    /** @param markedPsnr of the area that is written on, in dB, 36 to 50; lower is stronger */
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
        double strength = strength(pattern, share);
        Inscription inscription = Inscription.write(picture, pattern, (float) strength);
        double markedMse = inscription.meanSquaredError() / share;
        double margin = margin(inscription.picture(), frame, word, id.length());
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

    /** Rounding to whole levels adds a twelfth to the squared error, which is taken off the budget. */
    private double strength(FloatPlane pattern, double share) {
        double energy = 0;
        for (float value : pattern.values()) {
            energy += value * value;
        }
        double perMarkedPixel = energy / pattern.values().length / share;
        double byDefault = pattern.width() * pattern.height() < SMALL_AREA ? SMALL_PSNR : DEFAULT_PSNR;
        double psnr = markedPsnr > 0 ? markedPsnr : byDefault;
        double budget = 255 * 255 / Math.pow(10, psnr / 10) - 1.0 / 12;
        return Math.sqrt(budget / perMarkedPixel);
    }

    /** What the reader's correlation is above its threshold when the alignment is known. */
    private double margin(Picture marked, MarkFrame frame, boolean[] word, MarkId.Length length) {
        FloatPlane luma = FloatPlane.luma(marked, frame.width(), frame.height());
        Demodulator demodulator = new Demodulator(constellation);
        float[] soft = demodulator.soft(Harmonics.folded(Whitening.of(luma), constellation));
        return demodulator.correlation(soft, word) - Demodulator.threshold(length);
    }

    private static double psnr(double meanSquaredError) {
        return 10 * Math.log10(255 * 255 / Math.max(meanSquaredError, 1e-9));
    }
}
