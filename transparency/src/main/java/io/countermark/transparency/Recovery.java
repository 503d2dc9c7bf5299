package io.countermark.transparency;

import io.countermark.transparency.LogException.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds out where a log stands when it is opened. Three things are held against each other: the checkpoint up to which all tiles were
 * fsynced ({@code signed}), the journal of what was committed after it, and the public checkpoint. The tree is computed anew from the
 * leaf hashes up to the first, and continued from the second; it must give every root that was ever signed here.
 */
final class Recovery {

    private final Path folder;
    private final Path state;
    private final String verifierKey;
    private final Growth growth = new Growth(Growth.Snapshot.EMPTY);
    private final LeafIndex index;
    private final Publisher publisher;
    private final Map<Long, byte[]> roots = new HashMap<>();
    private final Hasher hasher = new Hasher();
    private String note;

    Recovery(Path folder, Path state, NoteKey key, LeafIndex index, Publisher publisher) {
        this.folder = folder;
        this.state = state;
        this.verifierKey = key.text();
        this.index = index;
        this.publisher = publisher;
        this.note = "";
    }

    /** Continues as far as was committed. */
    Growth run() throws IOException {
        Checkpoint base = accept(Files.readString(state.resolve("signed"), StandardCharsets.UTF_8));
        Path file = folder.resolve("checkpoint");
        if (Files.notExists(file)) {
            throw new LogException(
                    Reason.ROLLED_BACK, "checkpoint: missing, though one of " + base.size() + " entries was signed");
        }
        String published = Files.readString(file, StandardCharsets.UTF_8);
        if (published.isEmpty()) {
            published = note; // Some file systems leave this after a power cut; the journal knows better.
        }
        Checkpoint there = LogVerifier.verifyCheckpoint(published, verifierKey);
        if (there.size() < base.size()) {
            throw new LogException(
                    Reason.ROLLED_BACK,
                    "checkpoint: of " + there.size() + " entries, but one of " + base.size() + " was signed before");
        }
        load(base);
        for (Journal.Batch batch : Journal.read(state.resolve("journal"))) {
            replay(batch);
        }
        reconcile(there, published);
        return growth;
    }

    /** The newest signed checkpoint; it is of the recovered size. */
    String note() {
        return note;
    }

    private Checkpoint accept(String signed) {
        Checkpoint checkpoint = LogVerifier.verifyCheckpoint(signed, verifierKey);
        roots.put(checkpoint.size(), checkpoint.rootHash());
        note = signed;
        return checkpoint;
    }

    private void load(Checkpoint base) throws IOException {
        for (long first = 0; first < base.size(); first += TilePath.FULL) {
            int width = (int) Math.min(TilePath.FULL, base.size() - first);
            TilePath path = new TilePath(0, first / TilePath.FULL, width);
            byte[] leaves = hashes(path);
            List<byte[]> entries = width == TilePath.FULL ? List.of() : entries(path);
            for (int i = 0; i < width; i++) {
                byte[] leaf = Arrays.copyOfRange(leaves, i * Hasher.LENGTH, (i + 1) * Hasher.LENGTH);
                index.add(leaf, first + i);
                if (entries.isEmpty()) {
                    growth.append(leaf);
                } else if (Arrays.equals(leaf, hasher.leaf(entries.get(i)))) {
                    growth.append(entries.get(i), leaf);
                } else {
                    throw corrupt(path.text(), "hash " + i + " is not of the entry in its bundle");
                }
            }
            compare(growth.takeFinished());
        }
        compare(growth.unfinished());
        if (!Arrays.equals(growth.root(), base.rootHash())) {
            throw corrupt("tile/0", "leaf hashes do not give the root that was signed for " + base.size() + " entries");
        }
    }

    private List<byte[]> entries(TilePath leaves) throws IOException {
        TilePath bundle = new TilePath(TilePath.ENTRIES, leaves.index(), leaves.width());
        return EntryBundle.parse(bundle, read(bundle));
    }

    private byte[] hashes(TilePath path) throws IOException {
        byte[] hashes = read(path);
        if (hashes.length != path.width() * Hasher.LENGTH) {
            throw corrupt(path.text(), "has " + hashes.length + " bytes");
        }
        return hashes;
    }

    private void compare(List<Growth.Written> computed) throws IOException {
        for (Growth.Written tile : computed) {
            if (tile.path().level() > 0 && !Arrays.equals(tile.bytes(), read(tile.path()))) {
                throw corrupt(tile.path().text(), "is not what the tiles below give");
            }
        }
    }

    private void replay(Journal.Batch batch) throws IOException {
        if (batch.after() <= growth.size()) {
            return; // Killed between fsyncing the tiles and emptying the journal.
        }
        if (batch.before() != growth.size()) {
            throw corrupt("journal", "goes on at " + batch.before() + ", the tiles end at " + growth.size());
        }
        grow(batch.entries());
        Checkpoint checkpoint = accept(batch.checkpoint());
        if (checkpoint.size() != growth.size() || !Arrays.equals(growth.root(), checkpoint.rootHash())) {
            throw corrupt("journal", "entries and checkpoint at " + growth.size() + " differ");
        }
        publisher.publishTiles(growth.unfinished());
    }

    private void grow(List<byte[]> entries) {
        for (byte[] entry : entries) {
            byte[] leaf = hasher.leaf(entry);
            index.add(leaf, growth.size());
            growth.append(entry, leaf);
        }
        publisher.add(growth.takeFinished());
    }

    private void reconcile(Checkpoint there, String published) throws IOException {
        if (there.size() > growth.size()) {
            takeFromBundles(there);
            accept(published);
        }
        if (!Arrays.equals(there.rootHash(), roots.get(there.size()))) {
            throw corrupt("checkpoint", "of " + there.size() + " entries, was not signed by this writer: a fork");
        }
    }

    /** The journal ends before what was published: the public bundles must give the root that was signed. */
    private void takeFromBundles(Checkpoint there) throws IOException {
        while (growth.size() < there.size()) {
            long n = growth.size() / TilePath.FULL;
            int width = (int) Math.min(TilePath.FULL, there.size() - n * TilePath.FULL);
            TilePath bundle = new TilePath(TilePath.ENTRIES, n, width);
            List<byte[]> entries = EntryBundle.parse(bundle, read(bundle));
            grow(entries.subList((int) (growth.size() % TilePath.FULL), width));
        }
        if (!Arrays.equals(growth.root(), there.rootHash())) {
            throw corrupt("checkpoint", "of " + there.size() + " entries: neither journal nor bundles give its root");
        }
    }

    private byte[] read(TilePath path) throws IOException {
        return FolderCheck.read(folder, path);
    }

    private static LogException corrupt(String file, String what) {
        return new LogException(Reason.CORRUPT, file + ": " + what);
    }
}
