package io.countermark.bench.index;

import io.countermark.cli.Benchmark;
import io.countermark.fingerprint.LocalFeatures;
import io.countermark.fingerprint.Subject;
import io.countermark.fingerprint.Subject.View;
import io.countermark.fingerprint.index.VocabularyTraining;
import io.countermark.imaging.Picture;
import io.countermark.imaging.Resizer;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Makes the vocabulary of visual words from one half of a folder's photos: their features at 512 pixels, as they are, mirrored, and
 * made from a smaller copy. The same photos give the same bytes.
 */
public final class VocabularyBenchmark implements Benchmark {

    private static final String USAGE = "bench vocabulary --photos DIR --out FILE";
    private static final int SMALLER = 300;

    @Override
    public String name() {
        return "vocabulary";
    }

    @Override
    public String summary() {
        return "Train the visual words that the copy index is built on";
    }

    @Override
    public int run(List<String> arguments, PrintStream out) {
        if (arguments.size() != 4
                || !arguments.get(0).equals("--photos")
                || !arguments.get(2).equals("--out")
                || !Files.isDirectory(Path.of(arguments.get(1)))) {
            out.println(USAGE);
            return 2;
        }
        try {
            Photos photos = new Photos(Path.of(arguments.get(1)));
            long[] descriptors = descriptors(photos, photos.half(true));
            byte[] vocabulary = new VocabularyTraining(descriptors).train().toByteArray();
            Files.write(Path.of(arguments.get(3)), vocabulary);
            out.println(descriptors.length / LocalFeatures.WORDS + " features, " + vocabulary.length + " bytes");
            return 0;
        } catch (IllegalArgumentException e) {
            out.println(e.getMessage());
            return 1;
        } catch (IOException e) {
            out.println("A photo can't be read, or the vocabulary can't be written: " + e.getMessage());
            return 1;
        }
    }

    private static long[] descriptors(Photos photos, List<Path> files) throws IOException {
        long[] descriptors = new long[1 << 20];
        int size = 0;
        for (Path file : files) {
            try (Picture picture = photos.open(file);
                    Picture smaller = Resizer.fit(picture, SMALLER);
                    Subject subject = new Subject(picture);
                    Subject reduced = new Subject(smaller)) {
                for (LocalFeatures features : List.of(
                        subject.features(View.SMALL),
                        subject.features(View.SMALL_MIRRORED),
                        reduced.features(View.SMALL))) {
                    long[] more = features.descriptors();
                    if (size + more.length > descriptors.length) {
                        descriptors = Arrays.copyOf(descriptors, 2 * descriptors.length);
                    }
                    System.arraycopy(more, 0, descriptors, size, more.length);
                    size += more.length;
                }
            }
        }
        return Arrays.copyOf(descriptors, size);
    }
}
