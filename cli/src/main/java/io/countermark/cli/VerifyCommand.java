package io.countermark.cli;

import io.countermark.credentials.ManifestValidator;
import io.countermark.credentials.ValidationReport;
import io.countermark.credentials.ValidationReport.State;
import io.countermark.credentials.ValidationReport.Status;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
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
            names = "--require",
            paramLabel = "STATE",
            description = "End with 1 unless every picture is at least this: ${COMPLETION-CANDIDATES}")
    private @org.jspecify.annotations.Nullable Required required;

    @Option(
            names = "--crjson",
            paramLabel = "DIR",
            description =
                    "Also write each result as crJSON, NAME.crjson.json, as C2PA's conformance programme reads it")
    private @org.jspecify.annotations.Nullable Path crJson;

    @Override
    public Integer call() {
        OutputFolder reports = crJson == null ? null : new OutputFolder(crJson);
        ManifestValidator validator = new ManifestValidator(
                OptionValues.certificates(spec, "--anchors", anchors),
                OptionValues.certificates(spec, "--tsa-anchors", timeStampAnchors));
        return new FileRun(spec.commandLine(), options).run(images, file -> verify(file, validator, reports));
    }

    private Outcome verify(
            Path file, ManifestValidator validator, @org.jspecify.annotations.Nullable OutputFolder reports)
            throws IOException {
        byte[] bytes = ImageFile.bytes(file);
        Instant now = Instant.now();
        ValidationReport report = validator.validate(bytes, now);
        if (reports != null) {
            String json = validator.crJson(bytes, now);
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

    private boolean accepted(State state) {
        return switch (state) {
            case TRUSTED -> true;
            case VALID -> required != Required.trusted;
            case NO_MANIFEST, REMOTE_MANIFEST -> required == null;
            case INVALID, ERROR -> false;
        };
    }
}
