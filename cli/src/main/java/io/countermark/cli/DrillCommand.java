package io.countermark.cli;

import io.countermark.app.backup.Backup;
import io.countermark.app.backup.BackupException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "drill",
        header = "Try out that a back-up can be restored",
        description = {
            "Restores it into a folder of its own, does there what 'countermark fsck' does, and removes the folder. JSON: as fsck, with",
            "restoredSeconds and checkedSeconds in the last line."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all is there and agrees",
            "1:something is missing or wrong; each is named",
            "2:wrong use",
            "3:all agree, but orphans lie in the archive",
            "4:could not be restored or checked"
        })
final class DrillCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private OutputOptions options;

    @Mixin
    private BackupPlace place;

    @Option(names = "--keys", paramLabel = "DIR", description = "Your copy of the data folder's 'keys'")
    private @Nullable Path keys;

    @Option(
            names = "--in",
            paramLabel = "DIR",
            defaultValue = "${sys:java.io.tmpdir}",
            description = "Where to restore it for the time being (default: ${sys:java.io.tmpdir})")
    private Path in;

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        Progress progress = new Progress(err, options.quiet(), 1);
        try {
            Backup.Drill drill = Backup.drill(
                    place.place(), keys, in, FsckOutcome.databaseUrl(), what -> progress.begin("drill: " + what));
            progress.end();
            PrintWriter out = spec.commandLine().getOut();
            FsckOutcome outcome = new FsckOutcome(drill.report())
                    .with("restoredSeconds", drill.restored().toMillis() / 1000.0)
                    .with("checkedSeconds", drill.checked().toMillis() / 1000.0);
            outcome.print(options.json(), out);
            return outcome.code();
        } catch (BackupException e) {
            progress.end();
            err.println("countermark: " + e.getMessage());
            return BackupCommand.NOT_DONE;
        }
    }
}
