package io.countermark.app.backup;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Copies of whole folders that survive a power cut: each file and folder is fsynced. */
final class FolderCopy {

    private FolderCopy() {}

    /**
     * @param to    must not be there; its parent must
     * @param wants which paths, relative to {@code from}; a folder that is not wanted is passed by with all in it
     * @return bytes copied
     */
    static long copy(Path from, Path to, Predicate<Path> wants) throws IOException {
        long[] bytes = new long[1];
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                if (!folder.equals(from) && !wants.test(from.relativize(folder))) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.copy(folder, target(folder), StandardCopyOption.COPY_ATTRIBUTES);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile() && wants.test(from.relativize(file))) {
                    Files.copy(file, target(file), StandardCopyOption.COPY_ATTRIBUTES);
                    sync(target(file));
                    bytes[0] += attributes.size();
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) throws IOException {
                sync(target(folder));
                return FileVisitResult.CONTINUE;
            }

            private Path target(Path path) {
                return to.resolve(from.relativize(path));
            }
        });
        return bytes[0];
    }

    /** Gives a finished copy its name, durably. */
    static void publish(Path copy, Path name) throws IOException {
        Files.move(copy, name, StandardCopyOption.ATOMIC_MOVE);
        sync(Objects.requireNonNull(name.toAbsolutePath().getParent()));
    }

    static void sync(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
