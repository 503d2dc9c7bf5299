package io.countermark.app.platform.postgres;

import io.countermark.app.platform.RefusedToStartException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where the embedded PostgreSQL lives below the data folder:
 *
 * <pre>
 * keys/postgres.key    secret that the roles' passwords are derived from, mode 0400
 * postgres/18.6.0/     programs, unpacked once
 * postgres/data/       the cluster
 * logs/postgres/       its log, a file a weekday, and start.log
 * </pre>
 */
final class PostgresFolder {

    private static final int START_LOG_TAIL = 20;

    private final PostgresBinaries binaries;
    private final Unprivileged privilege;
    private final boolean deathSignal;
    private final Path home;
    private final Path logs;
    private final RolePasswords passwords;
    private final LeftOvers leftOvers;
    private int port;

    private PostgresFolder(Path data, PostgresBinaries binaries) throws IOException {
        this.binaries = binaries;
        this.home = folder(data.resolve("postgres"));
        this.logs = folder(folder(data.resolve("logs")).resolve("postgres"));
        this.privilege = Unprivileged.choose(binaries, home);
        this.deathSignal = privilege.canDieWithUs(binaries);
        this.passwords = RolePasswords.openOrCreate(folder(data.resolve("keys")).resolve("postgres.key"));
        this.leftOvers = new LeftOvers(passwords.clusterName());
        this.port = freePort();
    }

    static PostgresFolder open(Path data, @Nullable Path installed) {
        try {
            PostgresBinaries binaries = installed != null
                    ? new PostgresBinaries(installed)
                    : PostgresBinaries.unpackedIn(folder(data.resolve("postgres")));
            PostgresFolder folder = new PostgresFolder(data, binaries);
            folder.initialise();
            return folder;
        } catch (IOException e) {
            throw new RefusedToStartException(
                    "The database folder below " + data + " can't be used: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RefusedToStartException("Interrupted while the database was being made", e);
        }
    }

    private static Path folder(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            Files.createDirectories(
                    path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        return path;
    }

    LeftOvers leftOvers() {
        return leftOvers;
    }

    Path logs() {
        return logs;
    }

    String version() throws IOException {
        return Files.readString(cluster().resolve("PG_VERSION")).strip();
    }

    PostgresAccess access() {
        return new PostgresAccess(
                "jdbc:postgresql://127.0.0.1:" + port + "/" + RolePasswords.DATABASE,
                RolePasswords.OWNER,
                passwords.of(RolePasswords.OWNER),
                RolePasswords.RUNTIME,
                passwords.of(RolePasswords.RUNTIME));
    }

    /** For making roles and the database. */
    PostgresAccess adminAccess() {
        String password = passwords.of(RolePasswords.ADMIN);
        return new PostgresAccess(
                "jdbc:postgresql://127.0.0.1:" + port + "/postgres",
                RolePasswords.ADMIN,
                password,
                RolePasswords.ADMIN,
                password);
    }

    RolePasswords passwords() {
        return passwords;
    }

    private Path cluster() {
        return home.resolve("data");
    }

    private void initialise() throws IOException, InterruptedException {
        removeUnfinished();
        if (Files.isDirectory(cluster())) {
            checkVersion();
        } else {
            initdb();
        }
        privilege.own(cluster());
        privilege.own(logs);
    }

    private void removeUnfinished() throws IOException {
        try (Stream<Path> all = Files.list(home)) {
            for (Path each : all.filter(p -> p.getFileName().toString().startsWith(".initdb-"))
                    .toList()) {
                Trees.delete(each);
            }
        }
    }

    private void checkVersion() throws IOException {
        String ours = Files.readString(cluster().resolve("PG_VERSION")).strip();
        ProcessBuilder builder =
                new ProcessBuilder(binaries.program("postgres").toString(), "--version").redirectErrorStream(true);
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!said.matches("(?s)postgres \\(PostgreSQL\\) " + ours + "\\D.*")) {
            throw new RefusedToStartException("The database in " + cluster() + " was made by PostgreSQL " + ours
                    + ", but the programs are " + said.strip()
                    + ". Dump it with the older release of countermark and restore it with this one");
        }
    }

    /** Into a folder beside, renamed when it is whole: initdb itself has fsynced everything by then. */
    private void initdb() throws IOException, InterruptedException {
        Path fresh = Files.createTempDirectory(home, ".initdb-");
        Path password = fresh.resolve("password");
        Files.writeString(password, passwords.of(RolePasswords.ADMIN));
        privilege.own(fresh);
        List<String> command = privilege.command(
                List.of(
                        binaries.program("initdb").toString(),
                        "--pgdata=" + fresh.resolve("data"),
                        "--username=" + RolePasswords.ADMIN,
                        "--pwfile=" + password,
                        "--auth=scram-sha-256",
                        "--encoding=UTF8",
                        "--locale=C",
                        "--data-checksums"),
                false);
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(startLog().toFile())
                .start();
        int code = process.waitFor();
        if (code != 0) {
            throw new RefusedToStartException(
                    "The database could not be made (initdb ended with code " + code + "):\n" + startLogTail());
        }
        Files.move(fresh.resolve("data"), cluster(), StandardCopyOption.ATOMIC_MOVE);
        Trees.delete(fresh);
    }

    /** Starts the postmaster; to be called by a thread that lives as long as it. */
    Process launch() throws IOException {
        if (!isFree(port)) {
            port = freePort();
        }
        List<String> program = new ArrayList<>(
                List.of(binaries.program("postgres").toString(), "-D", cluster().toString()));
        for (String setting : settings()) {
            program.add("-c");
            program.add(setting);
        }
        return new ProcessBuilder(privilege.command(program, deathSignal))
                .directory(cluster().toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(startLog().toFile())
                .start();
    }

    private List<String> settings() {
        return List.of(
                "cluster_name=" + passwords.clusterName(),
                "listen_addresses=127.0.0.1",
                "port=" + port,
                "unix_socket_directories=",
                "max_connections=60",
                "shared_buffers=128MB",
                "fsync=on",
                "synchronous_commit=on",
                "full_page_writes=on",
                "restart_after_crash=on",
                "timezone=UTC",
                "log_timezone=UTC",
                "logging_collector=on",
                "log_directory=" + logs,
                "log_filename=postgres-%a.log",
                "log_truncate_on_rotation=on",
                "log_rotation_age=1d",
                "log_rotation_size=0",
                // Statements may hold what people wrote; none goes to the log.
                "log_min_error_statement=panic",
                "log_parameter_max_length_on_error=0");
    }

    /** Whether that postmaster says in its pid file that it takes connections. */
    boolean isReady(long pid) {
        try {
            List<String> lines = Files.readAllLines(cluster().resolve("postmaster.pid"));
            return lines.size() >= 8
                    && lines.getFirst().strip().equals(Long.toString(pid))
                    && lines.get(7).strip().equals("ready");
        } catch (IOException e) {
            // Not written yet, or being written.
            return false;
        }
    }

    private Path startLog() {
        return logs.resolve("start.log");
    }

    String startLogTail() {
        try {
            List<String> lines = Files.readAllLines(startLog(), StandardCharsets.UTF_8);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - START_LOG_TAIL), lines.size()));
        } catch (IOException e) {
            return "(no log: " + e.getMessage() + ")";
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort() == port;
        } catch (IOException e) {
            return false;
        }
    }
}
