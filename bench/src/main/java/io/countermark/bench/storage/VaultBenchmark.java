package io.countermark.bench.storage;

import io.countermark.cli.Benchmark;
import io.countermark.vault.ObjectName;
import io.countermark.vault.RootKey;
import io.countermark.vault.Vault;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Writes and reads a vault in a folder in memory (so that the disk does not count) beside the JDK's AES-256-GCM on the same buffers,
 * alternating in one run. Two peers: GCM alone, from array to array; and GCM with what the vault does besides and cannot leave out:
 * the content's SHA-256, on one thread, and one file in the same folder. The vault also derives and wraps keys, and makes four files.
 *
 * <p>Rates are those of the twentieth of rounds that other work on the machine disturbed least. Argument: a folder, by default
 * {@code /dev/shm}.
 */
public final class VaultBenchmark implements Benchmark {

    private static final List<Integer> MEBIBYTES = List.of(1, 4, 16, 64);

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
            out.println("MB/s; ratio = vault / peer; peers: GCM alone; GCM, SHA-256 and a file");
            out.println(" MiB            vault     GCM ratio   all three ratio   SHA-256 alone");
            new Rounds(vault, folder, 1).run(400); // Until all of it is compiled.
            for (int mebibytes : MEBIBYTES) {
                Rounds rounds = new Rounds(vault, folder, mebibytes);
                rounds.run(10);
                Map<Step, Double> rates = rounds.run(Math.clamp(640 / mebibytes, 20, 100));
                out.print(line(mebibytes, "write", rates, Step.WRITE, Step.SEAL, Step.SEAL_ALL));
                out.print(line(mebibytes, "read", rates, Step.READ, Step.OPEN, Step.OPEN_ALL));
                out.flush();
            }
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static String line(int mebibytes, String way, Map<Step, Double> rates, Step vault, Step cipher, Step all) {
        double rate = rates.getOrDefault(vault, 0.0);
        double alone = rates.getOrDefault(cipher, 0.0);
        double together = rates.getOrDefault(all, 0.0);
        return String.format(
                "%4d  %-5s %10.0f %7.0f %5.2f %11.0f %5.2f %15.0f%n",
                mebibytes,
                way,
                rate,
                alone,
                rate / alone,
                together,
                rate / together,
                rates.getOrDefault(Step.DIGEST, 0.0));
    }

    /** What is measured in turn. */
    private enum Step {
        SEAL,
        SEAL_ALL,
        WRITE,
        OPEN,
        OPEN_ALL,
        READ,
        DIGEST
    }

    /** One length of content. */
    private static final class Rounds {

        private final Vault vault;
        private final Path file;
        private final byte[] content;
        private final byte[] sha256;
        private final SecretKeySpec key;
        private final Cipher gcm;
        private final UUID tenant = UUID.randomUUID();
        private int nonces;

        Rounds(Vault vault, Path folder, int mebibytes) throws GeneralSecurityException {
            this.vault = vault;
            this.file = folder.resolve("plain");
            this.content = new byte[mebibytes << 20];
            new Random(1).nextBytes(content);
            this.sha256 = digest(content);
            this.key = new SecretKeySpec(sha256, "AES");
            this.gcm = Cipher.getInstance("AES/GCM/NoPadding");
        }

        /** MB/s. */
        Map<Step, Double> run(int count) throws GeneralSecurityException, IOException {
            Map<Step, double[]> seconds = new EnumMap<>(Step.class);
            for (Step step : Step.values()) {
                seconds.put(step, new double[count]);
            }
            for (int round = 0; round < count; round++) {
                round(seconds, round);
            }
            Map<Step, Double> rates = new EnumMap<>(Step.class);
            seconds.forEach((step, times) -> {
                Arrays.sort(times);
                rates.put(step, content.length / 1e6 / times[times.length / 20]);
            });
            return rates;
        }

        private void round(Map<Step, double[]> seconds, int round) throws GeneralSecurityException, IOException {
            ObjectName name = new ObjectName(tenant, UUID.randomUUID(), 1);
            byte[] nonce = ByteBuffer.allocate(12).putInt(nonces++).array();
            byte[] sealed = timed(seconds, Step.SEAL, round, () -> crypt(Cipher.ENCRYPT_MODE, nonce, content));
            byte[] other = ByteBuffer.allocate(12).putInt(nonces++).array();
            timed(seconds, Step.SEAL_ALL, round, () -> {
                requireContent(digest(content));
                return Files.write(file, crypt(Cipher.ENCRYPT_MODE, other, content));
            });
            timed(seconds, Step.WRITE, round, () -> vault.put(name, content, sha256));
            timed(seconds, Step.OPEN, round, () -> crypt(Cipher.DECRYPT_MODE, nonce, sealed));
            timed(seconds, Step.OPEN_ALL, round, () -> {
                byte[] opened = crypt(Cipher.DECRYPT_MODE, other, Files.readAllBytes(file));
                requireContent(digest(opened));
                return opened;
            });
            byte[] read = timed(seconds, Step.READ, round, () -> vault.get(name));
            requireContent(timed(seconds, Step.DIGEST, round, () -> digest(read)));
            vault.delete(name);
            Files.delete(file);
        }

        private byte[] crypt(int mode, byte[] nonce, byte[] bytes) throws GeneralSecurityException {
            gcm.init(mode, key, new GCMParameterSpec(128, nonce));
            return gcm.doFinal(bytes);
        }

        private void requireContent(byte[] digest) {
            if (!MessageDigest.isEqual(digest, sha256)) {
                throw new IllegalStateException("What was read is not what was written");
            }
        }

        private static byte[] digest(byte[] bytes) throws GeneralSecurityException {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        }

        private static <T> T timed(Map<Step, double[]> seconds, Step step, int round, Work<T> work)
                throws GeneralSecurityException, IOException {
            long start = System.nanoTime();
            T result = work.run();
            double[] times = Objects.requireNonNull(seconds.get(step));
            times[round] = (System.nanoTime() - start) / 1e9;
            return result;
        }
    }

    private interface Work<T> {

        T run() throws GeneralSecurityException, IOException;
    }
}
