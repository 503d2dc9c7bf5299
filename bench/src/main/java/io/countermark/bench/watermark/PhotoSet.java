package io.countermark.bench.watermark;

import io.countermark.watermark.MarkWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.bytedeco.opencv.global.opencv_imgcodecs;

/**
 * The photos below a folder, parted by a hash of the product's name into those that may be looked at while tuning and those that are
 * held out for the report; taken in turn from each folder, so that a few are of every kind. All photos of one product, its colours and
 * views, fall into the same part.
 */
record PhotoSet(List<Path> photos) {

    /** Which part. */
    enum Part {
        TUNING,
        HELD_OUT,
        /** For photos none of which was ever looked at while tuning. */
        ALL;

        private boolean has(Path photo, double fraction) {
            return switch (this) {
                case TUNING -> !heldOut(photo, fraction);
                case HELD_OUT -> heldOut(photo, fraction);
                case ALL -> true;
            };
        }
    }

    /** Whether a photo belongs to the held-out part of this size. */
    static boolean heldOut(Path photo, double fraction) {
        return hash("split/" + stem(photo)) < fraction * 0x1p32;
    }

    /**
     * The product in a photo's name: up to the first hyphen, without extension, case and a last letter after an underscore. "mh01" of
     * {@code mh01-gray_back.jpg}, "00_bravo" of {@code 00_bravo-apple-juice_b.jpg}, "blazer_00" of {@code blazer_00.jpg}.
     */
    static String stem(Path photo) {
        String name = photo.getFileName().toString().toLowerCase(Locale.ROOT);
        int dot = name.lastIndexOf('.');
        String plain = dot > 0 ? name.substring(0, dot) : name;
        int hyphen = plain.indexOf('-');
        return (hyphen > 0 ? plain.substring(0, hyphen) : plain).replaceFirst("_[a-z]$", "");
    }

    /** The first 32 bits of SHA-256. */
    private static long hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Integer.toUnsignedLong(ByteBuffer.wrap(digest).getInt());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    /** At most {@code count} photos of the part, those first whose names hash lowest. */
    static PhotoSet choose(Path folder, double fraction, Part part, int count) {
        List<Path> all;
        try (Stream<Path> files = Files.walk(folder)) {
            all = files.filter(PhotoSet::isPhoto)
                    .filter(photo -> part.has(photo, fraction))
                    .sorted(Comparator.comparingLong((Path photo) -> hash("order/" + photo.getFileName()))
                            .thenComparing(Path::toString))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<Path, Integer> rank = new HashMap<>();
        Map<Path, Integer> inFolder = new HashMap<>();
        for (Path photo : all) {
            rank.put(photo, inFolder.merge(photo.resolveSibling(""), 1, Integer::sum));
        }
        List<Path> turns = new ArrayList<>(all);
        turns.sort(Comparator.comparing((Path photo) -> rank.getOrDefault(photo, 0)));
        List<Path> chosen = new ArrayList<>();
        for (Path photo : turns) {
            if (chosen.size() < count && isLargeEnough(photo)) {
                chosen.add(photo);
            }
        }
        return new PhotoSet(List.copyOf(chosen));
    }

    private static boolean isPhoto(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".jpg") || name.endsWith(".jpeg") || name.endsWith(".png");
    }

    /** Smaller ones are refused by the writer. */
    private static boolean isLargeEnough(Path file) {
        try (var mat = opencv_imgcodecs.imread(file.toString())) {
            return Math.max(mat.cols(), mat.rows()) >= MarkWriter.LEAST_SIDE;
        }
    }
}
