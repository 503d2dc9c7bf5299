package io.countermark.fingerprint.index;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The files of an index, which of them count, and the lock on them. */
final class IndexFolder implements AutoCloseable {

    private static final Pattern NUMBERED = Pattern.compile("(?:segment|journal)-\\d{1,18}");
    private static final String LOCK = "lock";

    private final Path path;
    /** Null for one who only reads. */
    private final @Nullable FileChannel lock;

    private Manifest manifest;
    private @Nullable Journal journal;
    /** Bytes of the journal that a reader has read. */
    private long replayed;
    /** Whether it is unknown which manifest is on disk; what is added then may be lost, so nothing is. */
    private boolean uncertain;

    private IndexFolder(Path path, @Nullable FileChannel lock, Manifest manifest) {
        this.path = path;
        this.lock = lock;
        this.manifest = manifest;
    }

    /** For the one process that writes. */
    static IndexFolder lock(Path path, int vocabulary) throws IOException {
        Files.createDirectories(path);
        FileChannel lock = acquire(path);
        try {
            if (!Files.exists(path.resolve(Manifest.FILE))) {
                begin(path, vocabulary);
            }
            return new IndexFolder(path, lock, manifest(path, vocabulary));
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** For one of any number that read, beside the one that writes or without it. */
    static IndexFolder read(Path path, int vocabulary) throws IOException {
        if (!Files.exists(path.resolve(Manifest.FILE))) {
            if (!Files.isDirectory(path) || numbered(path).isEmpty()) {
                throw new NoSuchFileException(path.toString(), null, "no index is there");
            }
            throw new CorruptIndexException("The index's manifest is missing: rebuild the index");
        }
        return new IndexFolder(path, null, manifest(path, vocabulary));
    }

    private static Manifest manifest(Path path, int vocabulary) throws IOException {
        Manifest manifest = Manifest.read(path);
        if (manifest.vocabulary() != vocabulary) {
            throw new IndexTooOldException("The index's words are of another vocabulary: rebuild the index");
        }
        return manifest;
    }

    /** Whether the writer has published another state since this one was read, so that files of this one may be gone. */
    boolean isSuperseded() throws IOException {
        return !Manifest.read(path).equals(manifest);
    }

    /** Files of an index without a manifest are what is left of a damaged one, and no empty one may hide that. */
    private static void begin(Path path, int vocabulary) throws IOException {
        Path first = path.resolve(journalName(0));
        for (String name : numbered(path)) {
            if (!name.equals(journalName(0)) || Files.size(first) > Journal.HEADER) {
                throw new CorruptIndexException("The index's manifest is missing: rebuild the index");
            }
        }
        Files.deleteIfExists(first);
        Journal.create(first).close();
        new Manifest(vocabulary, 1, 0, List.of()).write(path);
    }

    private static FileChannel acquire(Path path) throws IOException {
        FileChannel channel = FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            // This process has it open already.
            channel.close();
            throw new IndexInUseException(path, e);
        }
        channel.close();
        throw new IndexInUseException(path, null);
    }

    static void erase(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return;
        }
        try (FileChannel held = acquire(path)) {
            // The manifest last: until then the folder says that it is damaged.
            for (String name : numbered(path)) {
                Files.delete(path.resolve(name));
            }
            Files.deleteIfExists(path.resolve(Manifest.FILE + ".new"));
            Files.deleteIfExists(path.resolve(Manifest.FILE));
            Manifest.sync(path);
        }
    }

    Path path() {
        return path;
    }

    List<Reading.Part> openSegments() throws IOException {
        List<Reading.Part> parts = new ArrayList<>();
        int base = 0;
        try {
            for (Manifest.Part part : manifest.parts()) {
                Segment segment = Segment.open(path, part.number(), manifest.vocabulary());
                parts.add(new Reading.Part(segment, part.removed(), base));
                base += segment.pictures();
            }
            return parts;
        } catch (IOException | RuntimeException e) {
            parts.forEach(part -> part.segment().close());
            throw e;
        }
    }

    void openJournal(Journal.Reader reader) throws IOException {
        Path file = journalFile(manifest.journal());
        if (lock == null) {
            replayed = Journal.replay(file, reader);
        } else {
            journal = Journal.open(file, reader);
            deleteUnused();
        }
    }

    Journal journal() throws IOException {
        if (uncertain) {
            throw new IOException("The index could not be written before: open it again");
        }
        Journal open = journal;
        if (open == null) {
            throw new IllegalStateException("The index was opened for reading only");
        }
        return open;
    }

    long nextNumber() {
        long number = manifest.next();
        manifest = new Manifest(manifest.vocabulary(), number + 1, manifest.journal(), manifest.parts());
        return number;
    }

    /** From now on these segments and a new journal with these pictures are the index. */
    void commit(List<Reading.Part> parts, List<IndexedPicture> pending) throws IOException {
        Journal old = journal();
        long before = manifest.journal();
        long number = nextNumber();
        Journal next = Journal.create(journalFile(number));
        next.added(pending);
        publish(new Manifest(manifest.vocabulary(), manifest.next(), number, listed(parts)));
        journal = next;
        old.close();
        Files.delete(journalFile(before));
        Manifest.sync(path);
    }

    /** From now on these segments and the same journal are the index. */
    void commitSegments(List<Reading.Part> parts) throws IOException {
        publish(new Manifest(manifest.vocabulary(), manifest.next(), manifest.journal(), listed(parts)));
    }

    private void publish(Manifest next) throws IOException {
        // The new files' names must be durable before the manifest names them.
        Manifest.sync(path);
        uncertain = true;
        next.write(path);
        manifest = next;
        uncertain = false;
    }

    private static List<Manifest.Part> listed(List<Reading.Part> parts) {
        return parts.stream()
                .map(part -> new Manifest.Part(
                        part.segment().number(), (BitSet) part.removed().clone()))
                .toList();
    }

    /** Whatever a crash left that the manifest does not name. */
    private void deleteUnused() throws IOException {
        Set<String> used = new HashSet<>();
        used.add(journalName(manifest.journal()));
        manifest.parts().forEach(part -> used.add(Segment.name(part.number())));
        for (String name : numbered(path)) {
            if (!used.contains(name)) {
                Files.delete(path.resolve(name));
            }
        }
        Files.deleteIfExists(path.resolve(Manifest.FILE + ".new"));
    }

    /** Deletes files of segments that no reading has open any more. */
    void delete(List<Long> segments) throws IOException {
        for (long number : segments) {
            Files.deleteIfExists(path.resolve(Segment.name(number)));
        }
        if (!segments.isEmpty()) {
            Manifest.sync(path);
        }
    }

    /** Of the manifest and the journal. */
    long bytes() {
        return manifest.length() + (journal == null ? replayed : journal.length());
    }

    private static List<String> numbered(Path path) throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> NUMBERED.matcher(name).matches())
                    .toList();
        }
    }

    private Path journalFile(long number) {
        return path.resolve(journalName(number));
    }

    private static String journalName(long number) {
        return "journal-" + number;
    }

    @Override
    public void close() throws IOException {
        try {
            if (journal != null) {
                journal.close();
            }
        } finally {
            if (lock != null) {
                lock.close();
            }
        }
    }
}
