package io.countermark.bench.watermark;

import io.countermark.watermark.MarkWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * The photos below a folder, parted by a hash of their names into those that may be looked at while tuning and those that are held
 * out for the report; taken in turn from each folder, so that a few are of every kind.
 */
record PhotoSet(List<Path> photos) {

    /** Whether a photo belongs to the held-out part of this size. */
    static boolean heldOut(Path photo, double fraction) {
        return hash("split", photo) % 1000 < Math.round(1000 * fraction);
    }

    private static long hash(String salt, Path photo) {
        CRC32 crc = new CRC32();
        String name = photo.subpath(Math.max(0, photo.getNameCount() - 2), photo.getNameCount())
                .toString();
        crc.update((salt + "/" + name).getBytes(StandardCharsets.UTF_8));
        return crc.getValue();
    }

    /** At most {@code count} photos of the part, those first whose names hash lowest. */
    static PhotoSet choose(Path folder, double fraction, boolean heldOut, int count) {
        Map<Path, Integer> rank = new HashMap<>();
        Map<Path, Integer> inFolder = new HashMap<>();
        List<Path> chosen = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            files.filter(PhotoSet::isPhoto)
                    .filter(photo -> heldOut(photo, fraction) == heldOut)
                    .sorted(Comparator.comparingLong((Path photo) -> hash("order", photo))
                            .thenComparing(Path::toString))
                    .forEach(photo -> {
                        rank.put(photo, inFolder.merge(photo.resolveSibling(""), 1, Integer::sum));
                        chosen.add(photo);
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        chosen.sort(Comparator.comparing((Path photo) -> rank.getOrDefault(photo, 0))
                .thenComparing(Path::toString));
        return new PhotoSet(List.copyOf(chosen.subList(0, Math.min(count, chosen.size()))));
    }

    private static boolean isPhoto(Path file) {
        String name = file.getFileName().toString().toLowerCase(java.util.Locale.ROOT);
        return (name.endsWith(".jpg") || name.endsWith(".jpeg") || name.endsWith(".png")) && isLargeEnough(file);
    }

    /** Smaller ones are refused by the writer. */
    private static boolean isLargeEnough(Path file) {
        try (var mat = org.bytedeco.opencv.global.opencv_imgcodecs.imread(file.toString())) {
            return Math.max(mat.cols(), mat.rows()) >= MarkWriter.LEAST_SIDE;
        }
    }
}
