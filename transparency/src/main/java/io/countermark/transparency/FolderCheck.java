package io.countermark.transparency;

import io.countermark.transparency.LogException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Holds every file of a log folder against a checkpoint that is trusted already. */
final class FolderCheck {

    private final Path folder;
    private final Checkpoint checkpoint;
    private final Hasher hasher = new Hasher();

    FolderCheck(Path folder, Checkpoint checkpoint) {
        this.folder = folder;
        this.checkpoint = checkpoint;
    }

    /** Entries first, since all else follows from them: a wrong tile and a wrong entry are told apart by the other tiles. */
    void run() throws IOException {
        Growth growth = new Growth(Growth.Snapshot.EMPTY);
        long bundles = Math.ceilDiv(checkpoint.size(), (long) TilePath.FULL);
        for (long n = 0; n < bundles; n++) {
            bundle(growth, n);
            for (Growth.Written tile : growth.takeFinished()) {
                compare(tile);
            }
        }
        for (Growth.Written tile : growth.unfinished()) {
            compare(tile);
        }
        if (!Arrays.equals(growth.root(), checkpoint.rootHash())) {
            throw corrupt("checkpoint", "entries and tiles agree, but their root is not the signed one");
        }
        olderPartials();
    }

    private void bundle(Growth growth, long n) throws IOException {
        int width = (int) Math.min(TilePath.FULL, checkpoint.size() - n * TilePath.FULL);
        TilePath path = new TilePath(TilePath.ENTRIES, n, width);
        byte[] leaves = read(new TilePath(0, n, width));
        List<byte[]> entries = EntryBundle.parse(path, read(path));
        for (int i = 0; i < width; i++) {
            byte[] leaf = hasher.leaf(entries.get(i));
            if (leaves.length != width * Hasher.LENGTH || differs(leaf, leaves, i)) {
                throw blame(path, n, width, i, entries, leaves);
            }
            growth.append(entries.get(i), leaf);
        }
    }

    /** An entry and its leaf hash differ: the tile above says which of the two is the wrong one, where there is one. */
    private LogException blame(TilePath path, long n, int width, int at, List<byte[]> entries, byte[] leaves)
            throws IOException {
        TilePath leafTile = new TilePath(0, n, width);
        long index = n * TilePath.FULL + at;
        if (leaves.length != width * Hasher.LENGTH) {
            return corrupt(leafTile.text(), "has " + leaves.length + " bytes, not " + width * Hasher.LENGTH);
        }
        boolean leavesHold = width == TilePath.FULL && parentHolds(n, hasher.tree(leaves, 0, width));
        if (!leavesHold && width == TilePath.FULL) {
            byte[] fromEntries = new byte[width * Hasher.LENGTH];
            for (int i = 0; i < width; i++) {
                System.arraycopy(hasher.leaf(entries.get(i)), 0, fromEntries, i * Hasher.LENGTH, Hasher.LENGTH);
            }
            if (parentHolds(n, hasher.tree(fromEntries, 0, width))) {
                return corrupt(leafTile.text(), "the hash of entry " + index + " is wrong");
            }
        }
        return corrupt(
                path.text(),
                "entry " + index + " is not the one that was logged (or its hash in " + leafTile + " was changed)");
    }

    private boolean parentHolds(long n, byte[] hash) throws IOException {
        long row = checkpoint.size() >> 8;
        long tile = n / TilePath.FULL;
        int width = (int) Math.min(TilePath.FULL, row - tile * TilePath.FULL);
        byte[] parent = read(new TilePath(1, tile, width));
        int at = (int) (n % TilePath.FULL);
        return parent.length == width * Hasher.LENGTH && !differs(hash, parent, at);
    }

    private static boolean differs(byte[] hash, byte[] hashes, int at) {
        int from = at * Hasher.LENGTH;
        return !Arrays.equals(hash, 0, Hasher.LENGTH, hashes, from, from + Hasher.LENGTH);
    }

    private void compare(Growth.Written computed) throws IOException {
        if (!Arrays.equals(computed.bytes(), read(computed.path()))) {
            throw corrupt(computed.path().text(), "is not what the entries give");
        }
    }

    /** Partial tiles of earlier checkpoints are beginnings of the wider ones. */
    private void olderPartials() throws IOException {
        Path tiles = folder.resolve("tile");
        if (Files.notExists(tiles)) {
            return;
        }
        try (Stream<Path> files = Files.walk(tiles)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                String name = folder.relativize(file).toString().replace('\\', '/');
                TilePath path = TilePath.parse(name).orElse(null);
                if (path != null && path.width() < TilePath.FULL) {
                    older(path);
                }
            }
        }
    }

    private void older(TilePath path) throws IOException {
        long row = path.level() == TilePath.ENTRIES ? checkpoint.size() : checkpoint.size() >> (8 * path.level());
        long there = Math.min(TilePath.FULL, row - path.index() * TilePath.FULL);
        if (there <= path.width()) {
            return; // The current one, checked above, or one written ahead of a checkpoint that was never published.
        }
        byte[] wide = read(new TilePath(path.level(), path.index(), (int) there));
        int length = path.width() * Hasher.LENGTH;
        if (path.level() == TilePath.ENTRIES) {
            List<byte[]> entries = EntryBundle.parse(new TilePath(TilePath.ENTRIES, path.index(), (int) there), wide);
            length = entries.subList(0, path.width()).stream()
                    .mapToInt(entry -> 2 + entry.length)
                    .sum();
        }
        if (!Arrays.equals(read(path), Arrays.copyOf(wide, length))) {
            throw corrupt(path.text(), "is not the beginning of the wider one");
        }
    }

    private byte[] read(TilePath path) throws IOException {
        return read(folder, path);
    }

    static byte[] read(Path folder, TilePath path) throws IOException {
        try {
            return Files.readAllBytes(folder.resolve(path.text()));
        } catch (NoSuchFileException e) {
            throw new LogException(Reason.CORRUPT, path + ": missing", e);
        }
    }

    private static LogException corrupt(String file, String what) {
        return new LogException(Reason.CORRUPT, file + ": " + what);
    }
}
