package io.countermark.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Writes files so that a reader sees the old or the new one, whole, also after a power cut. */
final class DurableFile {

    private static final Set<PosixFilePermission> SECRET = PosixFilePermissions.fromString("rw-------");

    private DurableFile() {}

    static void write(Path target, byte[] content) throws IOException {
        write(target, content, false);
    }

    /** As {@link #write}, but only its owner may read it, at no moment anybody else. */
    static void writeSecret(Path target, byte[] content) throws IOException {
        write(target, content, true);
    }

    private static void write(Path target, byte[] content, boolean secret) throws IOException {
        Path folder = target.toAbsolutePath().getParent();
        if (folder == null) {
            throw new CommandException("not-a-file", target + " is not a file name");
        }
        Path temporary = folder.resolve(
                "." + target.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
        try {
            Files.deleteIfExists(temporary);
            if (secret && Files.getFileStore(folder).supportsFileAttributeView("posix")) {
                Files.createFile(temporary, PosixFilePermissions.asFileAttribute(SECRET));
            } else {
                Files.createFile(temporary);
            }
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                ByteBuffer rest = ByteBuffer.wrap(content);
                while (rest.hasRemaining()) {
                    channel.write(rest);
                }
                channel.force(true);
            }
            rename(temporary, target);
        } finally {
            Files.deleteIfExists(temporary);
        }
        syncFolder(folder);
    }

    private static void rename(Path temporary, Path target) throws IOException {
        try {
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            throw new CommandException("io-error", "The file system of " + target + " can't rename in one step");
        }
    }

    private static void syncFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
