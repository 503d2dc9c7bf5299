package io.countermark.transparency;

import io.countermark.transparency.Growth.Written;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes what the journal holds already into the public folder: tiles and bundles first, then the checkpoint that needs them. They
 * are fsynced together, now and then ({@link #sync}); what a power cut takes before that, the journal gives back. Not thread-safe.
 */
final class Publisher {

    private final Path folder;
    private final Set<Path> folders = new HashSet<>();
    private final Set<TilePath> completed = new HashSet<>();
    private final Map<Integer, TilePath> edges = new HashMap<>();
    private final List<Written> pending = new ArrayList<>();

    Publisher(Path folder) {
        this.folder = folder;
    }

    /** Takes tiles that got full; they stay pending until they are written. */
    void add(List<Written> finished) {
        pending.addAll(finished);
    }

    /** @return null when it is not pending */
    byte @Nullable [] pending(TilePath path) {
        for (Written written : pending) {
            if (written.path().equals(path)) {
                return written.bytes();
            }
        }
        return null;
    }

    void publishTiles(List<Written> unfinished) throws IOException {
        for (Written tile : pending) {
            write(tile);
            completed.add(tile.path());
        }
        pending.clear();
        for (Written tile : unfinished) {
            if (!tile.path().equals(edges.get(tile.path().level()))) {
                write(tile);
                edges.put(tile.path().level(), tile.path());
            }
        }
    }

    void publishCheckpoint(String note) throws IOException {
        Disk.write(folder.resolve("checkpoint"), note.getBytes(StandardCharsets.UTF_8), false);
        folders.add(folder);
    }

    /**
     * Fsyncs full tiles, the newest partial ones and the checkpoint, then removes the partial forms of tiles that are full now. Older
     * partial tiles can be made again from the newest ({@link #mend}).
     */
    void sync() throws IOException {
        for (TilePath full : completed) {
            Disk.sync(folder.resolve(full.text()));
        }
        for (TilePath edge : edges.values()) {
            if (!completed.contains(new TilePath(edge.level(), edge.index(), TilePath.FULL))) {
                Disk.sync(folder.resolve(edge.text()));
            }
        }
        Disk.sync(folder.resolve("checkpoint"));
        for (TilePath full : completed) {
            Path partials = folder.resolve(full.partials());
            delete(partials);
            folders.remove(partials);
        }
        for (Path path : folders) {
            Disk.sync(path);
        }
        completed.clear();
    }

    /** Writes older partial tiles anew where they are not the beginning of the newest, as after a power cut. */
    void mend(List<Written> unfinished) throws IOException {
        for (Written newest : unfinished) {
            Path partials = folder.resolve(newest.path().partials());
            try (Stream<Path> files = Files.list(partials)) {
                for (Path file : files.toList()) {
                    String width = file.getFileName().toString();
                    if (width.matches("[1-9][0-9]{0,2}")
                            && Integer.parseInt(width) < newest.path().width()) {
                        byte[] bytes = beginning(newest, Integer.parseInt(width));
                        if (!Arrays.equals(bytes, Files.readAllBytes(file))) {
                            Disk.write(file, bytes, true);
                        }
                    }
                }
            }
        }
    }

    private static byte[] beginning(Written newest, int width) {
        if (newest.path().level() != TilePath.ENTRIES) {
            return Arrays.copyOf(newest.bytes(), width * Hasher.LENGTH);
        }
        int length = 0;
        for (byte[] entry : EntryBundle.parse(newest.path(), newest.bytes()).subList(0, width)) {
            length += 2 + entry.length;
        }
        return Arrays.copyOf(newest.bytes(), length);
    }

    private void write(Written tile) throws IOException {
        Path file = folder.resolve(tile.path().text());
        Path parent = Disk.folderOf(file);
        if (!folders.contains(parent) || !Files.isDirectory(parent)) {
            for (Path at = parent; !at.equals(folder); at = Disk.folderOf(at)) {
                folders.add(at);
            }
            Files.createDirectories(parent);
        }
        Disk.write(file, tile.bytes(), false);
    }

    private static void delete(Path partials) throws IOException {
        if (Files.notExists(partials)) {
            return;
        }
        try (Stream<Path> files = Files.walk(partials)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
