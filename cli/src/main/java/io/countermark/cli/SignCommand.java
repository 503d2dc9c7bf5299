package io.countermark.cli;

import io.countermark.container.EmbeddedCredentials;
import io.countermark.container.ImageFormat;
import io.countermark.credentials.CredentialsException;
import io.countermark.credentials.ManifestDefinition;
import io.countermark.credentials.ManifestSigner;
import io.countermark.credentials.ManifestSigner.DetachedManifest;
import io.countermark.credentials.ManifestSigner.Renewal;
import io.countermark.credentials.ManifestSigner.SignedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "sign",
        header = "Sign pictures with Content Credentials (C2PA)",
        description = {
            "JPEG, PNG, WebP, GIF, TIFF, AVIF and HEIC. The signed picture gets the same file name in DIR; its pixels are not touched.",
            "Credentials that were there stay as those of the parent. The key is in a file, a token (--pkcs11) or at another machine",
            "(--signer-url). JSON: file, output, manifest."
        })
final class SignCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private OutputOptions options;

    @Parameters(arity = "1..*", paramLabel = "IMAGE", description = "Pictures, or folders of them")
    private List<Path> images;

    @Mixin
    private SignerOptions who;

    @Mixin
    private EvidenceOptions evidence;

    @Mixin
    private StatementOptions statements;

    @Option(
            names = "--manifest",
            paramLabel = "FILE.json",
            description = "Title, claim_generator_info and actions to write")
    private @Nullable Path manifest;

    @Option(
            names = "--sidecar",
            description =
                    "Write the credentials beside the picture, as NAME.c2pa in DIR, and leave the picture as it is")
    private boolean sidecar;

    @Option(
            names = "--update",
            description = "Add an update manifest to the credentials that are there; JPEG, PNG and GIF")
    private boolean update;

    @Option(
            names = "--renew",
            paramLabel = "WHAT",
            split = ",",
            description = "With --update, renew for every manifest that is there: ${COMPLETION-CANDIDATES}")
    private List<Renewed> renewed = List.of();

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "DIR",
            description = "Folder for the signed pictures")
    private Path output;

    /** What an update brings to older signatures. */
    enum Renewed {
        timestamps(Renewal.TIME_STAMPS),
        status(Renewal.CERTIFICATE_STATUS);

        private final Renewal renewal;

        Renewed(Renewal renewal) {
            this.renewal = renewal;
        }
    }

    @Override
    public Integer call() {
        if (update && sidecar) {
            throw new ParameterException(spec.commandLine(), "An update stands in the picture: --sidecar does not fit");
        }
        if (!update && !renewed.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "--renew belongs to --update");
        }
        ManifestSigner signer = evidence.with(new ManifestSigner(who.signer()));
        ManifestFile definition = manifest == null ? ManifestFile.EMPTY : definition(manifest);
        OutputFolder folder = new OutputFolder(output);
        return new FileRun(spec.commandLine(), options).run(images, file -> sign(file, signer, definition, folder));
    }

    private ManifestFile definition(Path file) {
        try {
            byte[] utf8 = OptionValues.text(spec, "--manifest", file).getBytes(StandardCharsets.ISO_8859_1);
            return ManifestFile.parse(new String(utf8, StandardCharsets.UTF_8));
        } catch (CredentialsException e) {
            throw Refusal.option(spec, "--manifest", Failure.of(e));
        }
    }

    private Outcome sign(Path file, ManifestSigner signer, ManifestFile says, OutputFolder folder) throws IOException {
        byte[] bytes = ImageFile.bytes(file);
        Path target = folder.target(file, sidecar ? "c2pa" : "");
        String name = file.getFileName().toString();
        ManifestDefinition definition = statements.with(
                update ? says.update(name) : says.definition(name, mediaType(bytes), bytes, Instant.now()), bytes);
        if (sidecar) {
            DetachedManifest detached = signer.signDetached(bytes, definition);
            return written(file, target, detached.store(), detached.manifestLabel());
        }
        SignedImage signed = update ? signer.update(bytes, definition, renewals()) : signer.sign(bytes, definition);
        return written(file, target, signed.file(), signed.manifestLabel());
    }

    private Set<Renewal> renewals() {
        return renewed.stream().map(what -> what.renewal).collect(Collectors.toSet());
    }

    private static String mediaType(byte[] bytes) {
        return ImageFormat.sniff(bytes)
                .map(ImageFormat::mediaType)
                .or(() -> EmbeddedCredentials.kindOf(bytes).map(EmbeddedCredentials.Kind::mediaType))
                .orElseThrow(() -> new CredentialsException(
                        CredentialsException.Reason.UNSUPPORTED_FORMAT,
                        "These bytes are no picture; JPEG, PNG, WebP, GIF, TIFF, AVIF and HEIC are signed"));
    }

    private static Outcome written(Path file, Path target, byte[] content, String label) throws IOException {
        DurableFile.write(target, content);
        return Outcome.of(file.toString())
                .with("output", target.toString())
                .with("manifest", label)
                .done(file + ": signed -> " + target);
    }
}
