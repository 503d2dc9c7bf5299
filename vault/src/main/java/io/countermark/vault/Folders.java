package io.countermark.vault;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The folders below one root that are known to be on the disk. That a folder exists is not enough: another thread may have made it
 * a moment ago and not yet fsynced its parent. Thread-safe.
 */
final class Folders {

    private final Path root;
    private final Set<Path> known = ConcurrentHashMap.newKeySet();

    Folders(Path root) throws IOException {
        this.root = root;
        Durable.createFolders(root);
        known.add(root);
    }

    /** Makes {@code folder}, given below the root, and those above it; returns when all are durable. */
    Path ensure(Path folder) throws IOException {
        if (known.contains(folder)) {
            return folder;
        }
        if (!folder.startsWith(root)) {
            throw new IOException(folder + " is not below " + root);
        }
        Path parent = Durable.folderOf(folder);
        ensure(parent);
        synchronized (this) {
            if (!known.contains(folder)) {
                Durable.createFolders(folder);
                Durable.sync(parent);
                known.add(folder);
            }
        }
        return folder;
    }
}
