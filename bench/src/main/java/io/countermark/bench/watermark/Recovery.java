package io.countermark.bench.watermark;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How many of how many marks came back, and how many came back wrong. */
final class Recovery {

    private static final double Z95 = 1.959964;

    private int tried;
    private int wrong;
    /** Correlation of each that was right. */
    private final List<Double> correlations = new ArrayList<>();

    /**
     * @param found whether there was an answer
     * @param same  whether it was the right one
     * @param z     its correlation
     */
    void add(boolean found, boolean same, double z) {
        tried++;
        if (found && same) {
            correlations.add(z);
        } else if (found) {
            wrong++;
        }
    }

    void add(Recovery other) {
        tried += other.tried;
        wrong += other.wrong;
        correlations.addAll(other.correlations);
    }

    int tried() {
        return tried;
    }

    int right() {
        return correlations.size();
    }

    int wrong() {
        return wrong;
    }

    /** Right ones at or above this correlation. */
    long rightAbove(double z) {
        return correlations.stream().filter(each -> each >= z).count();
    }

    double share() {
        return tried == 0 ? Double.NaN : (double) right() / tried;
    }

    double meanCorrelation() {
        return correlations.stream().mapToDouble(Double::doubleValue).average().orElse(0);
    }

    double[] interval() {
        return wilson(right(), tried);
    }

    /** Bounds of the share at 95 % (Wilson 1927). */
    static double[] wilson(int right, int tried) {
        if (tried == 0) {
            return new double[] {0, 1};
        }
        double p = (double) right / tried;
        double z2 = Z95 * Z95 / tried;
        double middle = (p + z2 / 2) / (1 + z2);
        double half = Z95 * Math.sqrt(p * (1 - p) / tried + z2 / (4 * tried)) / (1 + z2);
        return new double[] {Math.max(0, middle - half), Math.min(1, middle + half)};
    }

    @Override
    public String toString() {
        if (tried == 0) {
            return "-";
        }
        double[] bounds = interval();
        return String.format(
                Locale.ROOT,
                "%d/%d %.1f %% [%.0f-%.0f]",
                right(),
                tried,
                100 * share(),
                100 * bounds[0],
                100 * bounds[1]);
    }
}
