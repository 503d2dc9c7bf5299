package io.countermark.app.platform.storage;

import io.countermark.app.platform.RefusedToStartException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** The folder with everything that is not in PostgreSQL; locked, so that two servers never work on the same one. */
@Component
public final class DataFolder implements AutoCloseable {

    private final Path path;
    private final FileChannel lock;

    DataFolder(@Value("${countermark.data}") Path path) {
        this.path = path.toAbsolutePath().normalize();
        try {
            if (!Files.isDirectory(this.path)) {
                Files.createDirectories(
                        this.path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            lock = lock(this.path.resolve("server.lock"));
        } catch (IOException e) {
            throw new RefusedToStartException("The data folder " + this.path + " can't be used: " + e.getMessage(), e);
        }
    }

    private static FileChannel lock(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            channel.close();
            throw new RefusedToStartException("Another server runs on the data folder " + file.getParent()
                    + "; stop it, or give this one another folder with --data");
        }
        return channel;
    }

    /** Absolute. */
    public Path path() {
        return path;
    }

    /** A folder in it, made when absent, for us alone (mode 0700). */
    Path folder(String name) {
        Path folder = path.resolve(name);
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
        } catch (IOException e) {
            throw new RefusedToStartException("The folder " + folder + " can't be made: " + e.getMessage(), e);
        }
        return folder;
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
