package io.countermark.cli;

import io.countermark.fingerprint.Comparison;
import io.countermark.fingerprint.PictureComparer;
import io.countermark.fingerprint.index.CopyIndex;
import io.countermark.fingerprint.index.CopySearch;
import io.countermark.fingerprint.index.Query;
import io.countermark.fingerprint.index.SearchResult;
import io.countermark.imaging.DecodedImage;
import io.countermark.imaging.ImageRejectedException;
import io.countermark.imaging.Picture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "search",
        header = "Find the originals that pictures were made from",
        description = {
            "JSON: file, verdict (COPY, SHARED_ARTWORK, ORIGINAL: nothing registered was recognised, CANNOT_TELL), reason,",
            "matches (original, verdict, score, homography, region, edits, reason; the best first), compared (with how many",
            "originals), millis. A search sees what had been acknowledged when it began; others may add or search meanwhile."
        })
final class IndexSearchCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private OutputOptions options;

    @Parameters(index = "0", paramLabel = "INDEXDIR", description = "Folder of the index")
    private Path folder;

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "IMAGE", description = "Pictures, or folders of them")
    private List<Path> images;

    @Override
    public Integer call() throws IOException {
        RegisterFile.requireWhole(folder);
        try (CopyIndex index = CopyIndex.openForReading(folder)) {
            CopySearch search = new CopySearch(index, new PictureComparer());
            return new FileRun(spec.commandLine(), options).run(images, file -> search(search, file));
        }
    }

    private static Outcome search(CopySearch search, Path file) throws IOException {
        long begin = System.nanoTime();
        byte[] bytes = ImageFile.bytes(file);
        try (DecodedImage image = ImageFile.decode(bytes);
                Query query = new Query(image.picture(), sha256(bytes))) {
            SearchResult result = search.search(query, IndexSearchCommand::original);
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
            return Outcome.of(file.toString())
                    .with("verdict", result.verdict().name())
                    .with("reason", result.reason())
                    .with(
                            "matches",
                            result.matches().stream()
                                    .map(IndexSearchCommand::fields)
                                    .toList())
                    .with("compared", result.compared())
                    .with("millis", millis)
                    .done(text(file, result));
        }
    }

    private static String text(Path file, SearchResult result) {
        StringBuilder text = new StringBuilder(file + ": " + result.verdict() + ": " + result.reason());
        for (SearchResult.Match match : result.matches()) {
            text.append(System.lineSeparator())
                    .append("  ")
                    .append(match.verdict())
                    .append(' ')
                    .append(match.id());
            Comparison comparison = match.comparison();
            if (comparison != null && !comparison.edits().isEmpty()) {
                text.append(" (").append(String.join(", ", comparison.edits())).append(')');
            }
        }
        return text.toString();
    }

    private static Map<String, @Nullable Object> fields(SearchResult.Match match) {
        Comparison comparison = match.comparison();
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("original", match.id());
        fields.put("verdict", match.verdict().name());
        fields.put("score", match.score());
        fields.put("homography", comparison == null ? null : comparison.homography());
        fields.put("region", comparison == null ? null : CompareCommand.region(comparison.region()));
        fields.put("edits", comparison == null ? List.of() : comparison.edits());
        fields.put("reason", comparison == null ? "Its pixels are not to be had" : comparison.reason());
        return fields;
    }

    /** An id is the path it was added by; a code from a list has none, and what its id names is nobody's to open. */
    private static Optional<Picture> original(String id) throws IOException {
        if (IndexPdqCommands.isCode(id)) {
            return Optional.empty();
        }
        try {
            Path file = Path.of(id);
            if (!file.isAbsolute() || !Files.isRegularFile(file)) {
                return Optional.empty();
            }
            try (DecodedImage image = ImageFile.decode(file)) {
                return Optional.of(image.picture().toBgr8());
            }
        } catch (InvalidPathException | ImageRejectedException e) {
            return Optional.empty();
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
