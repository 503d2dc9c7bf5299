package io.countermark.cli;

import io.countermark.transparency.Checkpoint;
import io.countermark.transparency.CosignedView;
import io.countermark.transparency.LogException;
import io.countermark.transparency.LogException.Reason;
import io.countermark.transparency.LogMonitor;
import io.countermark.transparency.LogMonitor.Sighting;
import io.countermark.transparency.NoteKey;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "monitor",
        header = "Follow a log and report forks and rollbacks",
        description = {
            "Reads the public files of a log, holds them against what was seen at the last look, recomputes what is new and prints",
            "one line. A checkpoint that contradicts the last one is kept in FILE.contradiction: both are signed by the log. JSON:",
            "log, state (consistent, forked, rolled-back, corrupt, bad-signature, not-cosigned, not-reached), origin, size, new,",
            "rootHash (base64), witnesses, message."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the log continues what was seen",
            "1:it does not: forked, rolled back, damaged, or not signed as it should be",
            "2:wrong use",
            "4:could not be looked at"
        })
final class MonitorCommand implements Callable<Integer> {

    private static final int WRONG = 1;
    private static final int NOT_REACHED = 4;

    /** Between two looks for co-signatures, which come some seconds after a checkpoint. */
    private static final Duration COSIGNING = Duration.ofSeconds(2);

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "LOG",
            description = "Folder or address of the log's files, for example https://example.com/log")
    private String log;

    @Option(
            names = "--key",
            required = true,
            paramLabel = "VKEY",
            description = "The log's verifier key, or a file with it, got by another way than from the log")
    private String key;

    @Option(
            names = "--state",
            required = true,
            paramLabel = "FILE",
            description = "Where it is kept what was seen last; made at the first look")
    private Path state;

    @Option(
            names = "--witness",
            paramLabel = "VKEY",
            description = "Verifier key of a witness whose co-signature counts; several for several")
    private List<String> witnesses = List.of();

    @Option(
            names = "--needed",
            paramLabel = "K",
            description = "How many of the witnesses must have co-signed (default: all)")
    private @Nullable Integer needed;

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "How long to wait for co-signatures over the newest checkpoint (default: ${DEFAULT-VALUE})")
    private int wait;

    @Option(
            names = "--every",
            paramLabel = "SECONDS",
            description = "Look again after so many seconds, until something is wrong")
    private @Nullable Integer every;

    @Option(names = "--json", description = "One JSON object a look")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        LogMonitor monitor = new LogMonitor(source(), view(), state);
        Integer pause = every;
        if (wait < 0 || (pause != null && pause < 1)) {
            throw new ParameterException(spec.commandLine(), "--wait is 0 or more seconds, --every 1 or more");
        }
        int code = look(monitor);
        while (pause != null && code != WRONG) {
            Thread.sleep(Duration.ofSeconds(pause));
            code = look(monitor);
        }
        return code;
    }

    private int look(LogMonitor monitor) throws InterruptedException {
        try {
            Sighting seen = cosigned(monitor);
            Checkpoint now = seen.checkpoint();
            List<String> names = seen.held().witnesses();
            long fresh = now.size() - seen.from();
            print(
                    fields("consistent", seen, null),
                    log + ": consistent, " + now.size() + " entries of " + now.origin() + ", " + fresh + " of them new"
                            + (names.isEmpty() ? "" : "; co-signed by " + String.join(", ", names)));
            return 0;
        } catch (LogException e) {
            boolean reached = e.reason() != Reason.IO && e.reason() != Reason.DISK_FULL;
            String state = reached ? e.reason().code() : "not-reached";
            print(fields(state, null, e.getMessage()), log + ": " + state + ": " + e.getMessage());
            return reached ? WRONG : NOT_REACHED;
        }
    }

    /** A log shows a checkpoint before its witnesses have seen it; they are given a while. */
    private Sighting cosigned(LogMonitor monitor) throws InterruptedException {
        Instant end = Instant.now().plusSeconds(wait);
        while (true) {
            try {
                return monitor.look((index, entry) -> {});
            } catch (LogException e) {
                if (e.reason() != Reason.NOT_COSIGNED
                        || !Instant.now().plus(COSIGNING).isBefore(end)) {
                    throw e;
                }
                Thread.sleep(COSIGNING);
            }
        }
    }

    private LogMonitor.Source source() {
        if (log.startsWith("http://") || log.startsWith("https://")) {
            try {
                return LogMonitor.Source.http(log, Duration.ofSeconds(30));
            } catch (LogException e) {
                throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
            }
        }
        return LogMonitor.Source.folder(Path.of(log));
    }

    private CosignedView view() {
        NoteKey logKey = OptionValues.verifierKey(spec, "--key", key);
        List<NoteKey> keys = witnesses.stream()
                .map(witness -> OptionValues.verifierKey(spec, "--witness", witness))
                .toList();
        int quorum = needed == null ? keys.size() : needed;
        if (quorum < 0 || quorum > keys.size()) {
            throw new ParameterException(
                    spec.commandLine(), "--needed is 0 to " + keys.size() + ", the number of witnesses");
        }
        return new CosignedView(logKey, keys, quorum);
    }

    private Map<String, @Nullable Object> fields(String outcome, @Nullable Sighting seen, @Nullable String message) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        Checkpoint now = seen == null ? null : seen.checkpoint();
        fields.put("log", log);
        fields.put("state", outcome);
        fields.put("origin", now == null ? null : now.origin());
        fields.put("size", now == null ? null : now.size());
        fields.put("new", seen == null ? null : seen.checkpoint().size() - seen.from());
        fields.put("rootHash", now == null ? null : Base64.getEncoder().encodeToString(now.rootHash()));
        fields.put("witnesses", seen == null ? null : seen.held().witnesses());
        fields.put("message", message);
        return fields;
    }

    private void print(Map<String, @Nullable Object> fields, String text) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(json ? JsonLine.of(fields) : text);
        out.flush();
    }
}
