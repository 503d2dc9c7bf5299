package io.countermark.bench.index;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;

/** Processor time of the current thread, many times, in milliseconds. */
final class Times {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private double[] millis = new double[64];
    private int count;

    /** Nanoseconds. */
    static long now() {
        return THREADS.getCurrentThreadCpuTime();
    }

    void since(long begin) {
        if (count == millis.length) {
            millis = Arrays.copyOf(millis, 2 * count);
        }
        millis[count++] = (now() - begin) / 1e6;
    }

    /** @param share 0 to 1, 0.5 for the median */
    double at(double share) {
        double[] sorted = Arrays.copyOf(millis, count);
        Arrays.sort(sorted);
        return count == 0 ? Double.NaN : sorted[(int) Math.min(count - 1, share * count)];
    }

    int count() {
        return count;
    }

    double mean() {
        return Arrays.stream(millis, 0, count).average().orElse(Double.NaN);
    }
}
