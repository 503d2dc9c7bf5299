package io.countermark.fingerprint;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Made pictures with the hashes that the reference implementation gives for their pixels. */
final class PdqReferenceVectors {

    /** @param forms in the order of {@link Dihedral} */
    record Vector(String name, int quality, List<PdqHash> forms) {}

    /** Sizes on both sides of every branch: below and at 64, even and odd windows, thin, larger than 512. */
    private static final int[][] SIZES = {
        {5, 5},
        {5, 200},
        {31, 47},
        {64, 64},
        {63, 65},
        {127, 128},
        {129, 128},
        {128, 384},
        {255, 257},
        {400, 533},
        {512, 512},
        {513, 511},
        {640, 480},
        {1000, 37},
        {777, 1023},
        {1274, 1580}
    };

    private PdqReferenceVectors() {}

    /** Names look like {@code scene-3-640x480}: kind, seed, size. */
    static List<String> names() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < SIZES.length; i++) {
            names.add("scene-" + i + "-" + SIZES[i][0] + "x" + SIZES[i][1]);
            names.add("product-" + i + "-" + SIZES[i][0] + "x" + SIZES[i][1]);
        }
        return names;
    }

    static int width(String name) {
        return Integer.parseInt(name.substring(name.lastIndexOf('-') + 1, name.lastIndexOf('x')));
    }

    static int height(String name) {
        return Integer.parseInt(name.substring(name.lastIndexOf('x') + 1));
    }

    static byte[] draw(String name) {
        long seed = Long.parseLong(name.split("-")[1]);
        return name.startsWith("scene")
                ? MadePicture.scene(seed, width(name), height(name))
                : MadePicture.product(seed, width(name), height(name));
    }

    static List<Vector> read() {
        try (InputStream in =
                Objects.requireNonNull(PdqReferenceVectors.class.getResourceAsStream("pdq-reference.tsv"))) {
            List<Vector> vectors = new ArrayList<>();
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                if (line.startsWith("#")) {
                    continue;
                }
                String[] cells = line.split("\t");
                List<PdqHash> forms = new ArrayList<>();
                for (int i = 2; i < 10; i++) {
                    forms.add(PdqHash.fromHex(cells[i]));
                }
                vectors.add(new Vector(cells[0], Integer.parseInt(cells[1]), forms));
            }
            return vectors;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes the made pictures as PPM files into the folder {@code args[0]}, for hashing by the reference. */
    public static void main(String[] args) throws IOException {
        for (String name : names()) {
            write(Path.of(args[0], name + ".ppm"), draw(name), width(name), height(name));
        }
    }

    static void write(Path file, byte[] bgr, int width, int height) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            out.write(("P6\n" + width + " " + height + "\n255\n").getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < bgr.length; i += 3) {
                out.write(bgr[i + 2]);
                out.write(bgr[i + 1]);
                out.write(bgr[i]);
            }
        }
    }
}
