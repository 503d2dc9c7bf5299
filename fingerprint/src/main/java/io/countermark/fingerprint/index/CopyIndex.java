package io.countermark.fingerprint.index;

import io.countermark.fingerprint.Description;
import io.countermark.fingerprint.PdqFingerprint;
import io.countermark.fingerprint.PdqHash;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Registered pictures on disk, to be found again: digests, global codes and visual words. A picture that {@link #add} returned for is
 * durable and is found by the next search; of one that {@link #remove} returned for, no file of the index holds anything any more.
 * Thread-safe. One process writes; any number of others read what it had acknowledged when they opened it.
 *
 * <p>Files in its folder: {@code lock}, {@code manifest} ({@link Manifest}), {@code journal-n} ({@link Journal}), {@code segment-n}
 * ({@link Segment}). Additions go to the journal; 4,096 of them become a segment, and in the background eight segments of a size become
 * one. A crash at any moment loses nothing that was acknowledged.
 */
public final class CopyIndex implements AutoCloseable {

    /** Most pictures or codes of one addition, which is held in memory. */
    public static final int MAX_BATCH = 4096;

    /** Additions in the journal that become a segment. */
    static final int FLUSH = 4096;

    /** A journal this long is written anew, whatever is in it: removals make it longer, too. */
    private static final long MAX_JOURNAL = 256L << 20;

    private static final System.Logger LOG = System.getLogger(CopyIndex.class.getName());
    private static final int ATTEMPTS = 20;

    private final IndexFolder folder;
    private final Vocabulary vocabulary;
    /** Held by who changes what is in the index, before the reading is locked. */
    private final ReentrantLock mutation = new ReentrantLock();
    /** Held by who rewrites segments, before the mutation lock. */
    private final ReentrantLock merging = new ReentrantLock();

    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private final ThreadPoolExecutor background = new ThreadPoolExecutor(
            1,
            1,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().daemon().name("copy-index-merge").factory());
    private volatile boolean closing;
    private boolean closed;
    private Reading reading;

    private CopyIndex(IndexFolder folder, Vocabulary vocabulary, Reading reading) {
        this.folder = folder;
        this.vocabulary = vocabulary;
        this.reading = reading;
        background.allowCoreThreadTimeOut(true);
    }

    /**
     * Opens for reading and writing; a folder without an index becomes an empty one.
     *
     * @throws IndexException when it is damaged, of another version or open for writing elsewhere
     * @throws IOException    when the folder can't be read or written
     */
    public static CopyIndex open(Path path) throws IOException {
        Vocabulary vocabulary = Vocabulary.shipped();
        CopyIndex index = open(IndexFolder.lock(path, vocabulary.id()), vocabulary);
        // What a crash kept a removal from taking away.
        if (index.read(Reading::hasRemoved)) {
            index.inBackground(index::purge);
        }
        return index;
    }

    /**
     * Opens an index that is there for searching only, as it is at this moment, beside a process that writes or without one.
     *
     * @throws IndexException when it is damaged or of another version
     * @throws IOException    when there is none or it can't be read
     */
    public static CopyIndex openForReading(Path path) throws IOException {
        Vocabulary vocabulary = Vocabulary.shipped();
        for (int attempt = 1; ; attempt++) {
            IndexFolder folder = IndexFolder.read(path, vocabulary.id());
            try {
                return open(folder, vocabulary);
            } catch (CorruptIndexException e) {
                // The writer deletes files once it has published a state without them.
                if (attempt == ATTEMPTS || !folder.isSuperseded()) {
                    throw e;
                }
            }
        }
    }

    private static CopyIndex open(IndexFolder folder, Vocabulary vocabulary) throws IOException {
        List<Reading.Part> parts = List.of();
        try {
            parts = folder.openSegments();
            CopyIndex index = new CopyIndex(folder, vocabulary, new Reading(parts, new Delta(), vocabulary));
            folder.openJournal(new Journal.Reader() {
                @Override
                public void added(IndexedPicture picture) {
                    index.apply(picture);
                }

                @Override
                public void removed(String id) {
                    index.forget(id);
                }
            });
            return index;
        } catch (IOException | RuntimeException e) {
            parts.forEach(part -> part.segment().close());
            folder.close();
            throw e;
        }
    }

    /**
     * Deletes the files of the index in this folder, damaged or not, and nothing else; the next {@link #open} finds an empty one.
     *
     * @throws IndexInUseException when a process has it open for writing
     */
    public static void erase(Path folder) throws IOException {
        IndexFolder.erase(folder);
    }

    /** Adds a picture, or replaces the one with this id. */
    public void add(String id, Description description) throws IOException {
        addAll(List.of(new Entry(id, description)));
    }

    /** What to add. */
    public record Entry(String id, Description description) {}

    /**
     * Adds at most {@value #MAX_BATCH} pictures with one sync: all of them, or none when it throws or the process ends before it returns.
     */
    public void addAll(List<Entry> entries) throws IOException {
        add(entries.parallelStream()
                .map(entry -> IndexedPicture.of(entry.id(), entry.description(), vocabulary))
                .toList());
    }

    /**
     * Adds at most {@value #MAX_BATCH} global codes without their pictures, from somebody else's list, with one sync: all or none.
     *
     * @throws IllegalArgumentException when a picture is registered under one of the ids; none is added then
     */
    public void addCodes(List<PdqList.Line> codes) throws IOException {
        mutation.lock();
        try {
            for (PdqList.Line code : codes) {
                if (read(now -> now.isPicture(code.id()))) {
                    throw new IllegalArgumentException("A picture is registered as " + code.id());
                }
            }
            add(codes.stream()
                    .map(code -> IndexedPicture.ofCode(code.id(), code.hash(), code.quality()))
                    .toList());
        } finally {
            mutation.unlock();
        }
    }

    void add(List<IndexedPicture> pictures) throws IOException {
        if (pictures.size() > MAX_BATCH) {
            throw new IllegalArgumentException("A batch has at most " + MAX_BATCH + " entries, got " + pictures.size());
        }
        mutation.lock();
        try {
            folder.journal().added(pictures);
            changeReading(() -> pictures.forEach(this::apply));
            if (reading.delta().numbers() >= FLUSH || folder.journal().length() > MAX_JOURNAL) {
                flush();
                inBackground(this::mergeWhereMany);
            }
        } finally {
            mutation.unlock();
        }
    }

    /** Removes a picture as {@link #removeAll} does; returns whether it was there. */
    public boolean remove(String id) throws IOException {
        return !removeAll(List.of(id)).isEmpty();
    }

    /**
     * Removes pictures. When it returns, no search finds them and all files that held something of them are rewritten and deleted; a
     * crash before that is made good after the next {@link #open}. Costs as much as rewriting the segments they are in.
     *
     * @return the ids that were there
     */
    public Set<String> removeAll(Collection<String> ids) throws IOException {
        Set<String> there = new LinkedHashSet<>();
        mutation.lock();
        try {
            ids.stream().filter(this::contains).forEach(there::add);
            folder.journal().removed(there);
            changeReading(() -> there.forEach(this::forget));
        } finally {
            mutation.unlock();
        }
        if (!there.isEmpty()) {
            purge();
        }
        return there;
    }

    public boolean contains(String id) {
        return read(now -> now.contains(id));
    }

    /** Whether a picture with this id is there with its features, and not its code alone. */
    public boolean isDescribed(String id) {
        return read(now -> now.isPicture(id));
    }

    /** Ids of all pictures that can be found. */
    public List<String> ids() {
        return read(Reading::ids);
    }

    /**
     * A picture whose global code lies near another.
     *
     * @param distance Hamming distance, 0 to 256
     */
    public record Near(String id, int distance) {}

    /** The pictures with the nearest codes under any of the eight forms or their complements, nearest first; exact. */
    public List<Near> nearest(PdqFingerprint query, int maxDistance, int limit) {
        return read(now -> CodeScan.nearest(now, query.hashes(), true, maxDistance, limit));
    }

    /** The pictures with the nearest codes, neither mirrored nor turned nor inverted, nearest first; exact. */
    public List<Near> nearest(PdqHash query, int maxDistance, int limit) {
        return read(now -> CodeScan.nearest(now, List.of(query), false, maxDistance, limit));
    }

    /** Hands over every global code with its picture's id and quality; nothing can be added meanwhile. */
    public void codes(Consumer<PdqList.Line> line) {
        read(now -> {
            now.codes(line);
            return now;
        });
    }

    /** Rewrites all files that still hold something of a removed or replaced picture, and deletes them. */
    void purge() throws IOException {
        merging.lock();
        try {
            mutation.lock();
            try {
                if (reading.delta().size() >= FLUSH / 4) {
                    flush();
                } else {
                    rewriteJournal();
                }
            } finally {
                mutation.unlock();
            }
            for (Reading.Part part : read(Reading::partsWithRemoved)) {
                merge(List.of(part));
            }
        } finally {
            merging.unlock();
        }
    }

    public IndexStatistics statistics() throws IOException {
        mutation.lock();
        try {
            long bytes = folder.bytes();
            return read(now -> now.statistics(bytes));
        } finally {
            mutation.unlock();
        }
    }

    <T> T read(Function<Reading, T> work) {
        lock.readLock().lock();
        try {
            if (closed) {
                throw new IllegalStateException("The index is closed");
            }
            return work.apply(reading);
        } finally {
            lock.readLock().unlock();
        }
    }

    private void changeReading(Runnable change) {
        lock.writeLock().lock();
        try {
            change.run();
        } finally {
            lock.writeLock().unlock();
        }
    }

    private void apply(IndexedPicture picture) {
        forget(picture.id());
        reading.delta().add(picture);
    }

    private void forget(String id) {
        for (Reading.Part part : reading.parts()) {
            int picture = part.segment().find(id);
            if (picture >= 0) {
                part.removed().set(picture);
            }
        }
        reading.delta().remove(id);
    }

    /** The journal's pictures become a segment. Under the mutation lock. */
    private void flush() throws IOException {
        List<IndexedPicture> pictures = reading.delta().live();
        if (pictures.isEmpty()) {
            rewriteJournal();
            return;
        }
        Segment segment = written(
                folder.nextNumber(), number -> SegmentWriter.write(folder.path(), number, vocabulary.id(), pictures));
        List<Reading.Part> parts = new ArrayList<>(reading.parts());
        parts.add(new Reading.Part(segment, new BitSet(), reading.deltaBase()));
        folder.commit(parts, List.of());
        swap(new Reading(parts, new Delta(), vocabulary), List.of());
    }

    /** A new journal without what was removed from the old one. Under the mutation lock. */
    private void rewriteJournal() throws IOException {
        List<IndexedPicture> pictures = reading.delta().live();
        Delta delta = new Delta();
        pictures.forEach(delta::add);
        folder.commit(reading.parts(), pictures);
        swap(new Reading(reading.parts(), delta, vocabulary), List.of());
    }

    /** Failures there are not the caller's, who has been acknowledged; the next segment tries again. */
    private void inBackground(Work work) {
        background.execute(() -> {
            try {
                if (!closing) {
                    work.run();
                }
            } catch (CancellationException e) {
                LOG.log(System.Logger.Level.DEBUG, "Stopped merging, since the index is closed", e);
            } catch (IOException | RuntimeException e) {
                LOG.log(System.Logger.Level.WARNING, "Segments of the index could not be merged", e);
            }
        });
    }

    @FunctionalInterface
    private interface Work {
        void run() throws IOException;
    }

    /**
     * Returns when the merging that was due is done.
     *
     * @throws InterruptedIOException when interrupted while waiting
     */
    public void settle() throws InterruptedIOException {
        try {
            background.submit(() -> {}).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while segments were merged");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private void mergeWhereMany() throws IOException {
        merging.lock();
        try {
            List<Reading.Part> many = MergePolicy.choose(read(Reading::parts));
            while (!many.isEmpty()) {
                merge(many);
                many = MergePolicy.choose(read(Reading::parts));
            }
        } finally {
            merging.unlock();
        }
    }

    /** Under the merging lock, not the mutation lock: additions go on meanwhile. */
    private void merge(List<Reading.Part> old) throws IOException {
        long number;
        List<SegmentWriter.Source> sources = new ArrayList<>();
        mutation.lock();
        try {
            number = folder.nextNumber();
            for (Reading.Part part : old) {
                sources.add(new SegmentWriter.Source(
                        part.segment(), (BitSet) part.removed().clone()));
            }
        } finally {
            mutation.unlock();
        }
        Segment merged =
                written(number, n -> SegmentWriter.merge(folder.path(), n, vocabulary.id(), sources, () -> closing));
        mutation.lock();
        try {
            replace(old, sources, merged);
        } finally {
            mutation.unlock();
        }
    }

    @FunctionalInterface
    private interface Writing {
        void write(long number) throws IOException;
    }

    /** A new segment, or nothing of it. */
    private Segment written(long number, Writing writing) throws IOException {
        try {
            writing.write(number);
            return Segment.open(folder.path(), number, vocabulary.id());
        } catch (IOException | RuntimeException e) {
            folder.delete(List.of(number));
            throw e;
        }
    }

    private void replace(List<Reading.Part> old, List<SegmentWriter.Source> sources, Segment merged)
            throws IOException {
        BitSet removed = new BitSet();
        int number = 0;
        for (int s = 0; s < sources.size(); s++) {
            for (int picture = 0; picture < sources.get(s).segment().pictures(); picture++) {
                if (!sources.get(s).removed().get(picture)) {
                    removed.set(number++, old.get(s).removed().get(picture));
                }
            }
        }
        List<Reading.Part> parts = new ArrayList<>();
        int base = 0;
        for (Reading.Part part : reading.parts()) {
            if (!contains(old, part)) {
                parts.add(new Reading.Part(part.segment(), part.removed(), base));
                base += part.segment().pictures();
            }
        }
        List<Segment> gone =
                new ArrayList<>(old.stream().map(Reading.Part::segment).toList());
        if (merged.pictures() > 0) {
            parts.add(new Reading.Part(merged, removed, base));
        } else {
            gone.add(merged);
        }
        folder.commitSegments(parts);
        swap(new Reading(parts, reading.delta(), vocabulary), gone);
    }

    private static boolean contains(List<Reading.Part> parts, Reading.Part wanted) {
        return parts.stream().anyMatch(part -> part.segment() == wanted.segment());
    }

    private void swap(Reading next, List<Segment> gone) throws IOException {
        changeReading(() -> {
            reading = next;
            gone.forEach(Segment::close);
        });
        folder.delete(gone.stream().map(Segment::number).toList());
    }

    @Override
    public void close() {
        closing = true;
        background.shutdown();
        merging.lock();
        mutation.lock();
        lock.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                reading.parts().forEach(part -> part.segment().close());
                folder.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            lock.writeLock().unlock();
            mutation.unlock();
            merging.unlock();
        }
    }
}
