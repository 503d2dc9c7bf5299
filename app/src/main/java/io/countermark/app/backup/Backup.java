package io.countermark.app.backup;

import io.countermark.app.fsck.Fsck;
import io.countermark.app.fsck.FsckException;
import io.countermark.app.fsck.FsckReport;
import io.countermark.app.platform.RefusedToStartException;
import io.countermark.app.platform.StoppedServer;
import io.countermark.vault.Vault;
import io.countermark.vault.VaultBackup;
import io.countermark.vault.VaultException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.FileSystemUtils;

/**
 * Back-up of a data folder whose server is stopped, in three parts that are kept apart: the archive below, the tenant keys (one copy,
 * always replaced: see {@link VaultBackup}), and the data folder's own {@code keys}, which is copied by hand, once.
 *
 * <pre>
 *   ARCHIVE/vault/                  objects and wrapped data keys; only grows
 *   ARCHIVE/state/UTC-TIME/         everything else of the data folder: log, database cluster; the last few
 * </pre>
 */
public final class Backup {

    /** States that are kept. */
    static final int GENERATIONS = 3;

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

    /** Not in a state: the vault has its own copy, the keys are kept apart, the rest is made anew. */
    private static final List<String> ELSEWHERE = List.of("vault", "keys", "logs", "server.lock");

    private static final String UNFINISHED = ".unfinished-";

    private Backup() {}

    /**
     * The parts of a back-up.
     *
     * @param archive    see above
     * @param tenantKeys the one copy of the tenant keys
     */
    public record Place(Path archive, Path tenantKeys) {}

    /**
     * What was made.
     *
     * @param vaultFiles files that were new or changed in the archive's vault
     * @param stateBytes bytes of the state
     * @param state      its folder
     * @param database   whether the database is in it; a foreign one is not
     */
    public record Made(long vaultFiles, long stateBytes, Path state, boolean database) {}

    /**
     * Makes one, durable on return; killed in between, the former stays whole.
     *
     * @throws BackupException when a server runs, the disk is full, and so on
     */
    public static Made make(Path data, Place place, Consumer<String> progress) {
        refuseWithin(data, place);
        refuseRunningDatabase(data);
        try (ConfigurableApplicationContext context = StoppedServer.open(BackupContext.class, data, null)) {
            progress.accept("copying objects and keys");
            Path states = Files.createDirectories(place.archive().resolve("state"));
            long files = context.getBean(Vault.class).backUp(place.archive().resolve("vault"), place.tenantKeys());
            progress.accept("copying log and database");
            sweep(states);
            Path unfinished = states.resolve(UNFINISHED + UUID.randomUUID());
            long bytes = FolderCopy.copy(data, unfinished, Backup::isState);
            Path state = states.resolve(TIME.format(Instant.now()));
            FolderCopy.publish(unfinished, state);
            for (Path old : states(place.archive()).reversed().stream()
                    .skip(GENERATIONS)
                    .toList()) {
                FileSystemUtils.deleteRecursively(old);
            }
            return new Made(files, bytes, state, Files.isDirectory(state.resolve("postgres/data")));
        } catch (RefusedToStartException | VaultException e) {
            throw new BackupException(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new BackupException("The back-up could not be made: " + e.getMessage(), e);
        }
    }

    /**
     * Puts the parts together in a new data folder, which appears when it is whole.
     *
     * @param keys a copy of the former data folder's {@code keys}; null when there are none to restore, as with a token
     * @param data must not be there, or be empty
     * @throws BackupException when something is in the way or missing
     */
    public static void restore(Place place, @Nullable Path keys, Path data, Consumer<String> progress) {
        Path target = data.toAbsolutePath().normalize();
        List<Path> states = states(place.archive());
        if (states.isEmpty()) {
            throw new BackupException(place.archive() + " is not a back-up: it has no state");
        }
        try {
            if (Files.exists(target) && !isEmpty(target)) {
                throw new BackupException(data + " is there already, and not empty");
            }
            Path parent = Files.createDirectories(Objects.requireNonNull(target.getParent()));
            Path unfinished = parent.resolve(UNFINISHED + UUID.randomUUID());
            try {
                progress.accept("restoring log and database");
                FolderCopy.copy(states.getLast(), unfinished, path -> true);
                Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rwx------"));
                if (keys != null) {
                    FolderCopy.copy(keys, unfinished.resolve("keys"), path -> true);
                }
                progress.accept("restoring objects and keys");
                VaultBackup.restore(place.archive().resolve("vault"), place.tenantKeys(), unfinished.resolve("vault"));
                Files.deleteIfExists(target);
                FolderCopy.publish(unfinished, target);
            } finally {
                FileSystemUtils.deleteRecursively(unfinished);
            }
        } catch (VaultException e) {
            throw new BackupException(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new BackupException("It could not be restored: " + e.getMessage(), e);
        }
    }

    /**
     * Restores into a folder of its own, holds database, archive and log against each other there, and removes it again.
     *
     * @param in          where to make that folder; needs as much room as the data
     * @param databaseUrl of a foreign PostgreSQL into which its dump was restored; null for the embedded one
     * @throws BackupException when it can't be restored or checked
     */
    public static Drill drill(
            Place place, @Nullable Path keys, Path in, @Nullable String databaseUrl, Consumer<String> progress) {
        Path data = in.toAbsolutePath().resolve("countermark-drill-" + UUID.randomUUID());
        long start = System.nanoTime();
        try {
            restore(place, keys, data, progress);
            Duration restored = Duration.ofNanos(System.nanoTime() - start);
            FsckReport report = Fsck.run(data, databaseUrl, new Fsck.Scope(false, false), progress);
            return new Drill(report, restored, Duration.ofNanos(System.nanoTime() - start));
        } catch (FsckException e) {
            throw new BackupException("What was restored can't be checked: " + e.getMessage(), e);
        } finally {
            try {
                FileSystemUtils.deleteRecursively(data);
            } catch (IOException e) {
                progress.accept(data + " could not be removed: " + e.getMessage());
            }
        }
    }

    /**
     * How a drill went.
     *
     * @param restored time until everything was in its place
     * @param checked  time until all of it was read and compared
     */
    public record Drill(FsckReport report, Duration restored, Duration checked) {}

    private static boolean isState(Path path) {
        String first = path.getName(0).toString();
        String name = path.getFileName().toString();
        // Of the database only the cluster: its programs are unpacked anew.
        boolean program = first.equals("postgres")
                && path.getNameCount() > 1
                && !path.getName(1).toString().equals("data");
        return !ELSEWHERE.contains(first) && !program && !name.equals("postmaster.pid") && !name.startsWith(UNFINISHED);
    }

    private static void refuseWithin(Path data, Place place) {
        Path root = data.toAbsolutePath().normalize();
        for (Path part : List.of(place.archive(), place.tenantKeys())) {
            if (part.toAbsolutePath().normalize().startsWith(root)) {
                throw new BackupException(part + " lies within the data folder");
            }
        }
        Path archive = place.archive().toAbsolutePath().normalize();
        if (place.tenantKeys().toAbsolutePath().normalize().startsWith(archive)) {
            throw new BackupException(
                    "The tenant keys must lie apart from the archive, for only the archive may be kept in several generations");
        }
    }

    /** It ends with its server; one that is still at it after a kill is waited for by whoever calls again. */
    private static void refuseRunningDatabase(Path data) {
        Path file = data.resolve("postgres/data/postmaster.pid");
        try {
            boolean runs = Files.exists(file)
                    && Files.readAllLines(file).stream()
                            .findFirst()
                            .flatMap(line -> ProcessHandle.of(Long.parseLong(line.strip())))
                            .filter(process ->
                                    process.info().command().orElse("").endsWith("postgres"))
                            .isPresent();
            if (runs) {
                throw new BackupException("The database of " + data + " still runs");
            }
        } catch (IOException | NumberFormatException e) {
            throw new BackupException(
                    "Whether the database runs can't be read from " + file + ": " + e.getMessage(), e);
        }
    }

    /** What a killed back-up left. */
    private static void sweep(Path states) throws IOException {
        try (Stream<Path> all = Files.list(states)) {
            for (Path left : all.filter(path -> path.getFileName().toString().startsWith(UNFINISHED))
                    .toList()) {
                FileSystemUtils.deleteRecursively(left);
            }
        }
    }

    /** Oldest first. */
    private static List<Path> states(Path archive) {
        Path states = archive.resolve("state");
        if (!Files.isDirectory(states)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(states)) {
            return all.filter(path -> !path.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new BackupException("The back-up can't be read: " + e.getMessage(), e);
        }
    }

    private static boolean isEmpty(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.findAny().isEmpty();
        }
    }
}
