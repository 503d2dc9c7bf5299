package io.countermark.bench.index;

import io.countermark.imaging.DecodeLimits;
import io.countermark.imaging.DecodedImage;
import io.countermark.imaging.ImageDecoder;
import io.countermark.imaging.Picture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Photos of a folder and its subfolders, in two halves by product, so that nothing is measured on what it was made from. A product is what
 * stands before the first dash of a file's name, after a number and before a view ({@code ms12-red_back.jpg} is {@code ms12}); the half
 * is the first bit of SHA-256 of {@code "countermark-half/" + product}, the same halves as those of {@code bench copies}.
 */
final class Photos {

    private static final Pattern AROUND_PRODUCT = Pattern.compile("\\.[A-Za-z]+$|^\\d+_");
    private static final Pattern VIEW = Pattern.compile("_[a-z]$");
    private static final Pattern PICTURE = Pattern.compile(".*\\.(?:jpe?g|png|webp)", Pattern.CASE_INSENSITIVE);

    private final ImageDecoder decoder = new ImageDecoder(DecodeLimits.DEFAULT);
    private final Path folder;

    Photos(Path folder) {
        this.folder = folder;
    }

    /** Sorted; those to tune on, or the others. */
    List<Path> half(boolean tuning) throws IOException {
        return all().stream().filter(file -> isTuning(file) == tuning).toList();
    }

    List<Path> all() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file ->
                            PICTURE.matcher(file.getFileName().toString()).matches())
                    .sorted()
                    .toList();
        }
    }

    static boolean isTuning(Path file) {
        return (sha256("countermark-half/" + product(file.getFileName().toString()))[0] & 0x80) == 0;
    }

    static String product(String file) {
        String name = VIEW.matcher(AROUND_PRODUCT.matcher(file).replaceAll("")).replaceAll("");
        int dash = name.indexOf('-');
        return dash > 0 ? name.substring(0, dash) : name;
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** 8-bit colour; close it. */
    Picture open(Path file) throws IOException {
        try (DecodedImage image = decoder.decode(Files.readAllBytes(file))) {
            return image.picture().toBgr8();
        }
    }
}
