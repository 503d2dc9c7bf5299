package io.countermark.transparency;

import io.countermark.transparency.LogException.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Follows a log from outside, by its public files alone: each new checkpoint must continue the last one seen, and each new entry must
 * be in the tree. What was seen last is kept in a file, fsynced. Not thread-safe.
 */
public final class LogMonitor {

    /** Where the log's files are got, for example over HTTP. */
    @FunctionalInterface
    public interface Source {

        /**
         * @param name {@code checkpoint} or a tile's path
         * @throws IOException when it cannot be got
         */
        byte[] get(String name) throws IOException;

        /** The files of a folder. */
        static Source folder(Path folder) {
            return name -> Files.readAllBytes(folder.resolve(name));
        }
    }

    /** Told of each new entry, in order. */
    @FunctionalInterface
    public interface Listener {
        void entry(long index, byte[] entry);
    }

    private final Source source;
    private final String verifierKeys;
    private final Path state;
    private final Map<TilePath, byte[]> kept = new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<TilePath, byte[]> eldest) {
            return size() > 256;
        }
    };

    /** @param verifierKeys of the log, and of witnesses that must have co-signed, separated by white space */
    public LogMonitor(Source source, String verifierKeys, Path state) {
        this.source = source;
        this.verifierKeys = verifierKeys;
        this.state = state;
    }

    /**
     * Looks once.
     *
     * @return the checkpoint that was seen
     * @throws LogException ROLLED_BACK when the log got shorter, BAD_PROOF when it is not the continuation of what was seen before (a
     *     fork: both checkpoints are signed and prove it), CORRUPT when entries are not in the tree
     */
    public Checkpoint look(Listener listener) {
        try {
            String note = new String(source.get("checkpoint"), StandardCharsets.UTF_8);
            Checkpoint now = LogVerifier.verifyCheckpoint(note, verifierKeys);
            String before = Files.exists(state) ? Files.readString(state, StandardCharsets.UTF_8) : null;
            Checkpoint last = before == null ? null : LogVerifier.verifyCheckpoint(before, verifierKeys);
            kept.clear(); // Each look trusts nothing but what it reads itself.
            Tiles tiles = new Tiles(this::tile, now.size());
            continues(last, now, tiles);
            entries(last == null ? 0 : last.size(), now, tiles, listener);
            Disk.write(state, note.getBytes(StandardCharsets.UTF_8), true);
            Disk.sync(Disk.folderOf(state));
            return now;
        } catch (IOException e) {
            throw LogException.of(e);
        }
    }

    private static void continues(@Nullable Checkpoint last, Checkpoint now, Tiles tiles) {
        if (last != null && last.size() > now.size()) {
            throw new LogException(
                    Reason.ROLLED_BACK, "The log had " + last.size() + " entries and now shows " + now.size());
        }
        if (!Arrays.equals(tiles.root(now.size()), now.rootHash())) {
            throw new LogException(Reason.CORRUPT, "The tiles do not give the root that was signed");
        }
        if (last != null) {
            List<byte[]> proof = tiles.consistency(last.size(), now.size());
            MerkleProof.verifyConsistency(last.size(), last.rootHash(), now.size(), now.rootHash(), proof);
        }
    }

    private void entries(long from, Checkpoint now, Tiles tiles, Listener listener) throws IOException {
        for (long index = from; index < now.size(); ) {
            long n = index / TilePath.FULL;
            int width = (int) Math.min(TilePath.FULL, now.size() - n * TilePath.FULL);
            TilePath path = new TilePath(TilePath.ENTRIES, n, width);
            List<byte[]> entries = EntryBundle.parse(path, source.get(path.text()));
            for (int at = (int) (index % TilePath.FULL); at < width; at++, index++) {
                byte[] leaf = MerkleProof.leafHash(entries.get(at));
                // The leaf tile was not yet tied to the root at this place: the audit path does that.
                MerkleProof.verifyInclusion(
                        leaf, index, now.size(), tiles.inclusion(index, now.size()), now.rootHash());
                listener.entry(index, entries.get(at));
            }
        }
    }

    private byte[] tile(TilePath path) {
        byte[] known = kept.get(path);
        if (known != null) {
            return known;
        }
        try {
            byte[] tile = source.get(path.text());
            kept.put(path, tile);
            if (tile.length != path.width() * Hasher.LENGTH) {
                throw new LogException(Reason.CORRUPT, path + ": has " + tile.length + " bytes");
            }
            return tile;
        } catch (IOException e) {
            throw LogException.of(e);
        }
    }
}
