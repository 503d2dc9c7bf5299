package io.countermark.bench.watermark;

import java.util.Locale;

/** How many of how many marks came back, and how many came back wrong. */
final class Recovery {

    private static final double Z95 = 1.959964;

    private int tried;
    private int right;
    private int wrong;
    private double correlation;

    void add(boolean found, boolean same, double z) {
        tried++;
        if (found && same) {
            right++;
            correlation += z;
        } else if (found) {
            wrong++;
        }
    }

    void add(Recovery other) {
        tried += other.tried;
        right += other.right;
        wrong += other.wrong;
        correlation += other.correlation;
    }

    int tried() {
        return tried;
    }

    int right() {
        return right;
    }

    int wrong() {
        return wrong;
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
        return new double[] {middle - half, middle + half};
    }

    @Override
    public String toString() {
        double[] bounds = wilson(right, tried);
        return String.format(
                Locale.ROOT,
                "%d/%d %.0f %% [%.0f-%.0f] z %.1f",
                right,
                tried,
                100.0 * right / Math.max(tried, 1),
                100 * bounds[0],
                100 * bounds[1],
                correlation / Math.max(right, 1));
    }
}
