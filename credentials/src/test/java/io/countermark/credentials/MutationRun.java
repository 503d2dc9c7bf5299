package io.countermark.credentials;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Many damaged files through one use. Each must end without an exception, within a second of the processor's time and within a
 * bounded number of bytes allocated, however the machine is loaded. What fails stays in {@code target/mutations}.
 *
 * <p>{@code -Dcountermark.mutations=100000} is the full number, {@code -Dcountermark.mutations.seed} the seed of the first.
 */
final class MutationRun {

    private static final int MUTATIONS = Integer.getInteger("countermark.mutations", 6_000);
    private static final long SEED = Long.getLong("countermark.mutations.seed", 20_261_126L);

    /** Of one file, in nanoseconds of its thread. */
    private static final long MOST_TIME = 1_000_000_000L;

    /** Of one file of less than 64 KiB. Measured: 17 MB at most over 400,000. */
    private static final long MOST_BYTES = 64L << 20;

    /** Only there so that a hang ends. */
    private static final Duration LIMIT = Duration.ofMinutes(60);

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private MutationRun() {}

    /** What is done with a damaged file. */
    interface Use {

        void of(byte[] original, byte[] mutated);
    }

    static void over(List<byte[]> originals, Use use) {
        System.out.println(MUTATIONS + " mutations of " + originals.size() + " files from seed " + SEED);
        assertTimeoutPreemptively(LIMIT, () -> {
            long most = 0;
            for (int i = 0; i < MUTATIONS; i++) {
                byte[] original = originals.get(i % originals.size());
                byte[] other = originals.get((i / originals.size()) % originals.size());
                byte[] mutated = new Mutation(SEED + i).of(original, other);
                most = Math.max(most, once(original, mutated, use, SEED + i));
            }
            System.out.println("At most " + most / 1024 + " KiB allocated for one file");
        });
    }

    private static long once(byte[] original, byte[] mutated, Use use, long seed) throws IOException {
        long time = THREADS.getCurrentThreadCpuTime();
        long bytes = THREADS.getCurrentThreadAllocatedBytes();
        try {
            use.of(original, mutated);
        } catch (RuntimeException | Error e) {
            throw new AssertionError("Seed " + seed + ", kept as " + kept(mutated, seed), e);
        }
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - bytes;
        long taken = THREADS.getCurrentThreadCpuTime() - time;
        if (taken > MOST_TIME || allocated > MOST_BYTES) {
            throw new AssertionError("Seed " + seed + " took " + taken / 1_000_000 + " ms and " + allocated
                    + " bytes; kept as " + kept(mutated, seed));
        }
        return allocated;
    }

    private static Path kept(byte[] mutated, long seed) throws IOException {
        Path folder = Files.createDirectories(Path.of("target", "mutations"));
        return Files.write(folder.resolve("seed-" + seed), mutated).toAbsolutePath();
    }
}
