package io.countermark.transparency;

import io.countermark.transparency.LogException.Reason;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Follows a log from outside, by its public files alone: each new checkpoint must continue the last one seen, and each new entry must
 * be in the tree. What was seen last is kept in a file, fsynced; a checkpoint that contradicts it is kept beside it
 * ({@code STATE.contradiction}), since the two, both signed by the log, are the proof. Not thread-safe.
 */
public final class LogMonitor {

    /** A bundle of 256 entries of 65,535 bytes is the longest file of a log. */
    private static final int LONGEST_FILE = 17 << 20;

    private static final int LONGEST_CHECKPOINT = 1 << 20;

    /** Where the log's files are got. */
    @FunctionalInterface
    public interface Source {

        /**
         * @param name {@code checkpoint} or a tile's path
         * @throws NoSuchFileException   when there is none of that name
         * @throws FileNotFoundException likewise
         * @throws IOException           when it cannot be got
         */
        byte[] get(String name) throws IOException;

        /** The files of a folder. */
        static Source folder(Path folder) {
            return name -> Files.readAllBytes(folder.resolve(name));
        }

        /**
         * The files below an address of static tiles, for example {@code https://example.com/log}.
         *
         * @param patience for each file
         * @throws LogException IO when it is not an address of HTTP
         */
        static Source http(String address, Duration patience) {
            URI prefix = BoundedHttp.address(address.replaceAll("/+$", "") + "/");
            BoundedHttp http = new BoundedHttp(patience, LONGEST_FILE);
            return name -> http.get(prefix.resolve(name));
        }
    }

    /** Told of each new entry, in order. */
    @FunctionalInterface
    public interface Listener {
        void entry(long index, byte[] entry);
    }

    /**
     * What was seen.
     *
     * @param from how many entries were seen before
     * @param held the checkpoint now
     */
    public record Sighting(long from, CosignedView.Held held) {

        public Checkpoint checkpoint() {
            return held.checkpoint();
        }
    }

    private final Source source;
    private final CosignedView view;
    private final Path state;
    private final Map<TilePath, byte[]> kept = new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<TilePath, byte[]> eldest) {
            return size() > 256;
        }
    };

    /** @param state file of what was seen last; made at the first look */
    public LogMonitor(Source source, CosignedView view, Path state) {
        this.source = source;
        this.view = view;
        this.state = state;
    }

    /**
     * Looks once. When it throws, what was seen before stays on record.
     *
     * @throws LogException ROLLED_BACK when the log got shorter, FORKED when it is not the continuation of what was seen before, CORRUPT
     *     naming the file or the first entry that is not in the tree, BAD_SIGNATURE, NOT_COSIGNED, IO when the log can't be reached
     */
    public Sighting look(Listener listener) {
        try {
            CosignedView.Held now = view.check(checkpoint());
            // Read by the log's key alone: witnesses may have been added since.
            Checkpoint last = Files.exists(state)
                    ? LogVerifier.verifyCheckpoint(
                            Files.readString(state, StandardCharsets.UTF_8),
                            view.log().text())
                    : null;
            kept.clear(); // Each look trusts nothing but what it reads itself.
            Tiles tiles = new Tiles(this::tile, now.checkpoint().size());
            continues(last, now, tiles);
            long from = last == null ? 0 : last.size();
            entries(from, now.checkpoint(), tiles, listener);
            keep(state, now.note());
            return new Sighting(from, now);
        } catch (IOException e) {
            throw LogException.of(e);
        }
    }

    private String checkpoint() throws IOException {
        byte[] note = source.get("checkpoint");
        if (note.length > LONGEST_CHECKPOINT) {
            throw new LogException(Reason.CORRUPT, "checkpoint: has " + note.length + " bytes");
        }
        return new String(note, StandardCharsets.UTF_8);
    }

    private void continues(@Nullable Checkpoint last, CosignedView.Held held, Tiles tiles) throws IOException {
        Checkpoint now = held.checkpoint();
        if (last != null && last.size() > now.size()) {
            keep(contradiction(), held.note());
            throw new LogException(
                    Reason.ROLLED_BACK, "The log had " + last.size() + " entries and now shows " + now.size());
        }
        if (!Arrays.equals(tiles.root(now.size()), now.rootHash())) {
            throw new LogException(Reason.CORRUPT, "The tiles do not give the root that was signed");
        }
        if (last != null) {
            // First that the tiles are one history at both sizes; only then does another root of the old size accuse
            // the log.
            byte[] then = tiles.root(last.size());
            consistent(last.size(), then, now, tiles);
            if (!Arrays.equals(then, last.rootHash())) {
                keep(contradiction(), held.note());
                throw new LogException(
                        Reason.FORKED,
                        "The first " + last.size() + " of now " + now.size()
                                + " entries are not those that were seen; the log signed both histories");
            }
        }
    }

    private static void consistent(long size, byte[] root, Checkpoint now, Tiles tiles) {
        try {
            MerkleProof.verifyConsistency(size, root, now.size(), now.rootHash(), tiles.consistency(size, now.size()));
        } catch (LogException e) {
            throw new LogException(Reason.CORRUPT, "The tiles contradict each other below entry " + size, e);
        }
    }

    private Path contradiction() {
        return state.resolveSibling(state.getFileName() + ".contradiction");
    }

    private static void keep(Path file, String note) throws IOException {
        Disk.write(file, note.getBytes(StandardCharsets.UTF_8), true);
        Disk.sync(Disk.folderOf(file));
    }

    private void entries(long from, Checkpoint now, Tiles tiles, Listener listener) throws IOException {
        for (long index = from; index < now.size(); ) {
            long n = index / TilePath.FULL;
            int width = (int) Math.min(TilePath.FULL, now.size() - n * TilePath.FULL);
            List<byte[]> entries = bundle(new TilePath(TilePath.ENTRIES, n, width));
            tied(index, now, tiles);
            for (int at = (int) (index % TilePath.FULL); at < width; at++, index++) {
                if (!Arrays.equals(MerkleProof.leafHash(entries.get(at)), tiles.leaf(index))) {
                    throw new LogException(Reason.CORRUPT, "entry " + index + ": is not the one in the tree");
                }
                listener.entry(index, entries.get(at));
            }
        }
    }

    /** Ties a whole leaf tile to the root: the audit path of one leaf has all its other leaves in it. */
    private static void tied(long index, Checkpoint now, Tiles tiles) {
        try {
            MerkleProof.verifyInclusion(
                    tiles.leaf(index), index, now.size(), tiles.inclusion(index, now.size()), now.rootHash());
        } catch (LogException e) {
            throw new LogException(
                    Reason.CORRUPT,
                    new TilePath(0, index / TilePath.FULL, TilePath.FULL) + ": a hash in it is not in the tree",
                    e);
        }
    }

    private List<byte[]> bundle(TilePath path) throws IOException {
        byte[] bundle = find(path);
        TilePath full = full(path);
        return bundle != null
                ? EntryBundle.parse(path, bundle)
                : EntryBundle.parse(full, need(full)).subList(0, path.width());
    }

    private byte[] tile(TilePath path) {
        byte[] known = kept.get(path);
        if (known != null) {
            return known;
        }
        try {
            byte[] tile = hashes(path);
            kept.put(path, tile);
            return tile;
        } catch (IOException e) {
            throw LogException.of(e);
        }
    }

    private byte[] hashes(TilePath path) throws IOException {
        byte[] tile = find(path);
        TilePath full = full(path);
        return tile != null
                ? ofWidth(path, tile)
                : Arrays.copyOf(ofWidth(full, need(full)), path.width() * Hasher.LENGTH);
    }

    /** Where a partial tile's hashes are when it is gone, which it may be once the tile is full. */
    private static TilePath full(TilePath path) {
        return new TilePath(path.level(), path.index(), TilePath.FULL);
    }

    private byte[] need(TilePath path) throws IOException {
        byte[] found = find(path);
        if (found == null) {
            throw new LogException(Reason.CORRUPT, path + ": missing");
        }
        return found;
    }

    private byte @Nullable [] find(TilePath path) throws IOException {
        try {
            return source.get(path.text());
        } catch (NoSuchFileException | FileNotFoundException e) {
            return null;
        }
    }

    private static byte[] ofWidth(TilePath path, byte[] tile) {
        if (tile.length != path.width() * Hasher.LENGTH) {
            throw new LogException(Reason.CORRUPT, path + ": has " + tile.length + " bytes");
        }
        return tile;
    }
}
