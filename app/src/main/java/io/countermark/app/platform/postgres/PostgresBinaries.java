package io.countermark.app.platform.postgres;

import io.countermark.app.platform.RefusedToStartException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Properties;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;

/**
 * The programs of PostgreSQL: unpacked once from the class path, where they travel as {@code postgres-<system>-<machine>.txz}, or those
 * of an installed PostgreSQL.
 *
 * @param home folder with {@code bin/postgres}
 */
record PostgresBinaries(Path home) {

    private static final long MAX_UNPACKED = 512L << 20;

    PostgresBinaries {
        if (!Files.isExecutable(home.resolve("bin/postgres")) || !Files.isExecutable(home.resolve("bin/initdb"))) {
            throw new RefusedToStartException(
                    "There is no PostgreSQL in " + home + ": bin/postgres and bin/initdb are needed");
        }
    }

    /** Unpacks below {@code folder} unless that version is there already. A killed unpacking leaves nothing that counts. */
    static PostgresBinaries unpackedIn(Path folder) {
        Path home = folder.resolve(version());
        if (!Files.isDirectory(home)) {
            try {
                Files.createDirectories(folder);
                unpack(folder, home);
            } catch (IOException e) {
                throw new RefusedToStartException(
                        "PostgreSQL could not be unpacked into " + folder + ": " + e.getMessage(), e);
            }
        }
        return new PostgresBinaries(home);
    }

    Path program(String name) {
        return home.resolve("bin").resolve(name);
    }

    /** For example {@code 18.6.0}, from the build. */
    static String version() {
        try (InputStream in = PostgresBinaries.class.getResourceAsStream("/countermark-postgres.properties")) {
            if (in == null) {
                throw new RefusedToStartException(
                        "The build is incomplete: countermark-postgres.properties is missing");
            }
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void unpack(Path folder, Path home) throws IOException {
        String archive = "/postgres-" + system() + "-" + machine() + ".txz";
        Path fresh = Files.createTempDirectory(folder, ".unpacking-");
        // The database's own user may be another one than ours.
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (InputStream in = PostgresBinaries.class.getResourceAsStream(archive)) {
            if (in == null) {
                throw new RefusedToStartException(
                        "This build brings no PostgreSQL for " + system() + " on " + machine()
                                + "; set COUNTERMARK_DB_URL to a PostgreSQL of yours, or COUNTERMARK_POSTGRES_HOME to its programs");
            }
            unpack(new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(in, 1 << 16))), fresh);
        }
        move(fresh, home);
    }

    private static void unpack(TarArchiveInputStream tar, Path into) throws IOException {
        long total = 0;
        for (TarArchiveEntry entry = next(tar); entry != null; entry = next(tar)) {
            Path target = into.resolve(entry.getName()).normalize();
            total += entry.getSize();
            if (!target.startsWith(into) || total > MAX_UNPACKED) {
                throw new IOException("The archive of PostgreSQL is not as it was built: " + entry.getName());
            }
            if (entry.isDirectory()) {
                Files.createDirectories(target);
                continue;
            }
            Path parent = target.getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            if (entry.isSymbolicLink()) {
                Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
            } else {
                Files.copy(tar, target);
                boolean program = (entry.getMode() & 0100) != 0;
                Files.setPosixFilePermissions(
                        target, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
            }
        }
    }

    private static @Nullable TarArchiveEntry next(TarArchiveInputStream tar) throws IOException {
        return tar.getNextEntry();
    }

    private static void move(Path fresh, Path home) throws IOException {
        try {
            Files.move(fresh, home, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            throw e;
        } catch (FileSystemException e) {
            // Another process was quicker; its copy is the same.
            if (!Files.isDirectory(home)) {
                throw e;
            }
            Trees.delete(fresh);
        }
    }

    private static String system() {
        String name = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        return name.contains("mac") ? "darwin" : name.contains("linux") ? "linux" : name;
    }

    private static String machine() {
        return switch (System.getProperty("os.arch", "").toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64", "arm64" -> "arm_64";
            case String other -> other;
        };
    }
}
