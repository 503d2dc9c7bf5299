package io.countermark.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

@Command(
        name = "check",
        header = "Ask a server which registered work a picture is a copy of",
        description = {
            "By exact bytes or pixels, fingerprint, mark and credentials. \"Not known here\" is an answer, not a failure. Nothing is",
            "stored. JSON: file, known, verdict, sentence, matches [{workId, title, reasons, edits, region}], related, credentials."
        })
final class CheckCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private OutputOptions options;

    @Mixin
    private ServerOptions server;

    @Parameters(arity = "1..*", paramLabel = "PHOTO", description = "Pictures, or folders of them")
    private List<Path> photos;

    @Override
    public Integer call() {
        try (CountermarkApi api = server.api()) {
            return new FileRun(spec.commandLine(), options).run(photos, file -> check(file, api));
        }
    }

    private static Outcome check(Path file, CountermarkApi api) throws IOException {
        ImageFile.requireRegular(file);
        JsonNode answer = api.upload("/v1/checks", file, UUID.randomUUID());
        Outcome.Fields fields = Outcome.of(file.toString());
        for (String name : List.of("known", "verdict", "sentence", "matches", "related", "credentials")) {
            fields.with(name, answer.get(name));
        }
        StringBuilder text =
                new StringBuilder(file + ": " + answer.path("sentence").asString(""));
        for (JsonNode match : answer.path("matches")) {
            for (JsonNode reason : match.path("reasons")) {
                text.append(String.format(
                        "%n    %s: %s",
                        reason.path("signal").asString(""),
                        reason.path("detail").asString("")));
            }
        }
        return fields.done(text.toString());
    }
}
