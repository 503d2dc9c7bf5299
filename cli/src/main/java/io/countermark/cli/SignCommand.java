package io.countermark.cli;

import io.countermark.container.ImageFormat;
import io.countermark.credentials.CredentialsException;
import io.countermark.credentials.HttpTimeStampSource;
import io.countermark.credentials.ManifestSigner;
import io.countermark.credentials.ManifestSigner.SignedImage;
import io.countermark.credentials.SigningCredential;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "sign",
        header = "Sign pictures with Content Credentials (C2PA)",
        description = {
            "JPEG, PNG, WebP, GIF, TIFF, AVIF and HEIC. The signed picture gets the same file name in DIR; its pixels are not touched.",
            "Credentials that were there stay as those of the parent. JSON: file, output, manifest."
        })
final class SignCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private OutputOptions options;

    @Parameters(arity = "1..*", paramLabel = "IMAGE", description = "Pictures, or folders of them")
    private List<Path> images;

    @Option(
            names = "--cert",
            required = true,
            paramLabel = "CHAIN.pem",
            description = "Certificates, the signer's first, the root left out")
    private Path chain;

    @Option(names = "--key", required = true, paramLabel = "KEY.pem", description = "The signer's private key, PKCS#8")
    private Path key;

    @Option(
            names = "--tsa",
            paramLabel = "URL",
            description = "Time-stamp authority (RFC 3161); without its answer nothing is written")
    private @Nullable URI timeStamps;

    @Option(
            names = "--manifest",
            paramLabel = "FILE.json",
            description = "Title, claim_generator_info and actions to write")
    private @Nullable Path manifest;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "DIR",
            description = "Folder for the signed pictures")
    private Path output;

    @Override
    public Integer call() {
        ManifestSigner signer = signer();
        ManifestFile definition = manifest == null ? ManifestFile.EMPTY : definition(manifest);
        OutputFolder folder = new OutputFolder(output);
        return new FileRun(spec.commandLine(), options).run(images, file -> sign(file, signer, definition, folder));
    }

    private ManifestSigner signer() {
        String chainPem = OptionValues.text(spec, "--cert", chain);
        String keyPem = OptionValues.text(spec, "--key", key);
        try {
            ManifestSigner signer = new ManifestSigner(SigningCredential.fromPem(chainPem, keyPem));
            return timeStamps == null ? signer : signer.withTimeStamps(authority(timeStamps));
        } catch (CredentialsException e) {
            throw Refusal.option(spec, "--cert, --key", Failure.of(e));
        }
    }

    private HttpTimeStampSource authority(URI address) {
        try {
            return new HttpTimeStampSource(address);
        } catch (CredentialsException e) {
            throw Refusal.option(spec, "--tsa", Failure.of(e));
        }
    }

    private ManifestFile definition(Path file) {
        try {
            byte[] utf8 = OptionValues.text(spec, "--manifest", file).getBytes(StandardCharsets.ISO_8859_1);
            return ManifestFile.parse(new String(utf8, StandardCharsets.UTF_8));
        } catch (CredentialsException e) {
            throw Refusal.option(spec, "--manifest", Failure.of(e));
        }
    }

    private static Outcome sign(Path file, ManifestSigner signer, ManifestFile definition, OutputFolder folder)
            throws IOException {
        byte[] bytes = ImageFile.bytes(file);
        Path target = folder.target(file, "");
        String mediaType = ImageFormat.sniff(bytes)
                .map(ImageFormat::mediaType)
                .orElseThrow(() -> new CredentialsException(
                        CredentialsException.Reason.UNSUPPORTED_FORMAT,
                        "These bytes are no picture; JPEG, PNG, WebP, GIF, TIFF, AVIF and HEIC are signed"));
        SignedImage signed = signer.sign(
                bytes, definition.definition(file.getFileName().toString(), mediaType, bytes, Instant.now()));
        DurableFile.write(target, signed.file());
        return Outcome.of(file.toString())
                .with("output", target.toString())
                .with("manifest", signed.manifestLabel())
                .done(file + ": signed -> " + target);
    }
}
