package io.countermark.fingerprint;

/**
 * One rule that takes every colour of the original to its colour in the suspect, of a kind that picture editors apply to whole
 * pictures. A free affine map would also explain a recoloured garment between unchanged skin and ground, as it can meet any four
 * colours; these kinds can't.
 *
 * @param kind      which rule
 * @param values    its coefficients, see {@link Kind}
 * @param explained share of the weight whose residual is at most {@link #TOLERANCE}, 0 to 1
 */
record ColourMap(Kind kind, double[] values, double explained) {

    /** Colour channels are blue, green, red, 0 to 255; {@code Y} luma, {@code u = B - Y}, {@code v = R - Y}. */
    enum Kind {
        /** Nothing. */
        IDENTITY,
        /** One quadratic curve for all channels: brightness, contrast, gamma, inversion. Three values. */
        TONE,
        /** A quadratic curve a channel: white balance, colour cast. Nine values. */
        BALANCE,
        /** A quadratic curve of Y; (u, v) turned and scaled: hue, saturation. Five values, the last two the turn's cosine and sine times its scale. */
        HUE,
        /** Y, u and v each a quadratic curve of the original's Y: gray, sepia, duotone. Nine values. */
        MONOCHROME
    }

    /** Largest residual in any channel at which a block's mean colour counts as explained; measured for the prototype. */
    static final double TOLERANCE = 22;

    private static final int ROUNDS = 4;

    /** The first kind that explains nearly as much as the best one. Colours are {@code n x 3}, weights {@code n}. */
    static ColourMap fit(double[][] from, double[][] to, double[] weights) {
        ColourMap best = unchanged(from, to, weights);
        for (Kind kind : new Kind[] {Kind.TONE, Kind.HUE, Kind.BALANCE, Kind.MONOCHROME}) {
            ColourMap candidate = robust(kind, from, to, weights);
            if (candidate.explained > best.explained + 0.02) {
                best = candidate;
            }
        }
        return best;
    }

    /** The rule that changes nothing, with what it explains. */
    static ColourMap unchanged(double[][] from, double[][] to, double[] weights) {
        return new ColourMap(Kind.IDENTITY, new double[0], 0).scored(from, to, weights);
    }

    /** What {@code bgr} of the original becomes. */
    double[] apply(double[] bgr) {
        double luma = luma(bgr);
        return switch (kind) {
            case IDENTITY -> bgr;
            case TONE -> new double[] {clip(curve(0, bgr[0])), clip(curve(0, bgr[1])), clip(curve(0, bgr[2]))};
            case BALANCE -> new double[] {clip(curve(0, bgr[0])), clip(curve(3, bgr[1])), clip(curve(6, bgr[2]))};
            case HUE -> {
                double u = bgr[0] - luma;
                double v = bgr[2] - luma;
                yield bgr(curve(0, luma), values[3] * u - values[4] * v, values[4] * u + values[3] * v);
            }
            case MONOCHROME -> bgr(curve(0, luma), curve(3, luma), curve(6, luma));
        };
    }

    /** Largest difference in any channel between what this makes of {@code from} and {@code to}. */
    double residual(double[] from, double[] to) {
        double[] made = apply(from);
        return Math.max(Math.abs(made[0] - to[0]), Math.max(Math.abs(made[1] - to[1]), Math.abs(made[2] - to[2])));
    }

    /** How far the three curves of a balance part from each other, 0 to 255; other kinds have none. */
    double channelSpread() {
        if (kind != Kind.BALANCE) {
            return 0;
        }
        double spread = 0;
        for (int x = 16; x < 256; x += 16) {
            double blue = clip(curve(0, x));
            double green = clip(curve(3, x));
            double red = clip(curve(6, x));
            spread = Math.max(spread, Math.max(blue, Math.max(green, red)) - Math.min(blue, Math.min(green, red)));
        }
        return spread;
    }

    /** Degrees by which a hue map turns, 0 to 180; other kinds have none. */
    double turn() {
        return kind == Kind.HUE ? Math.toDegrees(Math.abs(Math.atan2(values[4], values[3]))) : 0;
    }

    /** Factor by which a hue map scales saturation; 1 for other kinds. */
    double saturation() {
        return kind == Kind.HUE ? Math.hypot(values[3], values[4]) : 1;
    }

    /** Whether dark became light. */
    boolean inverts() {
        return switch (kind) {
            case IDENTITY -> false;
            case BALANCE -> curve(3, 224) < curve(3, 32);
            case TONE, HUE, MONOCHROME -> curve(0, 224) < curve(0, 32);
        };
    }

    static double luma(double[] bgr) {
        return 0.114 * bgr[0] + 0.587 * bgr[1] + 0.299 * bgr[2];
    }

    private static double[] bgr(double luma, double u, double v) {
        double blue = luma + u;
        double red = luma + v;
        return new double[] {clip(blue), clip((luma - 0.114 * blue - 0.299 * red) / 0.587), clip(red)};
    }

    private double curve(int at, double x) {
        return values[at] + values[at + 1] * x + values[at + 2] * x * x / 255;
    }

    private static double clip(double value) {
        return Math.max(0, Math.min(255, value));
    }

    private ColourMap scored(double[][] from, double[][] to, double[] weights) {
        double good = 0;
        double all = 1e-9;
        for (int i = 0; i < from.length; i++) {
            all += weights[i];
            if (residual(from[i], to[i]) <= TOLERANCE) {
                good += weights[i];
            }
        }
        return new ColourMap(kind, values, good / all);
    }

    /** Least squares over everything, then again without what lies far off. */
    private static ColourMap robust(Kind kind, double[][] from, double[][] to, double[] weights) {
        double[] kept = weights.clone();
        ColourMap map = new ColourMap(Kind.IDENTITY, new double[0], 0);
        for (int round = 0; round < ROUNDS; round++) {
            map = new ColourMap(kind, solve(kind, from, to, kept), 0).scored(from, to, weights);
            double cut = round == 0 ? 60 : round == 1 ? 40 : 25;
            for (int i = 0; i < kept.length; i++) {
                kept[i] = map.residual(from[i], to[i]) <= cut ? weights[i] : weights[i] * 1e-3;
            }
        }
        return map;
    }

    private static double[] solve(Kind kind, double[][] from, double[][] to, double[] weights) {
        return switch (kind) {
            case IDENTITY -> new double[0];
            case TONE -> {
                LeastSquares fit = new LeastSquares(3);
                for (int i = 0; i < from.length; i++) {
                    for (int channel = 0; channel < 3; channel++) {
                        observe(fit, weights[i], from[i][channel], to[i][channel]);
                    }
                }
                yield fit.solve();
            }
            case BALANCE -> {
                double[] values = new double[9];
                for (int channel = 0; channel < 3; channel++) {
                    LeastSquares fit = new LeastSquares(3);
                    for (int i = 0; i < from.length; i++) {
                        observe(fit, weights[i], from[i][channel], to[i][channel]);
                    }
                    System.arraycopy(fit.solve(), 0, values, 3 * channel, 3);
                }
                yield values;
            }
            case HUE -> {
                LeastSquares tone = new LeastSquares(3);
                LeastSquares turn = new LeastSquares(2);
                for (int i = 0; i < from.length; i++) {
                    double y = luma(from[i]);
                    double z = luma(to[i]);
                    double u = from[i][0] - y;
                    double v = from[i][2] - y;
                    tone.add(weights[i], z, 1, y, y * y / 255);
                    turn.add(weights[i], to[i][0] - z, u, -v);
                    turn.add(weights[i], to[i][2] - z, v, u);
                }
                yield join(tone.solve(), turn.solve());
            }
            case MONOCHROME -> {
                LeastSquares[] fits = {new LeastSquares(3), new LeastSquares(3), new LeastSquares(3)};
                for (int i = 0; i < from.length; i++) {
                    double y = luma(from[i]);
                    double z = luma(to[i]);
                    double[] targets = {z, to[i][0] - z, to[i][2] - z};
                    for (int k = 0; k < 3; k++) {
                        fits[k].add(weights[i], targets[k], 1, y, y * y / 255);
                    }
                }
                yield join(join(fits[0].solve(), fits[1].solve()), fits[2].solve());
            }
        };
    }

    /** One point of a curve; where the result was clipped it says little. */
    private static void observe(LeastSquares fit, double weight, double from, double to) {
        fit.add(to > 2 && to < 253 ? weight : 0.05 * weight, to, 1, from, from * from / 255);
    }

    private static double[] join(double[] a, double[] b) {
        double[] both = java.util.Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }
}
