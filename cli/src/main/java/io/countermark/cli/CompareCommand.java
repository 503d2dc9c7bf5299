package io.countermark.cli;

import io.countermark.fingerprint.Comparison;
import io.countermark.fingerprint.PictureComparer;
import io.countermark.imaging.DecodedImage;
import io.countermark.imaging.ImageEncoder;
import io.countermark.imaging.Picture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "compare",
        header = "Say whether a picture was made from another one",
        description = {
            "A is the original, each B a picture that may have been made from it. JSON: file (B), original (A), verdict (COPY,",
            "SHARED_ARTWORK, ORIGINAL, CANNOT_TELL), score, homography, region, edits, pdqDistance, reason, millis."
        })
final class CompareCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private OutputOptions options;

    @Parameters(index = "0", paramLabel = "A", description = "The original")
    private Path original;

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "B", description = "Pictures to hold against it")
    private List<Path> suspects;

    @Option(
            names = "--overlay",
            paramLabel = "FILE",
            description = "Write a PNG with B aligned onto A and a heat map of the differences; for one B")
    private @Nullable Path overlay;

    private final PictureComparer comparer = new PictureComparer();

    @Override
    public Integer call() throws IOException {
        if (overlay != null) {
            requireFreeOverlay(overlay);
        }
        FileRun run = new FileRun(spec.commandLine(), options);
        DecodedImage[] decoded = new DecodedImage[1];
        Outcome opened = FileRun.outcome(original, file -> {
            decoded[0] = ImageFile.decode(file);
            return Outcome.of(file.toString()).done("");
        });
        if (opened.failed()) {
            run.print(opened);
            return 1;
        }
        try (DecodedImage a = decoded[0]) {
            return run.run(suspects, file -> compare(a.picture(), file));
        }
    }

    private void requireFreeOverlay(Path target) throws IOException {
        if (suspects.size() != 1) {
            throw new ParameterException(spec.commandLine(), "--overlay is for one B, not for " + suspects.size());
        }
        for (Path input : List.of(original, suspects.getFirst())) {
            if (Files.exists(target) && Files.exists(input) && Files.isSameFile(target, input)) {
                throw new ParameterException(spec.commandLine(), "--overlay would replace the input " + input);
            }
        }
    }

    private Outcome compare(Picture a, Path file) throws IOException {
        long begin = System.nanoTime();
        try (DecodedImage b = ImageFile.decode(file)) {
            Comparison comparison = comparer.compare(a, b.picture());
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
            if (overlay != null) {
                try (Picture drawn = comparer.overlay(a, b.picture(), comparison)) {
                    DurableFile.write(overlay, ImageEncoder.encode(drawn, new ImageEncoder.Png(6)));
                }
            }
            return Outcome.of(file.toString())
                    .with("original", original.toString())
                    .with("verdict", comparison.verdict().name())
                    .with("score", comparison.score())
                    .with("homography", comparison.homography())
                    .with("region", region(comparison.region()))
                    .with("edits", comparison.edits())
                    .with("pdqDistance", comparison.pdqDistance())
                    .with("reason", comparison.reason())
                    .with("millis", millis)
                    .done(file + ": " + comparison.verdict() + ": " + comparison.reason()
                            + (comparison.edits().isEmpty()
                                    ? ""
                                    : " Edits: " + String.join(", ", comparison.edits()) + "."));
        }
    }

    static @Nullable Map<String, Object> region(Comparison.@Nullable Region region) {
        if (region == null) {
            return null;
        }
        Map<String, Object> box = new LinkedHashMap<>();
        box.put("x", region.x());
        box.put("y", region.y());
        box.put("width", region.width());
        box.put("height", region.height());
        return box;
    }
}
