package io.countermark.watermark;

/**
 * Turns a hypothesis of the energy search into an exact alignment: with the pilots' phases it finds where the tile starts and climbs
 * to the scale, angle, aspect and shear at which the phases agree best.
 *
 * <p>The score is the mean cosine between seen and expected pilot phases, seen phasors being limited in amplitude: about 0.3 by chance
 * (the best of 16,384 positions), 0.6 and more on a mark.
 */
final class PilotLock {

    /**
     * A posture with the start of the tile.
     *
     * @param posture score is the lock's
     * @param x       frame coordinate, modulo 128, at the suspect's centre pixel
     * @param y       the same for y
     */
    record Alignment(Posture posture, double x, double y) {}

    private static final double NYQUIST = 0.495;
    private static final int ROUNDS = 9;
    private static final int PARAMETERS = 6;

    private final Constellation constellation;
    private final HarmonicSpectrum spectrum;
    private final double[] cos = new double[Constellation.PILOTS];
    private final double[] sin = new double[Constellation.PILOTS];

    PilotLock(Constellation constellation, HarmonicSpectrum spectrum) {
        this.constellation = constellation;
        this.spectrum = spectrum;
        for (int i = 0; i < cos.length; i++) {
            cos[i] = Math.cos(constellation.pilotPhase(i));
            sin[i] = Math.sin(constellation.pilotPhase(i));
        }
    }

    /** The better of the posture and the same upside down, at the best position, not yet climbed. */
    Alignment place(Posture posture) {
        Phasors phasors = phasors(posture);
        Alignment upright = place(posture, phasors, 1);
        Alignment turned = place(posture.turned(), phasors, -1);
        return upright.posture.score() >= turned.posture.score() ? upright : turned;
    }

    /**
     * Coordinate ascent on ln(scale), angle, ln(aspect), shear and position with shrinking steps.
     *
     * @param stretch whether aspect and shear move too; on few noisy tiles they would follow the noise
     */
    Alignment climb(Alignment start, boolean stretch) {
        double unit = 2.0 / Math.max(spectrum.columns(), spectrum.rows());
        double[] at = new double[PARAMETERS];
        double[] step = {unit, unit, 2 * unit, 2 * unit, 0.5, 0.5};
        double best = score(start, at);
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < PARAMETERS; i++) {
                if (!stretch && (i == 2 || i == 3)) {
                    continue;
                }
                double kept = at[i];
                for (int direction = -1; direction <= 1; direction += 2) {
                    at[i] = kept + direction * step[i];
                    double score = score(start, at);
                    if (score > best) {
                        best = score;
                        kept = at[i];
                        break;
                    }
                }
                at[i] = kept;
            }
            if (round > 1) {
                for (int i = 0; i < PARAMETERS; i++) {
                    step[i] *= 0.65;
                }
            }
        }
        return moved(start, at, best);
    }

    /** All harmonics under an alignment, the tile's start turned to (0, 0). */
    Harmonics harmonics(Alignment alignment) {
        Harmonics harmonics = Harmonics.allocate(constellation);
        double[] b = alignment.posture.frequencies();
        float[] value = new float[2];
        for (int i = 0; i < Constellation.PILOTS; i++) {
            look(alignment, b, constellation.pilotX(i), constellation.pilotY(i), value);
            harmonics.pilotRe()[i] = value[0];
            harmonics.pilotIm()[i] = value[1];
        }
        for (int i = 0; i < constellation.carriers(); i++) {
            look(alignment, b, constellation.carrierX(i), constellation.carrierY(i), value);
            harmonics.carrierRe()[i] = value[0];
            harmonics.carrierIm()[i] = value[1];
        }
        return harmonics;
    }

    private void look(Alignment alignment, double[] b, int kx, int ky, float[] value) {
        double x = kx / (double) Constellation.TILE;
        double y = ky / (double) Constellation.TILE;
        double fx = b[0] * x + b[1] * y;
        double fy = b[2] * x + b[3] * y;
        if (Math.abs(fx) > NYQUIST || Math.abs(fy) > NYQUIST) {
            value[0] = 0;
            value[1] = 0;
            return;
        }
        spectrum.at(fx, fy, value);
        double turn = 2 * Math.PI * (x * alignment.x + y * alignment.y);
        float c = (float) Math.cos(turn);
        float s = (float) Math.sin(turn);
        float re = value[0] * c + value[1] * s;
        value[1] = value[1] * c - value[0] * s;
        value[0] = re;
    }

    /** Pilots over their expected phase, amplitudes limited; zero above the Nyquist frequency. */
    private record Phasors(float[] re, float[] im, int seen) {}

    private Phasors phasors(Posture posture) {
        double[] b = posture.frequencies();
        float[] re = new float[Constellation.PILOTS];
        float[] im = new float[Constellation.PILOTS];
        float[] value = new float[2];
        int seen = 0;
        double total = 0;
        for (int i = 0; i < re.length; i++) {
            double kx = constellation.pilotX(i) / (double) Constellation.TILE;
            double ky = constellation.pilotY(i) / (double) Constellation.TILE;
            double fx = b[0] * kx + b[1] * ky;
            double fy = b[2] * kx + b[3] * ky;
            if (Math.abs(fx) < NYQUIST && Math.abs(fy) < NYQUIST) {
                spectrum.at(fx, fy, value);
                re[i] = value[0];
                im[i] = value[1];
                total += Math.hypot(value[0], value[1]);
                seen++;
            }
        }
        double soft = 0.5 * total / Math.max(seen, 1) + 1e-12;
        for (int i = 0; i < re.length; i++) {
            double limit = Math.hypot(re[i], im[i]) + soft;
            re[i] = (float) (re[i] / limit);
            im[i] = (float) (im[i] / limit);
        }
        return new Phasors(re, im, seen);
    }

    /** The best of all 128 x 128 positions; {@code sign} -1 looks at the conjugate, which is the picture upside down. */
    private Alignment place(Posture posture, Phasors phasors, int sign) {
        int side = Constellation.TILE;
        float[] re = new float[side * side];
        float[] im = new float[side * side];
        for (int i = 0; i < Constellation.PILOTS; i++) {
            double a = phasors.re[i];
            double b = sign * phasors.im[i];
            int at = (constellation.pilotY(i) & (side - 1)) * side + (constellation.pilotX(i) & (side - 1));
            // The conjugate of phasor times e^(-i phase), so that the inverse transform turns the way positions do.
            re[at] = (float) (a * cos[i] + b * sin[i]);
            im[at] = (float) -(b * cos[i] - a * sin[i]);
        }
        Fourier.inverse(re, im);
        int best = 0;
        for (int i = 1; i < re.length; i++) {
            if (re[i] > re[best]) {
                best = i;
            }
        }
        double score = re[best] / Math.max(phasors.seen, 12);
        int row = best / side;
        return new Alignment(posture.withScore(score), best - row * side, row);
    }

    private double score(Alignment start, double[] at) {
        Alignment alignment = moved(start, at, 0);
        Phasors phasors = phasors(alignment.posture);
        double sum = 0;
        for (int i = 0; i < Constellation.PILOTS; i++) {
            double turn = constellation.pilotPhase(i)
                    + 2
                            * Math.PI
                            / Constellation.TILE
                            * (constellation.pilotX(i) * alignment.x + constellation.pilotY(i) * alignment.y);
            sum += phasors.re[i] * Math.cos(turn) + phasors.im[i] * Math.sin(turn);
        }
        return sum / Math.max(phasors.seen, 12);
    }

    private static Alignment moved(Alignment start, double[] at, double score) {
        Posture from = start.posture;
        Posture posture = new Posture(
                from.scale() * Math.exp(at[0]),
                from.angle() + at[1],
                from.aspect() * Math.exp(at[2]),
                from.shear() + at[3],
                from.mirrored(),
                score);
        return new Alignment(posture, start.x + at[4], start.y + at[5]);
    }
}
