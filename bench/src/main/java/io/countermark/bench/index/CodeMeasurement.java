package io.countermark.bench.index;

import io.countermark.fingerprint.PdqHash;
import io.countermark.fingerprint.index.CopyIndex;
import io.countermark.fingerprint.index.PdqList;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SplittableRandom;

/**
 * The scan over the global codes of the largest index: for one form beside a plain sum over the same 32 bytes a code in one array,
 * and beside FAISS's IndexBinaryMultiHash on the same codes and queries, where Python finds it.
 */
final class CodeMeasurement {

    private static final int ROUNDS = 41;
    private static final int QUERIES = 200;
    private static final int PDQ_MATCH = 31;
    private static final List<String> PYTHONS = List.of("python3", "/usr/bin/python3");

    private final int size;
    private final Path work;
    private final PrintStream out;
    private final SplittableRandom random = new SplittableRandom(7);

    CodeMeasurement(int size, Path work, PrintStream out) {
        this.size = size;
        this.work = work;
        this.out = out;
    }

    void run() throws IOException {
        try (CopyIndex index = CopyIndex.openForReading(work.resolve("size-" + size))) {
            List<PdqList.Line> codes = new ArrayList<>();
            index.codes(codes::add);
            scan(index, codes);
            for (int flipped : new int[] {10, 20, PDQ_MATCH}) {
                lookup(index, codes, flipped);
            }
        }
    }

    private void scan(CopyIndex index, List<PdqList.Line> codes) {
        long[] words = new long[4 * codes.size()];
        for (int i = 0; i < codes.size(); i++) {
            put(codes.get(i).hash(), words, 4 * i);
        }
        int repeats = Math.max(1, 1_000_000 / codes.size());
        Times sums = new Times();
        Times scans = new Times();
        Times eights = new Times();
        long total = 0;
        for (int round = 0; round < ROUNDS; round++) {
            PdqHash query = flipped(codes.get(random.nextInt(codes.size())).hash(), 20);
            List<PdqHash> forms = java.util.Collections.nCopies(8, query);
            long begin = Times.now();
            for (int i = 0; i < repeats; i++) {
                total += sum(words);
            }
            sums.since(begin);
            begin = Times.now();
            for (int i = 0; i < repeats; i++) {
                total += index.nearest(query, PDQ_MATCH, 20).size();
            }
            scans.since(begin);
            begin = Times.now();
            for (int i = 0; i < repeats; i++) {
                total += index.nearest(new io.countermark.fingerprint.PdqFingerprint(forms, 100), 80, 20)
                        .size();
            }
            eights.since(begin);
        }
        out.printf(
                Locale.ROOT,
                "%nScan of %,d codes: one form takes %.2f, eight forms take %.2f of the time of a plain sum over the same array"
                        + " (%.3f ms; check %d)%n",
                codes.size(),
                scans.at(0.5) / sums.at(0.5),
                eights.at(0.5) / sums.at(0.5),
                sums.at(0.5) / repeats,
                total & 0xff);
    }

    private static long sum(long[] words) {
        long sum = 0;
        for (long word : words) {
            sum += word;
        }
        return sum;
    }

    private void lookup(CopyIndex index, List<PdqList.Line> codes, int bits) throws IOException {
        List<PdqHash> queries = new ArrayList<>();
        int[] answers = new int[QUERIES];
        for (int i = 0; i < QUERIES; i++) {
            answers[i] = random.nextInt(codes.size());
            queries.add(flipped(codes.get(answers[i]).hash(), bits));
        }
        Times ours = new Times();
        int found = 0;
        for (int i = 0; i < QUERIES; i++) {
            long begin = Times.now();
            List<CopyIndex.Near> near = index.nearest(queries.get(i), PDQ_MATCH, 1);
            ours.since(begin);
            String wanted = codes.get(answers[i]).id();
            found += !near.isEmpty() && near.getFirst().id().equals(wanted) ? 1 : 0;
        }
        out.printf(
                Locale.ROOT,
                "%nLook-up of codes with %d bits flipped, distance at most %d: recall %.1f %%, mean %.1f microseconds%n",
                bits,
                PDQ_MATCH,
                100.0 * found / QUERIES,
                1000 * ours.mean());
        faiss(codes.stream().map(PdqList.Line::hash).toList(), queries, answers);
    }

    private void faiss(List<PdqHash> codes, List<PdqHash> queries, int[] answers) throws IOException {
        Path script = work.resolve("multihash.py");
        try (InputStream in = Objects.requireNonNull(CodeMeasurement.class.getResourceAsStream("multihash.py"))) {
            Files.write(script, in.readAllBytes());
        }
        Path codesFile = write(codes, "codes");
        Path queriesFile = write(queries, "queries");
        ByteBuffer numbers = ByteBuffer.allocate(4 * answers.length).order(ByteOrder.LITTLE_ENDIAN);
        numbers.asIntBuffer().put(answers);
        Path answersFile = Files.write(work.resolve("answers"), numbers.array());
        for (String python : PYTHONS) {
            Process process = new ProcessBuilder(
                            python,
                            script.toString(),
                            codesFile.toString(),
                            queriesFile.toString(),
                            answersFile.toString())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!lines.isBlank()) {
                lines.lines().forEach(this::printFaiss);
                return;
            }
        }
        out.println("FAISS is not installed (python3-faiss): nothing to compare with");
    }

    private void printFaiss(String line) {
        String[] fields = line.split(" ", -1);
        out.println("IndexBinaryMultiHash, " + fields[0] + " hashes of " + fields[1] + " bits, " + fields[2]
                + " flipped: recall " + fields[3] + " %, mean " + fields[4] + " microseconds");
    }

    private Path write(List<PdqHash> codes, String name) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(32 * codes.size());
        for (PdqHash code : codes) {
            bytes.putLong(code.w0()).putLong(code.w1()).putLong(code.w2()).putLong(code.w3());
        }
        return Files.write(work.resolve(name), bytes.array());
    }

    private PdqHash flipped(PdqHash hash, int bits) {
        long[] words = new long[4];
        put(hash, words, 0);
        random.ints(0, 256).distinct().limit(bits).forEach(bit -> words[bit >>> 6] ^= 1L << bit);
        return new PdqHash(words[0], words[1], words[2], words[3]);
    }

    private static void put(PdqHash hash, long[] words, int at) {
        words[at] = hash.w0();
        words[at + 1] = hash.w1();
        words[at + 2] = hash.w2();
        words[at + 3] = hash.w3();
    }
}
