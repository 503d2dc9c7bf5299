package io.countermark.vault;

import static io.countermark.vault.VaultTest.content;
import static io.countermark.vault.VaultTest.sha256;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;

class RunningDigestTest {

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    @Test
    void itIsTheDigestHoweverTheContentIsCut() throws Exception {
        for (int round = 0; round < 200; round++) {
            byte[] content = content(round, random.nextInt(3 << 20));
            assertArrayEquals(sha256(content), digest(content), "seed " + seed + ", round " + round);
        }
    }

    /** With awaits in between, after which the bytes may be overwritten. */
    private byte[] digest(byte[] content) {
        RunningDigest digest = new RunningDigest();
        byte[] buffer = new byte[content.length];
        for (int at = 0; at < content.length; ) {
            int length = Math.min(content.length - at, 1 + random.nextInt(600_000));
            System.arraycopy(content, at, buffer, at, length);
            digest.update(buffer, at, length);
            at += length;
            if (random.nextInt(3) == 0) {
                int until = random.nextInt(at + 1);
                digest.await(until);
                Arrays.fill(buffer, 0, until, (byte) 0);
            }
        }
        return digest.value();
    }

    @Test
    void itNeedsNoSecondThread() throws Exception {
        byte[] content = content(seed, 2_000_000);
        ForkJoinPool pool = ForkJoinPool.commonPool();
        CountDownLatch over = new CountDownLatch(1);
        try {
            for (int i = 0; i < pool.getParallelism(); i++) {
                pool.execute(() -> {
                    try {
                        over.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
            }
            assertArrayEquals(sha256(content), digest(content), "seed " + seed);
        } finally {
            over.countDown();
        }
    }

    @Test
    void anInterruptedThreadGetsItsDigestAndStaysInterrupted() throws Exception {
        byte[] content = content(seed, 8_000_000);
        RunningDigest digest = new RunningDigest();
        digest.update(content, 0, content.length);
        Thread.currentThread().interrupt();
        byte[] value = digest.value();
        boolean interrupted = Thread.interrupted();
        assertArrayEquals(sha256(content), value, "seed " + seed);
        assertTrue(interrupted);
    }
}
