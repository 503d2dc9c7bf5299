package io.countermark.cli;

import io.countermark.app.backup.Backup;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where the two parts of a back-up lie that are made by this program; for all commands that make or read one. */
final class BackupPlace {

    @Option(
            names = "--archive",
            required = true,
            paramLabel = "DIR",
            description = "Objects, wrapped keys, log and database; any number of copies of it may be kept")
    private Path archive;

    @Option(
            names = "--tenant-keys",
            required = true,
            paramLabel = "DIR",
            description = "The organisations' keys, a few hundred bytes each; keep this one copy and no older ones,"
                    + " else what was erased could be opened again")
    private Path tenantKeys;

    Backup.Place place() {
        return new Backup.Place(archive, tenantKeys);
    }
}
