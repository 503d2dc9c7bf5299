package io.countermark.cli;

import io.countermark.fingerprint.Pdq;
import io.countermark.fingerprint.PdqFingerprint;
import io.countermark.imaging.DecodedImage;
import io.countermark.imaging.PixelDigest;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "fingerprint",
        header = "Print the digests and the PDQ hash of pictures",
        description = {
            "JSON: file, format, width, height (upright, in pixels), sha256 (of the bytes), pixelSha256 (of what is shown),",
            "pdq (256 bits), quality (0 to 100; below 50 the hash is not to be matched on)."
        })
final class FingerprintCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private OutputOptions options;

    @Parameters(arity = "1..*", paramLabel = "IMAGE", description = "Pictures, or folders of them")
    private List<Path> images;

    @Override
    public Integer call() {
        return new FileRun(spec.commandLine(), options).run(images, FingerprintCommand::describe);
    }

    private static Outcome describe(Path file) throws IOException {
        byte[] bytes = ImageFile.bytes(file);
        try (DecodedImage image = ImageFile.decode(bytes)) {
            PdqFingerprint pdq = Pdq.describe(image.picture());
            String hash = pdq.hash().toHex();
            return Outcome.of(file.toString())
                    .with("format", image.format().name().toLowerCase(Locale.ROOT))
                    .with("width", image.picture().width())
                    .with("height", image.picture().height())
                    .with("sha256", HexFormat.of().formatHex(sha256(bytes)))
                    .with("pixelSha256", HexFormat.of().formatHex(PixelDigest.sha256(image.picture())))
                    .with("pdq", hash)
                    .with("quality", pdq.quality())
                    .done(file + ": pdq " + hash + ", quality " + pdq.quality());
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
