package io.countermark.cli;

import io.countermark.app.fsck.Difference;
import io.countermark.app.fsck.Fsck;
import io.countermark.app.fsck.FsckException;
import io.countermark.app.fsck.FsckReport;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "fsck",
        header = "Hold database, archive, log and copy indexes against each other",
        description = {
            "For a stopped server. Every original and rendition on record is decrypted and its digest compared; every statement is",
            "held against the log, and the log against its signed root; stamps, keys, left-over objects and the indexes in which",
            "copies are looked up are looked at. Changes nothing unless --remove-orphans is given. JSON: one line a difference (kind,",
            "harmless, subject, detail), then one with sound, organisations, works, objects, bytes, entries, differences, orphans,",
            "indexes, removed."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all agree",
            "1:something that was promised is missing or wrong",
            "2:wrong use",
            "3:all agree, but orphans lie in the archive, or an index is behind",
            "4:could not be checked: a server runs, no such folder, no database"
        })
final class FsckCommand implements Callable<Integer> {

    private static final int WRONG = 1;
    private static final int HARMLESS = 3;
    private static final int NOT_CHECKED = 4;

    @Spec
    private CommandSpec spec;

    @Mixin
    private OutputOptions options;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "${env:COUNTERMARK_DATA:-countermark-data}",
            description = "Data folder (default: $COUNTERMARK_DATA, else countermark-data)")
    private Path data;

    @Option(
            names = "--pictures",
            description = "Decode every original too, and compare its pixels with what was fingerprinted; slow")
    private boolean pictures;

    @Option(
            names = "--remove-orphans",
            description =
                    "Remove objects that no work has and keys that no object has: left by uploads that were cut off")
    private boolean removeOrphans;

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        Progress progress = new Progress(err, options.quiet(), 1);
        try {
            FsckReport report = Fsck.run(
                    data,
                    databaseUrl(),
                    new Fsck.Scope(pictures, removeOrphans),
                    what -> progress.begin(data + ": " + what));
            progress.end();
            print(report, spec.commandLine().getOut());
            return code(report);
        } catch (FsckException e) {
            progress.end();
            err.println("countermark: " + e.getMessage());
            return NOT_CHECKED;
        }
    }

    private static @Nullable String databaseUrl() {
        String url = System.getenv("COUNTERMARK_DB_URL");
        return url == null || url.isBlank() ? null : url;
    }

    private void print(FsckReport report, PrintWriter out) {
        for (Difference one : report.differences()) {
            if (options.json()) {
                out.println(JsonLine.of(json(one)));
            } else {
                out.println(one.kind().code() + ": " + one.subject() + ": " + one.detail());
            }
        }
        out.println(options.json() ? JsonLine.of(json(report)) : text(report));
        out.flush();
    }

    private static int code(FsckReport report) {
        if (!report.sound()) {
            return WRONG;
        }
        return report.differences().isEmpty() ? 0 : HARMLESS;
    }

    private static long orphans(FsckReport report) {
        return report.differences().stream().filter(one -> one.kind().orphan()).count();
    }

    private static long indexes(FsckReport report) {
        return report.differences().stream()
                .filter(one -> one.kind() == Difference.Kind.INDEX)
                .count();
    }

    private static String text(FsckReport report) {
        long orphans = orphans(report);
        long indexes = indexes(report);
        long wrong = report.differences().size() - orphans - indexes;
        return (wrong == 0 ? "all agree" : wrong + " differences") + ": " + report.works() + " works of "
                + report.organisations() + " organisations, " + report.objects() + " objects, " + report.entries()
                + " log entries"
                + (orphans == 0 ? "" : "; " + orphans + " orphans, removed by --remove-orphans")
                + (indexes == 0 ? "" : "; " + indexes + " in copy indexes, made good when the server starts")
                + (report.removed() == 0 ? "" : "; " + report.removed() + " orphans removed");
    }

    private static Map<String, @Nullable Object> json(Difference one) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("kind", one.kind().code());
        fields.put("harmless", one.kind().harmless());
        fields.put("subject", one.subject());
        fields.put("detail", one.detail());
        return fields;
    }

    private static Map<String, @Nullable Object> json(FsckReport report) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("sound", report.sound());
        fields.put("organisations", report.organisations());
        fields.put("works", report.works());
        fields.put("objects", report.objects());
        fields.put("bytes", report.bytes());
        fields.put("entries", report.entries());
        fields.put("differences", report.differences().size());
        fields.put("orphans", orphans(report));
        fields.put("indexes", indexes(report));
        fields.put("removed", report.removed());
        return fields;
    }
}
