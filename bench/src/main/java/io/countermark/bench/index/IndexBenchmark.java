package io.countermark.bench.index;

import io.countermark.cli.Benchmark;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Measures the copy index as it grows: held-out photos of a folder are registered in indexes of a hundredth, a tenth and all of a size,
 * filled up with pictures recombined from the features of the other half's photos; attacked photos and strangers are searched in each.
 * Then the scan over global codes beside a plain sum over the same numbers, and beside FAISS where it is installed.
 *
 * <p>Times are processor time of the searching thread, so that a busy machine does not count, and stand beside the median time
 * of decoding one of the photos in the same run.
 */
public final class IndexBenchmark implements Benchmark {

    private static final String USAGE =
            "bench index --photos DIR [--size N] [--originals K] [--folder DIR]: at least 1,000 entries,"
                    + " 7 kB of disk each; DIR for the files, by default a temporary folder";

    @Override
    public String name() {
        return "index";
    }

    @Override
    public String summary() {
        return "Growth, recall and latency of the copy index; its code scan beside a sum and FAISS";
    }

    /** What to measure. */
    record Plan(Path photos, int size, int originals, Path folder) {}

    @Override
    public int run(List<String> arguments, PrintStream out) {
        try {
            Plan plan = plan(arguments);
            Path work = Files.createTempDirectory(plan.folder(), "index-benchmark");
            try {
                new GrowthMeasurement(plan, work, out).run();
                new CodeMeasurement(plan.size(), work, out).run();
            } finally {
                delete(work);
            }
            return 0;
        } catch (IllegalArgumentException e) {
            out.println(e.getMessage());
            out.println(USAGE);
            return 2;
        } catch (IOException e) {
            out.println("The measurement failed: " + e.getMessage());
            return 1;
        }
    }

    private static Plan plan(List<String> arguments) {
        Path photos = null;
        Path folder = Path.of(System.getProperty("java.io.tmpdir"));
        int size = 20_000;
        int originals = 24;
        for (int i = 0; i < arguments.size(); i += 2) {
            String value = i + 1 < arguments.size() ? arguments.get(i + 1) : "";
            switch (arguments.get(i)) {
                case "--photos" -> photos = Path.of(value);
                case "--folder" -> folder = Path.of(value);
                case "--size" -> size = Integer.parseInt(value);
                case "--originals" -> originals = Integer.parseInt(value);
                default -> throw new IllegalArgumentException("Unknown: " + arguments.get(i));
            }
        }
        if (photos == null
                || !Files.isDirectory(photos)
                || !Files.isDirectory(folder)
                || size < 1000
                || originals < 1) {
            throw new IllegalArgumentException("A folder is missing, or a number too small");
        }
        return new Plan(photos, size, originals, folder);
    }

    private static void delete(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> walk = Files.walk(folder)) {
            walk.sorted(Comparator.reverseOrder()).forEach(files::add);
        }
        for (Path file : files) {
            Files.delete(file);
        }
    }
}
