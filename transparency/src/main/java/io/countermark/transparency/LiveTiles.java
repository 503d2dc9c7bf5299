package io.countermark.transparency;

import io.countermark.transparency.LogException.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Tiles of a log that is open: unfinished ones from memory, full ones from the folder, the last used kept. Thread-safe. */
final class LiveTiles {

    private static final int KEPT = 512; // of 8 KiB each

    private final Path folder;
    private final Map<TilePath, byte[]> kept = Collections.synchronizedMap(new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<TilePath, byte[]> eldest) {
            return size() > KEPT;
        }
    });

    LiveTiles(Path folder) {
        this.folder = folder;
    }

    /** Hashes of the tree that {@code snapshot} is of. */
    Tiles of(Growth.Snapshot snapshot, Publisher notYetWritten) {
        return new Tiles(path -> read(path, snapshot, notYetWritten), snapshot.size());
    }

    private byte[] read(TilePath path, Growth.Snapshot snapshot, Publisher notYetWritten) {
        if (path.width() < TilePath.FULL) {
            return Arrays.copyOf(snapshot.edges().get(path.level()), path.width() * Hasher.LENGTH);
        }
        byte[] known = kept.get(path);
        if (known != null) {
            return known;
        }
        byte[] pending = notYetWritten.pending(path);
        if (pending != null) {
            return pending;
        }
        return fromFolder(path);
    }

    private byte[] fromFolder(TilePath path) {
        try {
            byte[] read = FolderCheck.read(folder, path);
            if (read.length != TilePath.FULL * Hasher.LENGTH) {
                throw new LogException(Reason.CORRUPT, path + ": has " + read.length + " bytes");
            }
            kept.put(path, read);
            return read;
        } catch (IOException e) {
            throw LogException.of(e);
        }
    }
}
