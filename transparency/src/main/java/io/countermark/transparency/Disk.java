package io.countermark.transparency;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;

/** Writing files so that a reader sees old or new bytes, never half of them. */
final class Disk {

    /** Unfinished files end so; no name of a log resource does. */
    static final String TEMPORARY_SUFFIX = ".tmp";

    private Disk() {}

    /** Writes or replaces a file. With {@code sync}, its bytes are on the disk before it has its name. */
    static void write(Path file, byte[] bytes, boolean sync) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + TEMPORARY_SUFFIX);
        boolean named = false;
        try {
            try (FileChannel channel = FileChannel.open(
                    temporary,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE)) {
                for (ByteBuffer rest = ByteBuffer.wrap(bytes); rest.hasRemaining(); ) {
                    channel.write(rest);
                }
                if (sync) {
                    channel.force(true);
                }
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            named = true;
        } finally {
            if (!named) {
                Files.deleteIfExists(temporary);
            }
        }
    }

    static Path folderOf(Path file) {
        return Objects.requireNonNull(file.toAbsolutePath().getParent(), "a root folder has no parent");
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
                Files.createDirectory(made);
            } catch (FileAlreadyExistsException e) {
                if (!Files.isDirectory(made)) {
                    throw e;
                }
            }
            sync(folderOf(made));
        }
    }
}
