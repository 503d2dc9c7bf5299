package io.countermark.fingerprint.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Another process adds and removes; it is killed somewhere, and what it had acknowledged must be there, and of a batch all or nothing.
 * Meanwhile this one reads beside it.
 */
class IndexCrashTest {

    private static final int ROUNDS = 6;

    @TempDir
    private Path folder;

    @Test
    void nothingAcknowledgedIsLostWhereverTheProcessIsKilled() throws Exception {
        long seed = System.nanoTime();
        System.out.println("IndexCrashTest seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        Set<String> present = new HashSet<>();
        for (int round = 0; round < ROUNDS; round++) {
            // Far enough for segments, purges and merges, and anywhere in between.
            Acknowledged acknowledged = runUntilKilled(round, random.nextInt(20, 260));
            present.addAll(acknowledged.added);
            present.removeAll(acknowledged.removed);
            try (CopyIndex index = CopyIndex.open(folder)) {
                Set<String> found = new HashSet<>(index.ids());
                present.removeAll(acknowledged.removing);
                present.removeAll(found);
                assertThat(present).as("lost, seed %d, round %d", seed, round).isEmpty();
                assertThat(acknowledged.removed.stream().filter(found::contains))
                        .as("back again, seed %d, round %d", seed, round)
                        .isEmpty();
                assertThat(found.stream().filter(id -> id.contains("/")).count() % Writer.BATCH)
                        .as("seed %d, round %d: pictures of half a batch", seed, round)
                        .isZero();
                // What was under way may be there or not; from now on it counts as it is.
                present.addAll(found);
            }
        }
        assertThat(present).isNotEmpty();
    }

    /** @param removing what the process had begun to remove: it may be there or not */
    private record Acknowledged(Set<String> added, Set<String> removing, Set<String> removed) {

        void read(String line) {
            String id = line.substring(1, line.length() - 1);
            switch (line.charAt(0)) {
                case '+' -> added.add(id);
                case '?' -> removing.add(id);
                case '-' -> removed.add(id);
                default -> throw new AssertionError(line);
            }
        }
    }

    private Acknowledged runUntilKilled(int round, int lines) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Writer.class.getName(),
                        folder.toString(),
                        Integer.toString(round))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Acknowledged acknowledged = new Acknowledged(new HashSet<>(), new HashSet<>(), new HashSet<>());
        try (BufferedReader acknowledgements =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (int i = 0; i < lines; i++) {
                String line = acknowledgements.readLine();
                assertThat(line).as("the writer ended by itself").isNotNull();
                acknowledged.read(line);
                if (i % 40 == 39) {
                    assertReads(acknowledged);
                }
            }
            // Not Process.destroyForcibly, which throws away what the process had printed.
            process.toHandle().destroyForcibly();
            // What it had printed before it died was acknowledged too.
            for (String line = acknowledgements.readLine(); line != null; line = acknowledgements.readLine()) {
                if (line.endsWith(".")) {
                    acknowledged.read(line);
                }
            }
        }
        process.waitFor();
        return acknowledged;
    }

    private void assertReads(Acknowledged acknowledged) throws IOException {
        try (CopyIndex reader = CopyIndex.openForReading(folder)) {
            Set<String> ids = new HashSet<>(reader.ids());
            assertThat(acknowledged.removed.stream().filter(ids::contains)).isEmpty();
            // Of the others, some may have been removed since; batches are not.
            assertThat(acknowledged.added.stream().filter(id -> id.contains("/") && !ids.contains(id)))
                    .isEmpty();
        }
    }

    /** Adds in small and large batches, removes and purges without end; one line for each thing that is done. */
    static final class Writer {

        private static final int BATCH = 1500;

        private Writer() {}

        public static void main(String[] args) throws IOException {
            SplittableRandom random = new SplittableRandom(Long.parseLong(args[1]) * 77);
            try (CopyIndex index = CopyIndex.open(Path.of(args[0]))) {
                for (int n = 0; ; n++) {
                    String id = args[1] + "-" + n;
                    index.add(made(id, 1, random));
                    System.out.println("+" + id + ".");
                    switch (random.nextInt(12)) {
                        case 0 -> {
                            System.out.println("?" + id + ".");
                            System.out.flush();
                            index.remove(id);
                            System.out.println("-" + id + ".");
                        }
                        case 1 -> {
                            List<IndexedPicture> many = made(id + "/", BATCH, random);
                            index.add(many);
                            StringBuilder lines = new StringBuilder();
                            many.forEach(
                                    one -> lines.append('+').append(one.id()).append(".\n"));
                            System.out.print(lines);
                        }
                        case 2 -> index.purge();
                        default -> {}
                    }
                    System.out.flush();
                }
            }
        }

        private static List<IndexedPicture> made(String id, int count, SplittableRandom random) {
            List<IndexedPicture> made = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                byte[] digest = new byte[IndexedPicture.DIGEST];
                random.nextBytes(digest);
                made.add(new IndexedPicture(
                        count == 1 ? id : id + i,
                        digest,
                        digest,
                        50,
                        List.of(new io.countermark.fingerprint.PdqHash(random.nextLong(), 1, 2, 3)),
                        new char[] {(char) random.nextInt(65_536), 7},
                        new int[] {random.nextInt(), 9},
                        new long[] {random.nextLong(), 11}));
            }
            return made;
        }
    }
}
