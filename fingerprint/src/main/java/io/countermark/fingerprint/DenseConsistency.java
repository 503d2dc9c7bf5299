package io.countermark.fingerprint;

import io.countermark.fingerprint.DenseEvidence.State;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the whole overlap of a registered pair instead of the few points that agree: a block of the original counts as shown
 * when its texture correlates with the suspect's in place, and its colour must follow one rule for all. Counting inliers alone
 * can't tell a copy from another photo of the same package; this can (measured: docs/decisions/0301).
 *
 * <p>Where we differ from the prototype: the original is first brought to the suspect's sharpness, the texture bar follows the
 * suspect's noise, the colour rule is of an editor's kind rather than free, and the ground around a product is told apart.
 */
final class DenseConsistency {

    private final Calibration calibration;

    DenseConsistency(Calibration calibration) {
        this.calibration = calibration;
    }

    /** Null when fewer textured blocks than {@link Calibration#minTexturedBlocks} lie inside the suspect. */
    @Nullable
    DenseEvidence measure(Frame original, Frame suspect, Homography map) {
        AlignedPair pair = AlignedPair.of(original, suspect, map);
        int side = Math.min(pair.width(), pair.height()) > 160 ? 16 : 10;
        BlockGrid grid = BlockGrid.of(pair.width(), pair.height(), side);
        boolean[] inside = inside(pair, grid, suspect);
        BlockTextures sharp = new BlockTextures(pair.originalLuma(), pair.width(), pair.height(), grid);
        BlockTextures other = new BlockTextures(pair.suspectLuma(), pair.width(), pair.height(), grid);

        double noise = noise(grid, inside, sharp, other);
        double bar = Math.max(calibration.minDeviation(), calibration.noiseFactor() * noise);
        double blur = blur(pair, grid, inside, sharp, other, bar);
        BlockTextures base = blur == 0
                ? sharp
                : new BlockTextures(pair.blurredOriginalLuma(blur), pair.width(), pair.height(), grid);
        int all = 0;
        int textured = 0;
        for (int block = 0; block < grid.count(); block++) {
            if (base.deviationOf(block) > bar) {
                all++;
                textured += inside[block] ? 1 : 0;
            }
        }
        if (textured < calibration.minTexturedBlocks()) {
            return null;
        }
        double[] correlations = new double[grid.count()];
        State[] states = states(grid, inside, base, other, bar, noise, correlations);
        return new Judgement(calibration, pair, grid, states, correlations)
                .evidence(textured, (double) textured / all, blur, noise);
    }

    /** Blocks that lie inside the suspect with all four corners. */
    private static boolean[] inside(AlignedPair pair, BlockGrid grid, Frame suspect) {
        boolean[] inside = new boolean[grid.count()];
        for (int block = 0; block < inside.length; block++) {
            boolean all = true;
            for (int corner = 0; corner < 4; corner++) {
                double x = grid.left(block) + (corner & 1) * (grid.side() - 1.0);
                double y = grid.top(block) + (corner >> 1) * (grid.side() - 1.0);
                Homography to = pair.toSuspect();
                double sx = to.x(x, y);
                double sy = to.y(x, y);
                all &= to.weight(x, y) > 0
                        && sx > -0.75
                        && sy > -0.75
                        && sx < suspect.width() - 0.25
                        && sy < suspect.height() - 0.25;
            }
            inside[block] = all;
        }
        return inside;
    }

    /** Lower-quintile deviation of the suspect where the original is flat; 0 where there is too little flat. */
    private static double noise(BlockGrid grid, boolean[] inside, BlockTextures original, BlockTextures suspect) {
        double[] flat = IntStream.range(0, grid.count())
                .filter(block -> inside[block] && original.deviationOf(block) < 2)
                .mapToDouble(suspect::deviationOf)
                .sorted()
                .toArray();
        return flat.length < 6 ? 0 : flat[flat.length / 5];
    }

    private static final double[] SIGMAS = {1, 1.5, 2.2, 3.2, 4.5, 6.5};

    /** The smallest smoothing that makes the original no finer than the suspect; 0 when the suspect is about as fine. */
    private static double blur(
            AlignedPair pair,
            BlockGrid grid,
            boolean[] inside,
            BlockTextures original,
            BlockTextures suspect,
            double bar) {
        int[] blocks = IntStream.range(0, grid.count())
                .filter(block -> inside[block] && original.deviationOf(block) > bar)
                .toArray();
        double wanted = suspect.sharpness(blocks);
        if (blocks.length == 0 || wanted > 0.6 * original.sharpness(blocks)) {
            return 0;
        }
        for (double sigma : SIGMAS) {
            BlockTextures blurred =
                    new BlockTextures(pair.blurredOriginalLuma(sigma), pair.width(), pair.height(), grid);
            if (blurred.sharpness(blocks) <= 1.2 * wanted) {
                return sigma;
            }
        }
        return SIGMAS[SIGMAS.length - 1];
    }

    private State[] states(
            BlockGrid grid,
            boolean[] inside,
            BlockTextures original,
            BlockTextures suspect,
            double bar,
            double noise,
            double[] correlations) {
        State[] states = new State[grid.count()];
        double addedBar = Math.max(calibration.addedDeviation(), 3 * noise);
        for (int block = 0; block < states.length; block++) {
            if (!inside[block]) {
                states[block] = State.HIDDEN;
            } else if (original.deviationOf(block) > bar) {
                double r = original.correlation(block, suspect, calibration.searchPixels());
                correlations[block] = r;
                states[block] = Math.abs(r) > calibration.minCorrelation() ? State.SAME : State.OTHER;
            } else {
                states[block] = suspect.deviationOf(block) > addedBar ? State.ADDED : State.FLAT;
            }
        }
        return states;
    }

    /** Blocks by index, as an array. */
    static int[] indices(List<Integer> blocks) {
        return blocks.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Median of the values at {@code indices}. */
    static double median(double[] values, int[] indices) {
        double[] picked =
                Arrays.stream(indices).mapToDouble(i -> values[i]).sorted().toArray();
        return picked[picked.length / 2];
    }
}
