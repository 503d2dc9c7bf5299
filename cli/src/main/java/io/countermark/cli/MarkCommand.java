package io.countermark.cli;

import io.countermark.container.ImageFormat;
import io.countermark.imaging.DecodedImage;
import io.countermark.imaging.ImageEncoder;
import io.countermark.imaging.ImageEncoder.Encoding;
import io.countermark.watermark.MarkId;
import io.countermark.watermark.MarkKey;
import io.countermark.watermark.MarkWriter;
import io.countermark.watermark.MarkedPicture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "mark",
        header = "Write an invisible mark into pictures",
        description = {
            "The marked picture gets the same file name in DIR. JPEG, PNG and WebP keep their format; what can be read but",
            "not written (AVIF, HEIC, TIFF, GIF, BMP) becomes a PNG. JSON: file, output, id, psnr, markedPsnr, margin."
        })
final class MarkCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private OutputOptions options;

    @Parameters(arity = "1..*", paramLabel = "IMAGE", description = "Pictures, or folders of them")
    private List<Path> images;

    @Option(
            names = "--id",
            required = true,
            paramLabel = "HEX",
            description = "The mark's id, 1 to 16 hexadecimal digits")
    private String id;

    @Option(names = "--key", required = true, paramLabel = "FILE", description = "Mark key, of 'countermark key new'")
    private Path keyFile;

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

    @Override
    public Integer call() {
        if (quality < 1 || quality > 100) {
            throw new ParameterException(spec.commandLine(), "--quality is 1 to 100, not " + quality);
        }
        MarkId markId = OptionValues.markId(spec, "--id", id);
        MarkKey key = OptionValues.markKey(spec, "--key", keyFile);
        MarkWriter writer = new MarkWriter(key);
        OutputFolder folder = new OutputFolder(output);
        return new FileRun(spec.commandLine(), options).run(images, file -> mark(file, writer, markId, folder));
    }

    private Outcome mark(Path file, MarkWriter writer, MarkId markId, OutputFolder folder) throws IOException {
        try (DecodedImage image = ImageFile.decode(file)) {
            Form form = form(image.format());
            Path target = folder.target(file, form.extension());
            try (MarkedPicture marked = writer.mark(image.picture(), markId)) {
                DurableFile.write(target, ImageEncoder.encode(marked.picture(), form.encoding()));
                return Outcome.of(file.toString())
                        .with("output", target.toString())
                        .with("id", markId.toHex())
                        .with("psnr", JsonLine.number(marked.psnr()))
                        .with("markedPsnr", JsonLine.number(marked.markedPsnr()))
                        .with("margin", JsonLine.number(marked.margin()))
                        .done(String.format(
                                Locale.ROOT,
                                "%s: marked with %s -> %s (PSNR %.1f dB, in the marked area %.1f dB, margin %.1f)",
                                file,
                                markId.toHex(),
                                target,
                                marked.psnr(),
                                marked.markedPsnr(),
                                marked.margin()));
            }
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
