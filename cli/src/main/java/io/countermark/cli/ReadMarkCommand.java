package io.countermark.cli;

import io.countermark.imaging.DecodedImage;
import io.countermark.imaging.ImageEncoder;
import io.countermark.imaging.Picture;
import io.countermark.watermark.MarkId;
import io.countermark.watermark.MarkReader;
import io.countermark.watermark.MarkReading;
import io.countermark.watermark.ReadingReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "read-mark",
        header = "Read the invisible mark of pictures",
        description = {
            "Blind, or with the unmarked original at hand, which reads marks that are much more damaged. That no mark is found is",
            "an answer, not a failure. JSON: file, found, id, mode, confidence, falsePositiveBound, transform, millis; with an",
            "original also which one, proof (decoded or issued-copy) and others (further recipients of averaged copies)."
        })
final class ReadMarkCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private OutputOptions options;

    @Parameters(arity = "1..*", paramLabel = "IMAGE", description = "Pictures, or folders of them")
    private List<Path> images;

    @Option(names = "--key", required = true, paramLabel = "FILE", description = "The key they may be marked with")
    private Path keyFile;

    @ArgGroup
    private @Nullable Originals originals;

    static final class Originals {

        @Option(names = "--original", required = true, paramLabel = "FILE", description = "The unmarked original")
        private @Nullable Path file;

        @Option(
                names = "--originals",
                required = true,
                paramLabel = "DIR",
                description = "Unmarked originals: the one of the same file name is tried first, then all")
        private @Nullable Path folder;
    }

    @Option(
            names = "--issued",
            paramLabel = "FILE",
            description =
                    "Ids of all copies that were issued of the original, one a line: tells the recipient where nothing can be decoded")
    private @Nullable Path issuedFile;

    @Option(
            names = "--report",
            paramLabel = "DIR",
            description =
                    "For each mark found, NAME.report.png (registered side by side, heat map of its tiles) and NAME.report.json")
    private @Nullable Path report;

    private List<MarkId> issued = List.of();

    /** A reading and the original that it was made with. */
    private record Read(MarkReading reading, @Nullable Path original) {}

    @Override
    public Integer call() {
        MarkReader reader = new MarkReader(OptionValues.markKey(spec, "--key", keyFile));
        List<Path> candidates = candidates();
        if (issuedFile != null) {
            if (candidates.isEmpty()) {
                throw new ParameterException(
                        spec.commandLine(), "--issued needs the original, by --original or --originals");
            }
            issued = OptionValues.markIds(spec, "--issued", issuedFile);
        }
        return new FileRun(spec.commandLine(), options).run(images, file -> read(file, reader, candidates));
    }

    private List<Path> candidates() {
        if (originals == null) {
            return List.of();
        }
        if (originals.file != null) {
            return List.of(originals.file);
        }
        Path folder = Objects.requireNonNull(originals.folder);
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> all = files.filter(Files::isRegularFile).sorted().toList();
            if (all.isEmpty()) {
                throw new ParameterException(spec.commandLine(), "--originals: there is no file in " + folder);
            }
            return all;
        } catch (IOException e) {
            throw Refusal.option(spec, "--originals", Failure.of(e));
        }
    }

    private Outcome read(Path file, MarkReader reader, List<Path> candidates) throws IOException {
        long begin = System.nanoTime();
        Read read;
        try (DecodedImage suspect = ImageFile.decode(file)) {
            read = candidates.isEmpty()
                    ? new Read(reader.readBlind(suspect.picture()), null)
                    : informed(file, suspect.picture(), reader, candidates);
            if (report != null && read.reading().found()) {
                report(report, file, suspect.picture(), read);
            }
        }
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
        return outcome(file, read, millis);
    }

    private static void report(Path folder, Path file, Picture suspect, Read read) throws IOException {
        ReadingReport shown = new ReadingReport(read.reading());
        Files.createDirectories(folder);
        byte[] png;
        if (read.original() == null) {
            try (Picture picture = shown.picture(suspect, null)) {
                png = ImageEncoder.encode(picture, new ImageEncoder.Png(6));
            }
        } else {
            try (DecodedImage original = ImageFile.decode(read.original());
                    Picture picture = shown.picture(suspect, original.picture())) {
                png = ImageEncoder.encode(picture, new ImageEncoder.Png(6));
            }
        }
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("file", file.toString());
        fields.put("original", read.original() == null ? null : read.original().toString());
        fields.putAll(shown.fields());
        DurableFile.write(folder.resolve(file.getFileName() + ".report.png"), png);
        DurableFile.write(
                folder.resolve(file.getFileName() + ".report.json"),
                (JsonLine.of(fields) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** The first original under which a mark is proven; otherwise the strongest trace. */
    private Read informed(Path file, Picture suspect, MarkReader reader, List<Path> candidates) throws IOException {
        @Nullable Read best = null;
        @Nullable Failure unreadable = null;
        for (Path original : sameNameFirst(file, candidates)) {
            // One broken original must not hide the others; when it is the only one, its reason is the answer.
            @Nullable Read read = null;
            try (DecodedImage image = ImageFile.decode(original)) {
                read = new Read(reader.readInformed(suspect, image.picture(), issued), original);
            } catch (io.countermark.imaging.ImageRejectedException e) {
                unreadable = new Failure(e.reason().code(), "The original " + original + ": " + e.getMessage());
            }
            if (read != null && read.reading().found()) {
                return read;
            }
            if (read != null
                    && (best == null
                            || read.reading().confidence() > best.reading().confidence())) {
                best = read;
            }
        }
        if (best == null) {
            Failure why = Objects.requireNonNull(unreadable);
            throw new CommandException(why.code(), why.message());
        }
        return best;
    }

    private static List<Path> sameNameFirst(Path file, List<Path> candidates) {
        Path name = file.getFileName();
        return Stream.concat(
                        candidates.stream().filter(c -> c.getFileName().equals(name)),
                        candidates.stream().filter(c -> !c.getFileName().equals(name)))
                .toList();
    }

    private static Outcome outcome(Path file, Read read, long millis) {
        MarkReading reading = read.reading();
        Outcome.Fields fields = Outcome.of(file.toString())
                .with("found", reading.found())
                .with("id", reading.id() == null ? null : reading.id().toHex())
                .with("mode", reading.mode().name().toLowerCase(Locale.ROOT))
                .with("confidence", JsonLine.number(reading.confidence()))
                .with("falsePositiveBound", reading.falsePositiveBound())
                .with("transform", transform(reading.transform()))
                .with("millis", millis);
        if (read.original() != null) {
            fields.with("original", read.original().toString())
                    .with(
                            "proof",
                            reading.proof().name().toLowerCase(Locale.ROOT).replace('_', '-'))
                    .with("others", reading.others().stream().map(MarkId::toHex).toList());
        }
        return fields.done(
                reading.id() == null
                        ? file + ": no mark of this key found"
                        : String.format(
                                Locale.ROOT,
                                "%s: %s (%s, by chance in at most %.1e of unmarked pictures)",
                                file,
                                reading.id().toHex(),
                                reading.mode().name().toLowerCase(Locale.ROOT),
                                reading.falsePositiveBound()));
    }

    private static @Nullable Map<String, Object> transform(MarkReading.@Nullable Transform transform) {
        if (transform == null) {
            return null;
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("scale", transform.scale());
        fields.put("rotation", transform.rotation());
        fields.put("mirrored", transform.mirrored());
        fields.put("aspect", transform.aspect());
        return fields;
    }
}
