package io.countermark.vault;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/**
 * File operations that survive a power cut, in the order that makes them so: write a temporary file, fsync it, give it its name,
 * fsync the folder (Pillai and others, "All File Systems Are Not Created Equal", OSDI 2014).
 */
final class Durable {

    /** Names of unfinished files begin so. */
    static final String TEMPORARY_PREFIX = ".tmp-";

    private static final boolean POSIX =
            java.nio.file.FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private Durable() {}

    static Path temporary(Path folder) {
        return folder.resolve(TEMPORARY_PREFIX + UUID.randomUUID());
    }

    /** The folder that a file stands in. */
    static Path folderOf(Path file) {
        return Objects.requireNonNull(file.toAbsolutePath().getParent(), "a root folder has no parent");
    }

    /** Writes a new file, readable by its owner alone, and fsyncs it. */
    static void write(Path file, byte[] bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly("rw-------"))) {
            for (ByteBuffer rest = ByteBuffer.wrap(bytes); rest.hasRemaining(); ) {
                channel.write(rest);
            }
            channel.force(true);
        }
    }

    /** A new file, readable by its owner alone, for writing. */
    static OutputStream create(Path file) throws IOException {
        return Channels.newOutputStream(FileChannel.open(
                file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly("rw-------")));
    }

    /**
     * Gives a finished temporary file its name. Never overwrites: a link fails when the name is taken, where a rename would
     * silently replace.
     */
    static void publish(Path temporary, Path name) throws IOException {
        try {
            Files.createLink(name, temporary);
        } catch (UnsupportedOperationException e) {
            moveWithoutLinks(temporary, name);
            return;
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (FileSystemException e) {
            if (String.valueOf(e.getReason()).contains("Operation not permitted")) {
                moveWithoutLinks(temporary, name); // A file system without hard links says EPERM.
                return;
            }
            throw e;
        }
        Files.delete(temporary);
    }

    /** Replaces a file by a finished temporary one; a reader sees the old or the new bytes. */
    static void replace(Path temporary, Path name) throws IOException {
        Files.move(temporary, name, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Fsyncs a file or a folder. */
    static void sync(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Makes the folder and those above it that are missing, each fsynced into its parent. */
    static void createFolders(Path folder) throws IOException {
        Deque<Path> missing = new ArrayDeque<>();
        for (Path at = folder.toAbsolutePath().normalize(); at != null && Files.notExists(at); at = at.getParent()) {
            missing.push(at);
        }
        for (Path made : missing) {
            try {
                Files.createDirectory(made, ownerOnly("rwx------"));
            } catch (FileAlreadyExistsException e) {
                if (!Files.isDirectory(made)) {
                    throw e;
                }
            }
            Path parent = made.getParent();
            if (parent != null) {
                sync(parent);
            }
        }
    }

    private static void moveWithoutLinks(Path temporary, Path name) throws IOException {
        if (Files.exists(name)) {
            throw new FileAlreadyExistsException(name.toString());
        }
        Files.move(temporary, name, StandardCopyOption.ATOMIC_MOVE);
    }

    private static FileAttribute<?>[] ownerOnly(String mode) {
        return POSIX
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))}
                : new FileAttribute<?>[0];
    }
}
