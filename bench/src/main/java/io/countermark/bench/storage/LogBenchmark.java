package io.countermark.bench.storage;

import io.countermark.transparency.MerkleProof;
import io.countermark.transparency.NoteSigner;
import io.countermark.transparency.TransparencyLog;
import java.io.IOException;
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
public final class LogBenchmark {

    private static final int THREADS = 64;
    private static final int SECONDS = 10;

    private LogBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory(Path.of(arguments[0]), "log-benchmark");
        int large = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1_000_000;
        NoteSigner signer = NoteSigner.generate("bench.example/log", new SecureRandom());
        try {
            double fsyncs = fsyncs(folder);
            double appends = appends(folder.resolve("appends"), signer);
            System.out.printf(
                    "appends/s %.0f (%d threads), fsyncs/s %.0f, ratio %.1f%n",
                    appends, THREADS, fsyncs, appends / fsyncs);
            proofs(folder.resolve("large"), signer, large);
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

    private static double appends(Path folder, NoteSigner signer) throws Exception {
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

    private static void proofs(Path folder, NoteSigner signer, int large) {
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
            System.out.printf(
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
