package io.countermark.cli;

import io.countermark.credentials.ManifestValidator;
import io.countermark.credentials.ValidationReport;
import io.countermark.credentials.ValidationReport.State;
import io.countermark.credentials.ValidationReport.Status;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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
        name = "verify",
        header = "Validate the Content Credentials (C2PA) of pictures",
        description = {
            "Trusted: intact, and signed under one of the anchors. Valid: intact, by somebody unknown. Invalid and Error make the",
            "exit code 1; a picture without credentials (NoManifest) is an answer, not a failure, unless --require is given.",
            "JSON: file, state (Trusted|Valid|Invalid|NoManifest|RemoteManifest|Error), codes, ingredientCodes, claimGenerator,",
            "issuer, signedAt."
        })
final class VerifyCommand implements Callable<Integer> {

    private static final long MAX_STORE_BYTES = 64L << 20;

    /** What a picture must at least be. */
    enum Required {
        valid,
        trusted
    }

    @Spec
    private CommandSpec spec;

    @Mixin
    private OutputOptions options;

    @Parameters(arity = "1..*", paramLabel = "IMAGE", description = "Pictures, or folders of them")
    private List<Path> images;

    @Option(
            names = "--anchors",
            paramLabel = "PEM",
            description = "Root certificates of signers who are trusted; may be repeated")
    private List<Path> anchors = List.of();

    @Option(
            names = "--tsa-anchors",
            paramLabel = "PEM",
            description = "Root certificates of time-stamp authorities who are trusted; may be repeated")
    private List<Path> timeStampAnchors = List.of();

    @Option(
            names = "--identity-anchors",
            paramLabel = "PEM",
            description = "Root certificates of others who speak for pictures (CAWG identity); may be repeated")
    private List<Path> identityAnchors = List.of();

    @Option(
            names = "--sidecar",
            paramLabel = "PATH",
            description = {
                "Credentials that are not in the picture: beside it, or fetched from the address that it names. A file, or a",
                "folder in which those of NAME.jpg are NAME.c2pa. Nothing is fetched from the network."
            })
    private @Nullable Path sidecar;

    @Option(
            names = "--require",
            paramLabel = "STATE",
            description = "End with 1 unless every picture is at least this: ${COMPLETION-CANDIDATES}")
    private @Nullable Required required;

    @Option(
            names = "--crjson",
            paramLabel = "DIR",
            description =
                    "Also write each result as crJSON, NAME.crjson.json, as C2PA's conformance programme reads it")
    private @Nullable Path crJson;

    @Override
    public Integer call() {
        OutputFolder reports = crJson == null ? null : new OutputFolder(crJson);
        ManifestValidator validator = new ManifestValidator(
                OptionValues.certificates(spec, "--anchors", anchors),
                OptionValues.certificates(spec, "--tsa-anchors", timeStampAnchors),
                OptionValues.certificates(spec, "--identity-anchors", identityAnchors));
        return new FileRun(spec.commandLine(), options).run(images, file -> verify(file, validator, reports));
    }

    private Outcome verify(Path file, ManifestValidator validator, @Nullable OutputFolder reports) throws IOException {
        byte[] bytes = ImageFile.bytes(file);
        Instant now = Instant.now();
        byte[] store = sidecar == null ? null : store(sidecar, file);
        ValidationReport report =
                store == null ? validator.validate(bytes, now) : validator.validate(bytes, store, now);
        if (reports != null) {
            String json = store == null ? validator.crJson(bytes, now) : validator.crJson(bytes, store, now);
            DurableFile.write(reports.target(file, "crjson.json"), json.getBytes(StandardCharsets.UTF_8));
        }
        Outcome.Fields fields = Outcome.of(file.toString())
                .with("state", report.state().label())
                .with("codes", report.codes().stream().map(Status::code).toList())
                .with(
                        "ingredientCodes",
                        report.ingredientCodes().stream().map(Status::code).toList())
                .with("claimGenerator", report.claimGenerator())
                .with("issuer", report.issuer())
                .with(
                        "signedAt",
                        report.signedAt() == null ? null : report.signedAt().toString());
        String text = file + ": " + report.state().label() + ": " + report.summary();
        return accepted(report.state()) ? fields.done(text) : fields.failed(text);
    }

    private static byte[] store(Path given, Path image) throws IOException {
        Path file = given;
        if (Files.isDirectory(given)) {
            String name = image.getFileName().toString();
            int dot = name.lastIndexOf('.');
            file = given.resolve((dot > 0 ? name.substring(0, dot) : name) + ".c2pa");
        }
        if (Files.size(file) > MAX_STORE_BYTES) {
            throw new CommandException("too-many-bytes", file + " is over " + MAX_STORE_BYTES + " bytes");
        }
        return Files.readAllBytes(file);
    }

    private boolean accepted(State state) {
        return switch (state) {
            case TRUSTED -> true;
            case VALID -> required != Required.trusted;
            case NO_MANIFEST, REMOTE_MANIFEST -> required == null;
            case INVALID, ERROR -> false;
        };
    }
}
