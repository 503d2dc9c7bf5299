package io.countermark.bench.copies;

import io.countermark.cli.Benchmark;
import io.countermark.fingerprint.Comparison;
import io.countermark.fingerprint.Pdq;
import io.countermark.fingerprint.PdqFingerprint;
import io.countermark.fingerprint.PictureComparer;
import io.countermark.fingerprint.Verdict;
import io.countermark.imaging.DecodeLimits;
import io.countermark.imaging.DecodedImage;
import io.countermark.imaging.ImageDecoder;
import io.countermark.imaging.Picture;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Recall of pair comparison per attack, beside PDQ at its recommended distance, on the photos of a folder with the subfolders
 * {@code shop}, {@code clothing} and {@code packshots}.
 */
public final class CopiesBenchmark implements Benchmark {

    private static final int PDQ_DISTANCE = 31;
    private static final int DEFAULT_ORIGINALS = 30;
    private static final String USAGE =
            "bench copies --photos DIR [--originals N]: DIR with the subfolders shop, clothing and packshots";

    private final PictureComparer comparer = new PictureComparer();
    private final ImageDecoder decoder = new ImageDecoder(DecodeLimits.DEFAULT);

    @Override
    public String name() {
        return "copies";
    }

    @Override
    public String summary() {
        return "Recall of pair comparison under 52 attacks, beside PDQ";
    }

    @Override
    public int run(List<String> arguments, PrintStream out) {
        boolean sound = arguments.size() == 2
                || (arguments.size() == 4 && arguments.get(2).equals("--originals"));
        if (!sound || !arguments.getFirst().equals("--photos") || !Files.isDirectory(Path.of(arguments.get(1)))) {
            out.println(USAGE);
            return 2;
        }
        try {
            int originals = arguments.size() == 4 ? Integer.parseInt(arguments.get(3)) : DEFAULT_ORIGINALS;
            table(Path.of(arguments.get(1)), originals, out);
            return 0;
        } catch (NumberFormatException e) {
            out.println(USAGE);
            return 2;
        } catch (IOException e) {
            out.println("A photo can't be read: " + e.getMessage());
            return 1;
        }
    }

    private void table(Path photos, int originals, PrintStream out) throws IOException {
        List<Path> library = every(photos.resolve("shop"), originals - originals / 3);
        library.addAll(every(photos.resolve("clothing"), originals / 3));
        List<Canvas> others = new ArrayList<>();
        for (Path path : every(photos.resolve("packshots"), 8)) {
            try (Picture picture = open(path)) {
                others.add(Canvas.of(picture));
            }
        }
        out.println("| attack | pictures | PDQ | COPY | COPY or SHARED_ARTWORK |");
        out.println("|---|---|---|---|---|");
        for (Attack attack : Attacks.all()) {
            out.println(row(attack, library, others));
        }
    }

    private String row(Attack attack, List<Path> library, List<Canvas> others) throws IOException {
        int pictures = 0;
        int pdq = 0;
        int copies = 0;
        int shared = 0;
        for (int i = 0; i < library.size(); i++) {
            try (Picture original = open(library.get(i))) {
                Canvas canvas = Canvas.of(original);
                if (attack.needsWhiteGround() && !onWhite(canvas)) {
                    continue;
                }
                try (Picture suspect =
                        Picture.adopt(attack.on(canvas, i, others).mat())) {
                    pictures++;
                    pdq += distance(original, suspect) <= PDQ_DISTANCE ? 1 : 0;
                    Comparison found = comparer.compare(original, suspect);
                    copies += found.verdict() == Verdict.COPY ? 1 : 0;
                    shared += found.verdict() == Verdict.SHARED_ARTWORK ? 1 : 0;
                }
            }
        }
        return String.format(
                Locale.ROOT,
                "| %s | %d | %.0f | %.0f | %.0f |",
                attack.name(),
                pictures,
                percent(pdq, pictures),
                percent(copies, pictures),
                percent(copies + shared, pictures));
    }

    private static double percent(int part, int whole) {
        return 100.0 * part / Math.max(1, whole);
    }

    /** Under any of the eight symmetries. */
    private static int distance(Picture original, Picture suspect) {
        PdqFingerprint fingerprint = Pdq.describe(original);
        var hash = Pdq.describe(suspect).hash();
        return fingerprint.hashes().stream()
                .mapToInt(form -> form.hammingDistance(hash))
                .min()
                .orElseThrow();
    }

    /** Whether at least a quarter is white ground. */
    private static boolean onWhite(Canvas canvas) {
        int white = 0;
        boolean[] ground = PixelSteps.whiteGround(canvas);
        for (boolean pixel : ground) {
            white += pixel ? 1 : 0;
        }
        return white * 4 >= ground.length;
    }

    private static List<Path> every(Path folder, int count) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> sorted = files.sorted().toList();
            List<Path> picked = new ArrayList<>();
            for (int i = 0; i < Math.min(count, sorted.size()); i++) {
                picked.add(sorted.get((int) ((long) i * sorted.size() / count)));
            }
            return picked;
        }
    }

    private Picture open(Path path) throws IOException {
        try (DecodedImage image = decoder.decode(Files.readAllBytes(path))) {
            return image.picture().toBgr8();
        }
    }
}
