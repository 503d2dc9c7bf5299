package io.countermark.bench.imaging;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Several ways of doing one thing, timed in turn: each round runs every way once, in an order drawn anew (from a
 * fixed seed), so that a machine that slows down slows all of them down, and none always finds the caches as the same other one
 * left them. Timed is what the thread spends on a processor, because each way runs in
 * its one thread and other work on the machine is not the ways' doing. Rounds before the first measured one warm the compilers.
 */
public final class Contest {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** One way of doing it. */
    public record Way(String name, Runnable work) {}

    /** @param medianNanos in the order of the ways */
    public record Result(List<String> names, double[] medianNanos) {

        /** How many times as fast as {@code other} the way {@code name} is. */
        public double ratio(String name, String other) {
            return medianNanos[names.indexOf(other)] / medianNanos[names.indexOf(name)];
        }
    }

    private Contest() {}

    public static Result run(List<Way> ways, int warmUpRounds, int rounds) {
        double[][] nanos = new double[ways.size()][rounds];
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, ways.size()).boxed().toList());
        Random random = new Random(1);
        for (int round = -warmUpRounds; round < rounds; round++) {
            Collections.shuffle(order, random);
            for (int way : order) {
                long start = THREADS.getCurrentThreadCpuTime();
                ways.get(way).work().run();
                long taken = THREADS.getCurrentThreadCpuTime() - start;
                if (round >= 0) {
                    nanos[way][round] = taken;
                }
            }
        }
        List<String> names = new ArrayList<>();
        double[] medians = new double[ways.size()];
        for (int i = 0; i < ways.size(); i++) {
            names.add(ways.get(i).name());
            Arrays.sort(nanos[i]);
            medians[i] = (nanos[i][rounds / 2] + nanos[i][(rounds - 1) / 2]) / 2;
        }
        return new Result(List.copyOf(names), medians);
    }
}
