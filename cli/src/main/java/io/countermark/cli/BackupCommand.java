package io.countermark.cli;

import io.countermark.app.backup.Backup;
import io.countermark.app.backup.BackupException;
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
        name = "backup",
        header = "Back up a stopped server's data folder",
        description = {
            "Copies what is new since the last time. A third part is copied by hand, once, and kept apart from both: the folder",
            "'keys' in the data folder, which opens everything. Try the parts out with 'countermark drill'. JSON: vaultFiles,",
            "stateBytes, state, database."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:made",
            "2:wrong use",
            "4:not made: a server runs, no such folder, no room; the former one is whole"
        })
final class BackupCommand implements Callable<Integer> {

    static final int NOT_DONE = 4;

    @Spec
    private CommandSpec spec;

    @Mixin
    private OutputOptions options;

    @Mixin
    private BackupPlace place;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "${env:COUNTERMARK_DATA:-countermark-data}",
            description = "Data folder (default: $COUNTERMARK_DATA, else countermark-data)")
    private Path data;

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        Progress progress = new Progress(err, options.quiet(), 1);
        try {
            Backup.Made made = Backup.make(data, place.place(), what -> progress.begin(data + ": " + what));
            progress.end();
            PrintWriter out = spec.commandLine().getOut();
            out.println(options.json() ? JsonLine.of(json(made)) : text(made));
            out.flush();
            return 0;
        } catch (BackupException e) {
            progress.end();
            err.println("countermark: " + e.getMessage());
            return NOT_DONE;
        }
    }

    private static String text(Backup.Made made) {
        return made.vaultFiles() + " new files of the archive; log"
                + (made.database() ? " and database" : " (the database is not in the data folder: dump it now)")
                + " in "
                + made.state();
    }

    private static Map<String, @Nullable Object> json(Backup.Made made) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("vaultFiles", made.vaultFiles());
        fields.put("stateBytes", made.stateBytes());
        fields.put("state", made.state().toString());
        fields.put("database", made.database());
        return fields;
    }
}
