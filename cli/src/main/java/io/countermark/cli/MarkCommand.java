package io.countermark.cli;

import io.countermark.container.ImageFormat;
import io.countermark.imaging.DecodedImage;
import io.countermark.imaging.ImageEncoder;
import io.countermark.imaging.ImageEncoder.Encoding;
import io.countermark.imaging.Picture;
import io.countermark.watermark.MarkId;
import io.countermark.watermark.MarkWriter;
import io.countermark.watermark.MarkedPicture;
import io.countermark.watermark.visible.VisibleMarkWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
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
        name = "mark",
        header = "Write invisible marks, visible ones, or both into pictures",
        description = {
            "The marked picture gets the same file name in DIR. JPEG, PNG and WebP keep their format; what can be read but",
            "not written (AVIF, HEIC, TIFF, GIF, BMP) becomes a PNG. JSON: file, output, id, psnr, markedPsnr, margin; with a",
            "visible mark also visible. A visible mark is drawn first, so that the invisible one lies over all."
        })
final class MarkCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private OutputOptions options;

    @Parameters(arity = "1..*", paramLabel = "IMAGE", description = "Pictures, or folders of them")
    private List<Path> images;

    @ArgGroup(exclusive = false)
    private @Nullable Invisible invisible;

    static final class Invisible {

        @Option(
                names = "--id",
                required = true,
                paramLabel = "HEX",
                description = "The mark's id: 1 to 16 hexadecimal digits (64 bits) or 32 (128)")
        private @Nullable String id;

        @Option(
                names = "--key",
                required = true,
                paramLabel = "FILE",
                description = "Mark key, of 'countermark key new'")
        private @Nullable Path keyFile;
    }

    @Mixin
    private VisibleOptions visible;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "DIR",
            description = "Folder for the marked pictures")
    private Path output;

    @Option(
            names = "--quality",
            paramLabel = "N",
            defaultValue = "95",
            description = "Of JPEG and WebP, 1 to 100 (default: ${DEFAULT-VALUE})")
    private int quality;

    /** The invisible mark to write. */
    private record Inscriber(MarkWriter writer, MarkId id) {}

    @Override
    public Integer call() {
        if (quality < 1 || quality > 100) {
            throw new ParameterException(spec.commandLine(), "--quality is 1 to 100, not " + quality);
        }
        if (invisible == null && !visible.wanted()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Name an invisible mark with --id and --key, a visible one with --text or --logo");
        }
        @Nullable Inscriber inscriber = invisible == null ? null : inscriber(invisible);
        OutputFolder folder = new OutputFolder(output);
        if (!visible.wanted()) {
            visible.requireNone(spec);
            return new FileRun(spec.commandLine(), options).run(images, file -> mark(file, inscriber, null, folder));
        }
        try (VisibleOptions.Stamp stamp = visible.stamp(spec)) {
            return new FileRun(spec.commandLine(), options).run(images, file -> mark(file, inscriber, stamp, folder));
        }
    }

    private Inscriber inscriber(Invisible asked) {
        MarkId id = OptionValues.markId(spec, "--id", Objects.requireNonNull(asked.id));
        return new Inscriber(
                new MarkWriter(OptionValues.markKey(spec, "--key", Objects.requireNonNull(asked.keyFile))), id);
    }

    private Outcome mark(
            Path file, @Nullable Inscriber inscriber, VisibleOptions.@Nullable Stamp stamp, OutputFolder folder)
            throws IOException {
        try (DecodedImage image = ImageFile.decode(file)) {
            Form form = form(image.format());
            Path target = folder.target(file, form.extension());
            if (stamp == null) {
                return inscribe(file, image.picture(), Objects.requireNonNull(inscriber), target, form);
            }
            try (VisibleMarkWriter.Drawn drawn = stamp.on(image.picture())) {
                Outcome.Fields fields = Outcome.of(file.toString()).with("output", target.toString());
                if (inscriber == null) {
                    DurableFile.write(target, ImageEncoder.encode(drawn.picture(), form.encoding()));
                    return fields.with("id", null)
                            .with("psnr", null)
                            .with("markedPsnr", null)
                            .with("margin", null)
                            .with("visible", visible(drawn))
                            .done(file + ": visible mark, " + drawn.marks() + " times -> " + target);
                }
                Outcome outcome = inscribe(file, drawn.picture(), inscriber, target, form);
                outcome.fields().forEach(fields::with);
                return fields.with("visible", visible(drawn))
                        .done(outcome.text() + ", visible " + drawn.marks() + " times");
            }
        }
    }

    private static Map<String, Object> visible(VisibleMarkWriter.Drawn drawn) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("marks", drawn.marks());
        if (drawn.channel() != null) {
            fields.put("channel", drawn.channel().id());
            fields.put("rule", drawn.channel().rule().name().toLowerCase(Locale.ROOT));
        }
        return fields;
    }

    /** The PSNR is the invisible mark's alone: a visible one is part of what it is written on. */
    private static Outcome inscribe(Path file, Picture picture, Inscriber inscriber, Path target, Form form)
            throws IOException {
        try (MarkedPicture marked = inscriber.writer.mark(picture, inscriber.id)) {
            DurableFile.write(target, ImageEncoder.encode(marked.picture(), form.encoding()));
            return Outcome.of(file.toString())
                    .with("output", target.toString())
                    .with("id", inscriber.id.toHex())
                    .with("psnr", JsonLine.number(marked.psnr()))
                    .with("markedPsnr", JsonLine.number(marked.markedPsnr()))
                    .with("margin", JsonLine.number(marked.margin()))
                    .done(String.format(
                            Locale.ROOT,
                            "%s: marked with %s -> %s (PSNR %.1f dB, in the marked area %.1f dB, margin %.1f)",
                            file,
                            inscriber.id.toHex(),
                            target,
                            marked.psnr(),
                            marked.markedPsnr(),
                            marked.margin()));
        }
    }

    /**
     * @param encoding  of the marked picture
     * @param extension that it gets instead of its own, empty to keep that
     */
    private record Form(Encoding encoding, String extension) {}

    private Form form(ImageFormat format) {
        return switch (format) {
            case JPEG -> new Form(new ImageEncoder.Jpeg(quality, ImageEncoder.Subsampling.S444, false), "");
            case PNG -> new Form(new ImageEncoder.Png(6), "");
            case WEBP -> new Form(new ImageEncoder.WebP(quality), "");
            case GIF, TIFF, BMP, AVIF, HEIC -> new Form(new ImageEncoder.Png(6), "png");
        };
    }
}
