package io.countermark.bench.storage;

import io.countermark.cli.Benchmark;
import io.countermark.vault.ObjectName;
import io.countermark.vault.RootKey;
import io.countermark.vault.Vault;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Writes and reads a vault in a folder in memory (so that the disk does not count) beside the JDK's AES-256-GCM alone on the same
 * buffers, alternating in one run. The vault also digests the content, derives and wraps keys, and makes four files. Prints medians
 * and the ratio vault / plain; argument: a folder, by default {@code /dev/shm}.
 */
public final class VaultBenchmark implements Benchmark {

    private static final int ROUNDS = 41;

    @Override
    public String name() {
        return "vault";
    }

    @Override
    public String summary() {
        return "Vault writes and reads beside plain AES-256-GCM on the same buffers";
    }

    @Override
    public int run(List<String> arguments, PrintStream out) {
        Path parent = Path.of(arguments.isEmpty() ? "/dev/shm" : arguments.getFirst());
        if (arguments.size() > 1 || !Files.isDirectory(parent)) {
            out.println("bench vault [FOLDER]: FOLDER in memory, by default /dev/shm");
            return 2;
        }
        try {
            measure(parent, out);
            return 0;
        } catch (IOException | GeneralSecurityException e) {
            out.println("The measurement failed: " + e.getMessage());
            return 1;
        }
    }

    private static void measure(Path parent, PrintStream out) throws IOException, GeneralSecurityException {
        Path folder = Files.createTempDirectory(parent, "vault-benchmark");
        try (Vault vault = Vault.open(folder.resolve("vault"), RootKey.openOrCreate(folder.resolve("root.key")))) {
            out.println("MiB  write: vault MB/s  plain MB/s  ratio   read: vault MB/s  plain MB/s  ratio");
            for (int mebibytes : List.of(1, 4, 16)) {
                measure(vault, mebibytes, out);
            }
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static void measure(Vault vault, int mebibytes, PrintStream out) throws GeneralSecurityException {
        byte[] content = new byte[mebibytes << 20];
        new Random(1).nextBytes(content);
        byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(content);
        SecretKeySpec key = new SecretKeySpec(sha256, "AES");
        double[][] seconds = new double[4][ROUNDS];
        UUID tenant = UUID.randomUUID();
        for (int round = 0; round < ROUNDS; round++) {
            ObjectName name = new ObjectName(tenant, UUID.randomUUID(), 1);
            Cipher gcm = Cipher.getInstance("AES/GCM/NoPadding");
            long start = System.nanoTime();
            gcm.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(128, nonce(round)));
            byte[] sealed = gcm.doFinal(content);
            seconds[1][round] = since(start);
            start = System.nanoTime();
            vault.put(name, content, sha256);
            seconds[0][round] = since(start);
            start = System.nanoTime();
            gcm.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(128, nonce(round)));
            byte[] opened = gcm.doFinal(sealed);
            seconds[3][round] = since(start);
            start = System.nanoTime();
            byte[] read = vault.get(name);
            seconds[2][round] = since(start);
            if (!Arrays.equals(read, opened)) {
                throw new IllegalStateException("what was read is not what was written");
            }
            vault.delete(name);
        }
        double[] rate = Stream.of(seconds)
                .mapToDouble(times -> content.length / 1e6 / median(times))
                .toArray();
        out.printf(
                "%3d  %18.0f %11.0f %6.2f  %17.0f %11.0f %6.2f%n",
                mebibytes, rate[0], rate[1], rate[0] / rate[1], rate[2], rate[3], rate[2] / rate[3]);
    }

    private static byte[] nonce(int round) {
        byte[] nonce = new byte[12];
        nonce[0] = (byte) round;
        return nonce;
    }

    private static double since(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
