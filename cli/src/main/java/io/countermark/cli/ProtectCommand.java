package io.countermark.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

@Command(
        name = "protect",
        header = "Archive, mark, sign and log pictures on a server",
        description = {
            "Uploads the pictures and waits until each is protected. With -o the protected rendition is saved under the same file",
            "name (with another extension where the server delivers another format). JSON: file, workId, state, markId, manifest,",
            "logIndex, page, output."
        })
final class ProtectCommand implements Callable<Integer> {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    @Spec
    private CommandSpec spec;

    @Mixin
    private OutputOptions options;

    @Mixin
    private ServerOptions server;

    @Parameters(arity = "1..*", paramLabel = "PHOTO", description = "Pictures, or folders of them")
    private List<Path> photos;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            description = "Folder for the protected renditions")
    private @Nullable Path output;

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            defaultValue = "600",
            description =
                    "How long a picture may stay in one state before it counts as failed (default: ${DEFAULT-VALUE})")
    private int patience;

    /** A picture that the server has durably received. */
    private record Received(Path file, String workId) {}

    @Override
    public Integer call() {
        if (patience < 1) {
            throw new ParameterException(spec.commandLine(), "--wait is at least 1 second");
        }
        OutputFolder folder = output == null ? null : new OutputFolder(output);
        FileRun run = new FileRun(spec.commandLine(), options);
        try (CountermarkApi api = server.api()) {
            // All are sent before the first is waited for, so that the server works on several at a time.
            List<Received> received = new ArrayList<>();
            int sent = run.run(photos, file -> send(file, api, received));
            int done = await(run, received, api, folder);
            return Math.max(sent, done);
        }
    }

    private static Outcome send(Path file, CountermarkApi api, List<Received> received) throws IOException {
        ImageFile.requireRegular(file);
        JsonNode receipt = api.upload("/v1/assets", file, UUID.randomUUID());
        received.add(new Received(file, receipt.required("workId").asString()));
        return Outcome.of(file.toString()).silent();
    }

    private int await(FileRun run, List<Received> received, CountermarkApi api, @Nullable OutputFolder folder) {
        PrintWriter err = spec.commandLine().getErr();
        Progress progress = new Progress(err, options.quiet(), received.size());
        int code = 0;
        for (Received one : received) {
            Outcome outcome =
                    FileRun.outcome(one.file(), file -> outcome(one, finished(one, api, progress), api, folder));
            progress.end();
            run.print(outcome);
            code = outcome.failed() ? 1 : code;
        }
        return code;
    }

    /** The work once nothing more happens to it. */
    private JsonNode finished(Received one, CountermarkApi api, Progress progress) throws IOException {
        Duration pause = FIRST_PAUSE;
        String state = "";
        long since = System.nanoTime();
        while (true) {
            JsonNode work = api.get("/v1/works/" + one.workId());
            String now = work.path("state").asString("");
            if (now.equals("PROTECTED") || now.equals("FAILED")) {
                return work;
            }
            if (!now.equals(state)) {
                state = now;
                since = System.nanoTime();
                progress.begin(one.file() + " " + now.toLowerCase(Locale.ROOT));
            } else if (System.nanoTime() - since > Duration.ofSeconds(patience).toNanos()) {
                throw new CommandException(
                        "not-finished",
                        "Work " + one.workId() + " is archived but stays " + now + " for " + patience
                                + " s; the server goes on");
            }
            CountermarkApi.pause(pause);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
        }
    }

    private Outcome outcome(Received one, JsonNode work, CountermarkApi api, @Nullable OutputFolder folder)
            throws IOException {
        if (work.path("state").asString().equals("FAILED")) {
            JsonNode failure = work.path("failure");
            throw new CommandException(
                    failure.path("code").asString("failed"),
                    failure.path("detail").asString("No reason was given"));
        }
        Path saved = folder == null ? null : save(one, work, api, folder);
        String page = server.server() + "/works/" + one.workId();
        return Outcome.of(one.file().toString())
                .with("workId", one.workId())
                .with("state", work.path("state").asString())
                .with("markId", work.get("markId"))
                .with("manifest", work.get("manifestLabel"))
                .with("logIndex", work.get("logIndex"))
                .with("page", page)
                .with("output", saved == null ? null : saved.toString())
                .done(one.file() + ": protected, " + page + (saved == null ? "" : ", saved as " + saved));
    }

    private static Path save(Received one, JsonNode work, CountermarkApi api, OutputFolder folder) throws IOException {
        JsonNode rendition = work.required("rendition");
        String extension = rendition.path("mediaType").asString("").equals("image/png") ? "png" : "jpg";
        String name = one.file().getFileName().toString().toLowerCase(Locale.ROOT);
        boolean same = name.endsWith("." + extension) || (extension.equals("jpg") && name.endsWith(".jpeg"));
        Path target = folder.target(one.file(), same ? "" : extension);
        DurableFile.write(target, api.download("/v1/works/" + one.workId() + "/rendition"));
        return target;
    }
}
