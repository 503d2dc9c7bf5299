package io.countermark.fingerprint;

import io.countermark.fingerprint.DenseEvidence.State;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** From the textures of the blocks to the evidence: the ground, the one rule for colours, what does not follow it. */
final class Judgement {

    /** Blocks this flat may be ground, in gray levels. */
    private static final double GROUND_DEVIATION = 3;
    /** And within this of the border's colour. */
    private static final double GROUND_COLOUR = 12;
    /** The ground's say in the rule for colours, as a share of everything else's. */
    private static final double GROUND_WEIGHT = 0.25;
    /** Share of the blocks that must look as before for no rule to be sought. */
    private static final double UNCHANGED = 0.92;

    /** Distance from gray from which a block is coloured. */
    private static final double CHROMA = 24;
    /** Largest change of any channel of a colour that was kept. */
    private static final double KEPT = 9;
    /** Least change of (u, v) of a colour that was shifted. */
    private static final double SHIFTED = 12;

    /** Distance from gray up to which a block counts as gray before a tint. */
    private static final double GRAY = 8;
    /** Least change of (u, v) of a gray that was tinted. */
    private static final double TINTED = 6;
    /** Gray blocks, their share of the visible ones and their span of brightness below which they prove nothing. */
    private static final int MIN_GRAY = 12;

    private static final double MIN_GRAY_SHARE = 0.08;
    private static final double MIN_GRAY_SPAN = 60;

    /** Fewer blocks with the same texture don't pay for looking at the pixels. */
    private static final int MIN_SAME = 12;
    /** Share of a block's pixels that were laid over, from which it says nothing of the copy. */
    private static final double TOUCHED = 0.04;
    /** Share of the blocks with unchanged colours from which no rule is expected. */
    private static final double MOSTLY_UNCHANGED = 0.5;

    private final Calibration calibration;
    private final AlignedPair pair;
    private final BlockGrid grid;
    private final State[] states;
    private final double[] correlations;
    private final double[][] from;
    private final double[][] to;
    private final boolean[] touched;
    private double exchanged;

    Judgement(Calibration calibration, AlignedPair pair, BlockGrid grid, State[] states, double[] correlations) {
        this.calibration = calibration;
        this.pair = pair;
        this.grid = grid;
        this.states = states;
        this.correlations = correlations;
        this.from = means(pair.original());
        this.to = means(pair.suspect());
        this.touched = new boolean[states.length];
    }

    DenseEvidence evidence(int textured, double visible, double blur, double noise) {
        boolean[] ground = ground();
        boolean[] apart = apart(ground);
        oneSign(apart);
        ColourMap colours = cover(blur, ground, apart);
        int same = count(State.SAME);
        int other = count(State.OTHER);
        int flat = count(State.FLAT) + count(State.ADDED);
        double added = (double) count(State.ADDED) / Math.max(1, flat);
        double mismatch = largest(State.OTHER) / (double) textured;
        int judged = 0;
        int explained = 0;
        int groundBlocks = 0;
        int groundExplained = 0;
        int sameExplained = 0;
        int sameApart = 0;
        double kept = kept(apart);
        double shifted = shifted(apart);
        double agreement = agreement();
        for (int block = 0; block < states.length; block++) {
            boolean follows = colours.residual(from[block], to[block]) <= ColourMap.TOLERANCE;
            if (states[block] == State.HIDDEN) {
                continue;
            }
            if (ground[block]) {
                groundBlocks += touched[block] ? 0 : 1;
                groundExplained += follows && !touched[block] ? 1 : 0;
                states[block] = states[block] == State.FLAT ? State.GROUND : states[block];
                continue;
            }
            if (!apart[block] || touched[block]) {
                continue;
            }
            judged++;
            explained += follows ? 1 : 0;
            if (states[block] == State.SAME) {
                sameApart++;
                sameExplained += follows ? 1 : 0;
            }
            if (!follows && (states[block] == State.SAME || states[block] == State.FLAT)) {
                states[block] = State.RECOLOURED;
            }
        }
        double recoloured = largest(State.RECOLOURED) / (double) Math.max(1, judged);
        return new DenseEvidence(
                grid,
                states,
                pair.width(),
                pair.height(),
                same / (double) Math.max(1, same + other),
                textured,
                same,
                count(State.COVERED) / (double) Math.max(1, grid.count() - count(State.HIDDEN)),
                exchanged,
                visible,
                colours,
                explained / (double) Math.max(1, judged),
                recoloured,
                mismatch,
                groundExplained >= 0.7 * groundBlocks,
                agreement,
                sameExplained / (double) Math.max(1, sameApart),
                kept,
                shifted,
                hueSpan(apart),
                achromatic(),
                tinted(colours),
                blur,
                noise,
                added);
    }

    /**
     * A picture is inverted as a whole or not at all: a block of the other sign is like by accident. At the product's edge another ground
     * turns the sign.
     */
    private void oneSign(boolean[] apart) {
        double sign = Arrays.stream(correlations).sum() < 0 ? -1 : 1;
        for (int block = 0; block < states.length; block++) {
            if (states[block] == State.SAME && apart[block] && sign * correlations[block] < 0) {
                states[block] = State.OTHER;
            }
            correlations[block] = Math.abs(correlations[block]);
        }
    }

    /**
     * The rule for colours, and with it out of the judgement the blocks that something was laid over, where the rest is close enough to be
     * the same pixels. What was laid over bends the rule, so it is sought again without.
     */
    private ColourMap cover(double blur, boolean[] ground, boolean[] apart) {
        ColourMap first = colours(ground, apart);
        if (count(State.SAME) < MIN_SAME || agreement() < calibration.coverAgreement()) {
            return first;
        }
        ColourMap none = ColourMap.unchanged(from, to, weights(apart, new boolean[states.length]));
        ColourMap likely = none.explained() > MOSTLY_UNCHANGED ? none : first;
        Covering covering = Covering.of(pair, likely, blur, grid, states, ground);
        touch(covering);
        ColourMap found = colours(ground, apart);
        if (found.kind() != likely.kind()) {
            covering = Covering.of(pair, found, blur, grid, states, ground);
            touch(covering);
            found = colours(ground, apart);
        }
        for (int block = 0; block < states.length; block++) {
            boolean open = states[block] != State.HIDDEN && states[block] != State.SAME;
            if (open && touched[block] && !ground[block]) {
                states[block] = State.COVERED;
            }
        }
        return found;
    }

    private void touch(Covering covering) {
        double[] shares = covering.shares(grid);
        exchanged = covering.exchanged(grid);
        for (int block = 0; block < states.length; block++) {
            touched[block] = shares[block] > TOUCHED;
        }
    }

    private int count(State state) {
        return (int) Arrays.stream(states).filter(found -> found == state).count();
    }

    private int largest(State state) {
        return grid.components(block -> states[block] == state).stream()
                .mapToInt(List::size)
                .max()
                .orElse(0);
    }

    /** Even blocks of the border's colour that hang together with the border. */
    private boolean[] ground() {
        BlockTextures textures = new BlockTextures(pair.originalLuma(), pair.width(), pair.height(), grid);
        boolean[] ground = new boolean[states.length];
        int[] border = IntStream.range(0, states.length)
                .filter(block -> onBorder(block) && textures.deviationOf(block) < GROUND_DEVIATION)
                .toArray();
        int around = 2 * (grid.columns() + grid.rows()) - 4;
        if (border.length < 0.3 * around) {
            return ground;
        }
        double[] colour = new double[3];
        for (int channel = 0; channel < 3; channel++) {
            double[] values = new double[states.length];
            for (int block : border) {
                values[block] = from[block][channel];
            }
            colour[channel] = DenseConsistency.median(values, border);
        }
        for (List<Integer> component :
                grid.components(block -> textures.deviationOf(block) < GROUND_DEVIATION && near(from[block], colour))) {
            if (component.stream().anyMatch(this::onBorder)) {
                component.forEach(block -> ground[block] = true);
            }
        }
        return ground;
    }

    private boolean onBorder(int block) {
        int column = block % grid.columns();
        int row = block / grid.columns();
        return column == 0 || row == 0 || column == grid.columns() - 1 || row == grid.rows() - 1;
    }

    private static boolean near(double[] a, double[] b) {
        return Math.abs(a[0] - b[0]) < GROUND_COLOUR
                && Math.abs(a[1] - b[1]) < GROUND_COLOUR
                && Math.abs(a[2] - b[2]) < GROUND_COLOUR;
    }

    /** Blocks that neither belong to the ground nor touch it: at its edge a mean colour mixes both. */
    private boolean[] apart(boolean[] ground) {
        boolean[] apart = new boolean[states.length];
        for (int block = 0; block < states.length; block++) {
            int column = block % grid.columns();
            int row = block / grid.columns();
            boolean touches = false;
            for (int y = Math.max(0, row - 1); y <= Math.min(grid.rows() - 1, row + 1); y++) {
                for (int x = Math.max(0, column - 1); x <= Math.min(grid.columns() - 1, column + 1); x++) {
                    touches |= ground[y * grid.columns() + x];
                }
            }
            apart[block] = !touches;
        }
        return apart;
    }

    /** No change when that explains the product whatever became of the ground; else the rule that explains both best. */
    private ColourMap colours(boolean[] ground, boolean[] apart) {
        double[] weights = weights(apart, new boolean[states.length]);
        ColourMap none = ColourMap.unchanged(from, to, weights);
        return none.explained() > UNCHANGED ? none : ColourMap.fit(from, to, weights(apart, ground));
    }

    /** One for a block that shows the original in place; the ground together a quarter of the rest. */
    private double[] weights(boolean[] apart, boolean[] ground) {
        double[] weights = new double[states.length];
        int groundBlocks = 0;
        int others = 0;
        for (int block = 0; block < states.length; block++) {
            if (shown(block)) {
                groundBlocks += ground[block] ? 1 : 0;
                others += apart[block] ? 1 : 0;
            }
        }
        double groundWeight = groundBlocks == 0 ? 0 : Math.min(1, GROUND_WEIGHT * Math.max(others, 4) / groundBlocks);
        for (int block = 0; block < states.length; block++) {
            if (shown(block)) {
                weights[block] = ground[block] ? groundWeight : apart[block] ? 1 : 0;
            }
        }
        return weights;
    }

    /** Whether the block shows the original, as far as its texture tells. */
    private boolean shown(int block) {
        return !touched[block] && (states[block] == State.SAME || states[block] == State.FLAT);
    }

    /** Median correlation of the blocks with the same texture. */
    private double agreement() {
        int[] same = IntStream.range(0, states.length)
                .filter(block -> states[block] == State.SAME && !touched[block])
                .toArray();
        return same.length == 0 ? 0 : DenseConsistency.median(correlations, same);
    }

    private boolean comparable(int block, boolean[] apart) {
        return apart[block] && shown(block);
    }

    /** Coloured blocks that look as before, colour for colour. */
    private double kept(boolean[] apart) {
        int coloured = 0;
        int unchanged = 0;
        for (int block = 0; block < states.length; block++) {
            if (comparable(block, apart) && Math.hypot(u(from[block]), v(from[block])) > CHROMA) {
                coloured++;
                unchanged += change(block) <= KEPT ? 1 : 0;
            }
        }
        return unchanged / (double) Math.max(4, coloured);
    }

    private double shifted(boolean[] apart) {
        int judged = 0;
        for (int block = 0; block < states.length; block++) {
            judged += states[block] != State.HIDDEN && apart[block] ? 1 : 0;
        }
        return grid
                        .components(block -> comparable(block, apart)
                                && Math.hypot(u(to[block]) - u(from[block]), v(to[block]) - v(from[block])) > SHIFTED)
                        .stream()
                        .mapToInt(List::size)
                        .max()
                        .orElse(0)
                / (double) Math.max(1, judged);
    }

    private double change(int block) {
        double change = 0;
        for (int channel = 0; channel < 3; channel++) {
            change = Math.max(change, Math.abs(from[block][channel] - to[block][channel]));
        }
        return change;
    }

    private static double u(double[] bgr) {
        return bgr[0] - ColourMap.luma(bgr);
    }

    private static double v(double[] bgr) {
        return bgr[2] - ColourMap.luma(bgr);
    }

    /** Root mean square of the colours' smaller principal component, about gray. */
    private double hueSpan(boolean[] apart) {
        double uu = 0;
        double uv = 0;
        double vv = 0;
        int judged = 0;
        for (int block = 0; block < states.length; block++) {
            if (comparable(block, apart)) {
                judged++;
                uu += u(from[block]) * u(from[block]);
                uv += u(from[block]) * v(from[block]);
                vv += v(from[block]) * v(from[block]);
            }
        }
        double half = (uu + vv) / 2;
        double root = Math.sqrt((uu - vv) * (uu - vv) / 4 + uv * uv);
        return Math.sqrt(Math.max(0, half - root) / Math.max(1, judged));
    }

    private double achromatic() {
        int visible = 0;
        int gray = 0;
        for (int block = 0; block < states.length; block++) {
            if (states[block] != State.HIDDEN) {
                visible++;
                double[] c = to[block];
                double spread = Math.max(c[0], Math.max(c[1], c[2])) - Math.min(c[0], Math.min(c[1], c[2]));
                gray += spread <= calibration.achromaticSpread() ? 1 : 0;
            }
        }
        return gray / (double) Math.max(1, visible);
    }

    /**
     * A product's other colour leaves what is gray around it gray; a tint of the whole picture, as sepia, takes it along.
     */
    private double tinted(ColourMap colours) {
        int visible = 0;
        int moved = 0;
        double darkest = 255;
        double lightest = 0;
        int gray = 0;
        for (int block = 0; block < states.length; block++) {
            if (states[block] == State.HIDDEN) {
                continue;
            }
            visible++;
            double[] was = from[block];
            double[] is = to[block];
            if (Math.hypot(u(was), v(was)) <= GRAY) {
                gray++;
                darkest = Math.min(darkest, ColourMap.luma(was));
                lightest = Math.max(lightest, ColourMap.luma(was));
                boolean follows = colours.residual(was, is) <= ColourMap.TOLERANCE;
                moved += follows && Math.hypot(u(is) - u(was), v(is) - v(was)) > TINTED ? 1 : 0;
            }
        }
        boolean telling = gray >= Math.max(MIN_GRAY, MIN_GRAY_SHARE * visible) && lightest - darkest >= MIN_GRAY_SPAN;
        return telling ? moved / (double) gray : 0;
    }

    private double[][] means(byte[] bgr) {
        double[][] means = new double[grid.count()][3];
        int side = grid.side();
        for (int block = 0; block < means.length; block++) {
            int blue = 0;
            int green = 0;
            int red = 0;
            for (int y = grid.top(block); y < grid.top(block) + side; y++) {
                int start = (y * pair.width() + grid.left(block)) * 3;
                for (int i = start; i < start + 3 * side; i += 3) {
                    blue += bgr[i] & 0xff;
                    green += bgr[i + 1] & 0xff;
                    red += bgr[i + 2] & 0xff;
                }
            }
            double n = (double) side * side;
            means[block] = new double[] {blue / n, green / n, red / n};
        }
        return means;
    }
}
