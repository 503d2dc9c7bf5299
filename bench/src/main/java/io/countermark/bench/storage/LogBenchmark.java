package io.countermark.bench.storage;

import io.countermark.cli.Benchmark;
import io.countermark.transparency.MerkleProof;
import io.countermark.transparency.NoteSigner;
import io.countermark.transparency.TransparencyLog;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * Appends with 64 threads to a log on a real disk, each append acknowledged when a signed checkpoint over it is durable, beside the
 * fsyncs a second that the same folder gives to one writer; then proofs from a log of a million entries.
 *
 * <p>Arguments: a folder on the disk to measure; number of entries of the large log (default 1,000,000).
 */
public final class LogBenchmark implements Benchmark {

    private static final int THREADS = 64;
    private static final int SECONDS = 10;

    private static final String USAGE =
            "bench log FOLDER [ENTRIES]: FOLDER on the disk to measure, ENTRIES of the large log";

    @Override
    public String name() {
        return "log";
    }

    @Override
    public String summary() {
        return "Durable appends beside the disk's own fsyncs, and proofs from a large log";
    }

    @Override
    public int run(List<String> arguments, PrintStream out) {
        if (arguments.isEmpty() || arguments.size() > 2 || !Files.isDirectory(Path.of(arguments.getFirst()))) {
            out.println(USAGE);
            return 2;
        }
        try {
            int large = arguments.size() > 1 ? Integer.parseInt(arguments.get(1)) : 1_000_000;
            measure(Path.of(arguments.getFirst()), large, out);
            return 0;
        } catch (NumberFormatException e) {
            out.println(USAGE);
            return 2;
        } catch (IOException | ExecutionException e) {
            out.println("The measurement failed: " + e.getMessage());
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    private static void measure(Path parent, int large, PrintStream out)
            throws IOException, ExecutionException, InterruptedException {
        Path folder = Files.createTempDirectory(parent, "log-benchmark");
        NoteSigner signer = NoteSigner.generate("bench.example/log", new SecureRandom());
        try {
            double fsyncs = fsyncs(folder);
            double appends = appends(folder.resolve("appends"), signer);
            out.printf(
                    "appends/s %.0f (%d threads), fsyncs/s %.0f, ratio %.1f%n",
                    appends, THREADS, fsyncs, appends / fsyncs);
            proofs(folder.resolve("large"), signer, large, out);
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static double fsyncs(Path folder) throws IOException {
        try (FileChannel channel =
                FileChannel.open(folder.resolve("fsync"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(1 << 20), 0);
            channel.force(true);
            long start = System.nanoTime();
            int count = 0;
            for (; System.nanoTime() - start < 2_000_000_000L; count++) {
                channel.write(ByteBuffer.allocate(4096), 4096L * (count % 256));
                channel.force(false);
            }
            return count * 1e9 / (System.nanoTime() - start);
        }
    }

    private static double appends(Path folder, NoteSigner signer) throws ExecutionException, InterruptedException {
        try (TransparencyLog log = TransparencyLog.open(folder, signer);
                ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            long start = System.nanoTime();
            List<Future<Integer>> done = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int thread = i;
                done.add(threads.submit(() -> {
                    int count = 0;
                    for (; System.nanoTime() - start < SECONDS * 1_000_000_000L; count++) {
                        log.append(entry(thread, count));
                    }
                    return count;
                }));
            }
            long total = 0;
            for (Future<Integer> count : done) {
                total += count.get();
            }
            return total * 1e9 / (System.nanoTime() - start);
        }
    }

    private static void proofs(Path folder, NoteSigner signer, int large, PrintStream out) {
        long start = System.nanoTime();
        try (TransparencyLog log = TransparencyLog.open(folder, signer)) {
            for (int from = 0; from < large; from += 5000) {
                List<byte[]> some = new ArrayList<>();
                for (int i = from; i < Math.min(large, from + 5000); i++) {
                    some.add(entry(0, i));
                }
                log.appendAll(some);
            }
        }
        double filled = (System.nanoTime() - start) / 1e9;
        start = System.nanoTime();
        try (TransparencyLog log = TransparencyLog.open(folder, signer)) {
            double opened = (System.nanoTime() - start) / 1e6;
            Random random = new Random(1);
            double[] inclusion = new double[1000];
            double[] consistency = new double[1000];
            for (int i = 0; i < inclusion.length; i++) {
                long index = random.nextInt(large);
                start = System.nanoTime();
                List<byte[]> path = log.inclusionProof(index, large);
                inclusion[i] = (System.nanoTime() - start) / 1e6;
                MerkleProof.verifyInclusion(
                        MerkleProof.leafHash(entry(0, (int) index)), index, large, path, log.rootHash(large));
                start = System.nanoTime();
                log.consistencyProof(index, large);
                consistency[i] = (System.nanoTime() - start) / 1e6;
            }
            out.printf(
                    "%d entries: filled in %.1f s, opened in %.0f ms; inclusion proof median %.2f ms, slowest %.2f ms;"
                            + " consistency proof median %.2f ms, slowest %.2f ms%n",
                    large, filled, opened, median(inclusion), max(inclusion), median(consistency), max(consistency));
        }
    }

    private static byte[] entry(int thread, int number) {
        byte[] entry = new byte[350]; // as long as an entry of the product
        ByteBuffer.wrap(entry).putInt(thread).putInt(number);
        return entry;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static double max(double[] values) {
        return Arrays.stream(values).max().orElse(0);
    }
}
