package io.countermark.cli;

import io.countermark.app.backup.Backup;
import io.countermark.app.backup.BackupException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "restore",
        header = "Make a data folder from a back-up",
        description = {
            "Takes the latest state. The folder appears when it is whole. Then run 'countermark fsck' on it, and 'countermark serve'."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:restored", "2:wrong use", "4:not restored: something is missing, or in the way"})
final class RestoreCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private OutputOptions options;

    @Mixin
    private BackupPlace place;

    @Option(
            names = "--keys",
            paramLabel = "DIR",
            description = "Your copy of the former data folder's 'keys'; without it, put that there before you start")
    private @Nullable Path keys;

    @Option(
            names = "--data",
            required = true,
            paramLabel = "DIR",
            description = "The new data folder; must not be there yet, or be empty")
    private Path data;

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        Progress progress = new Progress(err, options.quiet(), 1);
        try {
            Backup.restore(place.place(), keys, data, what -> progress.begin(data + ": " + what));
            progress.end();
            PrintWriter out = spec.commandLine().getOut();
            out.println(options.json() ? JsonLine.of(Map.of("data", data.toString())) : data + " restored");
            out.flush();
            return 0;
        } catch (BackupException e) {
            progress.end();
            err.println("countermark: " + e.getMessage());
            return BackupCommand.NOT_DONE;
        }
    }
}
