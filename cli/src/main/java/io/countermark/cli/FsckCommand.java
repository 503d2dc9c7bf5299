package io.countermark.cli;

import io.countermark.app.fsck.Fsck;
import io.countermark.app.fsck.FsckException;
import io.countermark.app.fsck.FsckReport;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
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
                    FsckOutcome.databaseUrl(),
                    new Fsck.Scope(pictures, removeOrphans),
                    what -> progress.begin(data + ": " + what));
            progress.end();
            FsckOutcome outcome = new FsckOutcome(report);
            outcome.print(options.json(), spec.commandLine().getOut());
            return outcome.code();
        } catch (FsckException e) {
            progress.end();
            err.println("countermark: " + e.getMessage());
            return NOT_CHECKED;
        }
    }
}
