package io.countermark.watermark;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Finds where the pilots' constellation could lie in a spectrum, by energy alone: no phase is used, so position does not matter. */
final class PilotSearch {

    private static final double LEAST_SCALE = 0.26;
    private static final double MOST_SCALE = 2.7;
    /** Step of ln(scale) and of the angle in radians at 2,048 bins: the pooled map still catches the outermost pilot. */
    private static final double UNIT = 0.004;

    private final Constellation constellation;
    private final EnergyMap map;
    private final double unit;
    private final double[] scales;

    PilotSearch(Constellation constellation, HarmonicSpectrum spectrum) {
        this.constellation = constellation;
        this.map = new EnergyMap(spectrum);
        this.unit = UNIT * Math.max(1, 2048.0 / map.longSide());
        int count = (int) (Math.log(MOST_SCALE / LEAST_SCALE) / unit);
        this.scales = new double[count];
        for (int i = 0; i < count; i++) {
            scales[i] = LEAST_SCALE * Math.exp(i * unit);
        }
    }

    /**
     * Which postures to look at; all scales and both mirror states always are.
     *
     * @param fromAngle in degrees
     * @param toAngle   in degrees
     * @param aspects   horizontal over vertical stretch
     */
    record Range(double fromAngle, double toAngle, double... aspects) {}

    /** The best {@code count} hypotheses, best first. */
    List<Posture> search(List<Range> ranges, int count) {
        List<Posture> found = new ArrayList<>();
        double[] floor = {-1e9};
        for (Range range : ranges) {
            for (double aspect : range.aspects) {
                double step = Math.toDegrees(1.75 * unit);
                for (double angle = range.fromAngle; angle < range.toAngle + 1e-9; angle += step) {
                    collect(new Posture(1, Math.toRadians(angle), aspect, 0, false, 0), found, floor, count);
                    collect(new Posture(1, Math.toRadians(angle), aspect, 0, true, 0), found, floor, count);
                }
            }
        }
        List<Posture> refined = new ArrayList<>();
        for (Posture posture : apart(found, count)) {
            refined.add(refine(posture));
        }
        refined.sort(Comparator.comparingDouble(Posture::score).reversed());
        return refined;
    }

    private void collect(Posture posture, List<Posture> found, double[] floor, int count) {
        double[][] frequencies = frequencies(posture);
        float[] scores = new float[scales.length];
        map.score(frequencies[0], frequencies[1], scales, true, scores);
        for (int i = 1; i < scores.length - 1; i++) {
            if (scores[i] > floor[0] && scores[i] >= scores[i - 1] && scores[i] > scores[i + 1]) {
                found.add(new Posture(scales[i], posture.angle(), posture.aspect(), 0, posture.mirrored(), scores[i]));
            }
        }
        if (found.size() > 40 * count) {
            found.sort(Comparator.comparingDouble(Posture::score).reversed());
            found.subList(20 * count, found.size()).clear();
            floor[0] = found.getLast().score();
        }
    }

    private List<Posture> apart(List<Posture> found, int count) {
        found.sort(Comparator.comparingDouble(Posture::score).reversed());
        List<Posture> chosen = new ArrayList<>();
        for (Posture posture : found) {
            if (chosen.stream().noneMatch(other -> other.near(posture, unit))) {
                chosen.add(posture);
                if (chosen.size() == count) {
                    break;
                }
            }
        }
        return chosen;
    }

    /** The best of 5 x 5 finer steps on the map that is not pooled. */
    private Posture refine(Posture posture) {
        double[] near = new double[5];
        float[] scores = new float[5];
        Posture best = posture.withScore(-1e9);
        for (int a = -2; a <= 2; a++) {
            double angle = posture.angle() + a * 0.75 * unit;
            Posture turned = new Posture(1, angle, posture.aspect(), 0, posture.mirrored(), 0);
            for (int s = -2; s <= 2; s++) {
                near[s + 2] = posture.scale() * (1 + s * 0.5 * unit);
            }
            double[][] frequencies = frequencies(turned);
            map.score(frequencies[0], frequencies[1], near, false, scores);
            for (int s = 0; s < 5; s++) {
                if (scores[s] > best.score()) {
                    best = new Posture(near[s], angle, posture.aspect(), 0, posture.mirrored(), scores[s]);
                }
            }
        }
        return best;
    }

    private double[][] frequencies(Posture posture) {
        double[] b = posture.frequencies();
        double[] fx = new double[Constellation.PILOTS];
        double[] fy = new double[Constellation.PILOTS];
        for (int i = 0; i < fx.length; i++) {
            double kx = constellation.pilotX(i) / (double) Constellation.TILE;
            double ky = constellation.pilotY(i) / (double) Constellation.TILE;
            fx[i] = b[0] * kx + b[1] * ky;
            fy[i] = b[2] * kx + b[3] * ky;
        }
        return new double[][] {fx, fy};
    }
}
