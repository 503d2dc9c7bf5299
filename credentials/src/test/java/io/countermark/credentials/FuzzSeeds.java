package io.countermark.credentials;

import io.countermark.container.EmbeddedCredentials;
import io.countermark.container.MalformedImageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Small files to start from: made here, and what fits of the corpus. */
final class FuzzSeeds {

    private static final int MOST = 40_000;

    private FuzzSeeds() {}

    /** Signed and plain pictures with metadata, bare manifest stores, signatures and metadata blocks. */
    static List<byte[]> all() throws IOException {
        List<byte[]> seeds = new ArrayList<>(files());
        for (byte[] file : List.copyOf(seeds)) {
            try {
                EmbeddedCredentials.read(file)
                        .ifPresent(found -> found.stores().forEach(store -> seeds.add(store.bytes())));
            } catch (MalformedImageException e) {
                // The corpus has files that are hostile on purpose; they are seeds, too.
            }
        }
        seeds.addAll(SignatureFuzz.seeds());
        seeds.addAll(MetadataFuzz.seeds());
        return seeds;
    }

    static List<byte[]> files() throws IOException {
        List<byte[]> seeds = new ArrayList<>(SignedFiles.all());
        for (String format : List.of("jpg", "png", "tif")) {
            seeds.add(Samples.picture(format, 24, 16));
        }
        Path corpus = OutsideEngines.shared().resolve("corpora/c2pa");
        if (Files.isDirectory(corpus)) {
            try (Stream<Path> found = Files.walk(corpus, 2)) {
                for (Path file : found.filter(Files::isRegularFile).sorted().toList()) {
                    String name = file.getFileName().toString();
                    boolean picture = name.matches(".*[.](jpg|png|webp|gif|tiff|avif|heic|svg|jxl)");
                    if (picture && Files.size(file) <= MOST) {
                        seeds.add(Files.readAllBytes(file));
                    }
                }
            }
        }
        return seeds;
    }
}
