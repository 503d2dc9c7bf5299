package io.countermark.bench.watermark;

import java.util.ArrayList;
import java.util.List;

/** Numbers measured one after the other. */
final class Figures {

    private final List<Double> values = new ArrayList<>();

    void add(double value) {
        values.add(value);
    }

    int count() {
        return values.size();
    }

    double mean() {
        return values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
    }

    double least() {
        return quantile(0);
    }

    double greatest() {
        return quantile(1);
    }

    double median() {
        return quantile(0.5);
    }

    /** Standard deviation of the sample. */
    double deviation() {
        double mean = mean();
        double squares = values.stream()
                .mapToDouble(value -> (value - mean) * (value - mean))
                .sum();
        return Math.sqrt(squares / Math.max(1, values.size() - 1));
    }

    /** @param share 0 for the least to 1 for the greatest */
    double quantile(double share) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return sorted.length == 0 ? Double.NaN : sorted[(int) Math.round(share * (sorted.length - 1))];
    }

    long atLeast(double bound) {
        return values.stream().filter(value -> value >= bound).count();
    }
}
