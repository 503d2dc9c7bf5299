package io.countermark.bench.copies;

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
 * {@code shop}, {@code clothing} and {@code packshots}. Run {@code main} with the folder and the number of originals; the table goes to the
 * standard output.
 */
public final class CopiesBench {

    private static final int PDQ_DISTANCE = 31;

    private final PictureComparer comparer = new PictureComparer();
    private final ImageDecoder decoder = new ImageDecoder(DecodeLimits.DEFAULT);
    private final Path photos;

    private CopiesBench(Path photos) {
        this.photos = photos;
    }

    public static void main(String[] args) throws IOException {
        if (args.length != 2) {
            System.err.println("Usage: CopiesBench PHOTOS ORIGINALS");
            System.exit(2);
        }
        new CopiesBench(Path.of(args[0])).run(Integer.parseInt(args[1]), System.out);
    }

    private void run(int originals, PrintStream out) throws IOException {
        List<Path> library = every("shop", originals - originals / 3);
        library.addAll(every("clothing", originals / 3));
        List<Canvas> others = new ArrayList<>();
        for (Path path : every("packshots", 8)) {
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

    private List<Path> every(String folder, int count) throws IOException {
        try (Stream<Path> files = Files.list(photos.resolve(folder))) {
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
