package io.countermark.transparency;

import io.countermark.transparency.LogException.Reason;
import io.countermark.transparency.NoteKey.Algorithm;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The writer of an append-only log in a folder laid out as c2sp.org/tlog-tiles says, so that any web server can publish it. One
 * writer at a time. What {@link #append} returned from is durable and covered by a signed checkpoint. Thread-safe: concurrent
 * appends share one checkpoint and one fsync.
 *
 * <p>The folder is public. What is only the writer's stands in a second folder beside it, {@code FOLDER.writer}: {@code lock},
 * {@code signed} (the checkpoint up to which all tiles are fsynced) and {@code journal} ({@link Journal}). From these an older copy
 * of the public folder is recognised when it is put back; keep them on another disk or back-up when that matters.
 */
public final class TransparencyLog implements AutoCloseable {

    /** Tiles are fsynced and the journal emptied when it gets longer than this: a start reads at most so much. */
    private static final long JOURNAL_LIMIT = 8 << 20;

    private static final int LONGEST_ENTRY = 65_535;
    private static final int BATCH_BYTES = 4 << 20;

    private final Path folder;
    private final Path state;
    private final List<NoteSigner> signers;
    private final Clock clock;
    private final FileChannel lock;
    private final ReentrantLock writing = new ReentrantLock();
    private final AtomicBoolean leading = new AtomicBoolean();
    private final Queue<Request> waiting = new ConcurrentLinkedQueue<>();
    private final LiveTiles live;
    private final Publisher publisher;
    private final LeafIndex index;
    private final Journal journal;
    private Growth growth;
    private Growth.Snapshot committed;
    private String note;
    private @Nullable LogException broken;
    private volatile Head head;

    private record Head(Growth.Snapshot snapshot, String note) {}

    /** One entry on its way in; result and failure are written before {@code done} and read after it. */
    private static final class Request {
        private final byte[] entry;
        private final byte[] leafHash;
        private @Nullable Appended result;
        private @Nullable LogException failure;
        private final Thread thread = Thread.currentThread();
        private volatile boolean done;

        Request(byte[] entry) {
            this.entry = entry;
            this.leafHash = MerkleProof.leafHash(entry);
        }
    }

    private TransparencyLog(Path folder, Path state, List<NoteSigner> signers, Clock clock, FileChannel lock)
            throws IOException {
        this.folder = folder;
        this.state = state;
        this.signers = signers;
        this.clock = clock;
        this.lock = lock;
        this.live = new LiveTiles(folder);
        this.publisher = new Publisher(folder);
        this.committed = Growth.Snapshot.EMPTY;
        this.index = new LeafIndex(at -> live.of(committed, publisher).leaf(at));
        NoteKey key = signers.getFirst().key();
        create();
        Recovery recovery = new Recovery(folder, state, key, index, publisher);
        this.growth = recovery.run();
        this.committed = growth.snapshot();
        this.note = signedByAll(recovery.note()) ? recovery.note() : sign();
        publisher.publishTiles(growth.unfinished());
        publisher.mend(growth.unfinished());
        publisher.publishCheckpoint(note);
        this.head = new Head(committed, note);
        publisher.sync();
        Disk.write(state.resolve("signed"), note.getBytes(StandardCharsets.UTF_8), true);
        this.journal = Journal.create(state.resolve("journal"), growth.size());
    }

    /**
     * Opens or creates; recovers what a killed process left.
     *
     * @throws LogException LOCKED, ROLLED_BACK, CORRUPT, BAD_SIGNATURE
     */
    public static TransparencyLog open(Path folder, NoteSigner signer) {
        return open(folder, List.of(signer), Clock.systemUTC());
    }

    /**
     * Opens or creates with several signers, for example a second one that withstands quantum computers.
     *
     * @param signers the first is Ed25519 and named like the log's origin
     * @param clock   for the time in signatures that have one
     */
    public static TransparencyLog open(Path folder, List<NoteSigner> signers, Clock clock) {
        if (signers.isEmpty() || signers.getFirst().key().algorithm() != Algorithm.ED25519) {
            throw new LogException(Reason.MALFORMED_KEY, "The first signer of a log has an Ed25519 key");
        }
        Path at = folder.toAbsolutePath().normalize();
        Path state = at.resolveSibling(at.getFileName() + ".writer");
        FileChannel lock = null;
        boolean opened = false;
        try {
            Disk.createFolders(at);
            Disk.createFolders(state);
            lock = WriterLock.take(state.resolve("lock"));
            TransparencyLog log = new TransparencyLog(at, state, List.copyOf(signers), clock, lock);
            opened = true;
            return log;
        } catch (IOException e) {
            throw LogException.of(e);
        } finally {
            if (!opened && lock != null) {
                WriterLock.close(lock);
            }
        }
    }

    /** Appends an entry of at most 65,535 bytes, or finds it when it is there already; returns its place. */
    public Appended append(byte[] entry) {
        return appendAll(List.of(entry)).getFirst();
    }

    /**
     * Appends entries under one checkpoint as far as they fit one batch of 4 MiB; all are durable on return.
     *
     * @throws LogException ENTRY_TOO_LARGE, then none is appended; DISK_FULL and IO, then some may be: append them again
     */
    public List<Appended> appendAll(List<byte[]> entries) {
        List<Request> requests = new ArrayList<>(entries.size());
        for (byte[] entry : entries) {
            if (entry.length > LONGEST_ENTRY) {
                throw new LogException(
                        Reason.ENTRY_TOO_LARGE, "An entry has at most 65,535 bytes, not " + entry.length);
            }
            requests.add(new Request(entry.clone()));
        }
        waiting.addAll(requests);
        List<Appended> places = new ArrayList<>(requests.size());
        for (Request request : requests) {
            places.add(await(request));
        }
        return places;
    }

    /** The latest signed checkpoint, as text. */
    public String checkpoint() {
        return head.note();
    }

    /** Number of entries. */
    public long size() {
        return head.snapshot().size();
    }

    /** @throws LogException OUT_OF_RANGE */
    public byte[] entry(long index) {
        Head now = head;
        range(index, now.snapshot().size());
        long n = index / TilePath.FULL;
        int width = (int) Math.min(TilePath.FULL, now.snapshot().size() - n * TilePath.FULL);
        TilePath path = new TilePath(TilePath.ENTRIES, n, width);
        try {
            byte[] bundle = width < TilePath.FULL ? now.snapshot().bundle() : FolderCheck.read(folder, path);
            return EntryBundle.parse(path, bundle).get((int) (index % TilePath.FULL));
        } catch (IOException e) {
            throw LogException.of(e);
        }
    }

    /** A self-contained proof file (c2sp.org/tlog-proof) of the entry under the latest checkpoint. */
    public String proof(long index) {
        Head now = head;
        long size = now.snapshot().size();
        range(index, size);
        List<byte[]> path = live.of(now.snapshot(), publisher).inclusion(index, size);
        return new TlogProof(index, path, now.note()).text();
    }

    /** The hashes that show entry {@code index} to be in the tree of the first {@code size} entries. */
    public List<byte[]> inclusionProof(long index, long size) {
        Head now = head;
        range(size - 1, now.snapshot().size());
        range(index, size);
        return live.of(now.snapshot(), publisher).inclusion(index, size);
    }

    /** The hashes that show the tree of {@code oldSize} entries to be the beginning of the tree of {@code size}. */
    public List<byte[]> consistencyProof(long oldSize, long size) {
        Head now = head;
        range(oldSize, size + 1);
        range(size, now.snapshot().size() + 1);
        return live.of(now.snapshot(), publisher).consistency(oldSize, size);
    }

    /** The root of the tree of the first {@code size} entries, 32 bytes. */
    public byte[] rootHash(long size) {
        Head now = head;
        range(size, now.snapshot().size() + 1);
        return live.of(now.snapshot(), publisher).root(size);
    }

    /** The index of an entry with this leaf hash (see {@link MerkleProof#leafHash}). */
    public Optional<Long> find(byte[] leafHash) {
        writing.lock();
        try {
            long at = index.find(leafHash);
            return at < 0 || at >= size() ? Optional.empty() : Optional.of(at);
        } finally {
            writing.unlock();
        }
    }

    /** The public folder. */
    public Path folder() {
        return folder;
    }

    /**
     * The file behind a name below the log's prefix; nothing but {@code checkpoint}, tiles and entry bundles has one.
     *
     * @param name for example {@code tile/0/x001/234.p/17}
     */
    public Optional<Path> resource(String name) {
        boolean known = name.equals("checkpoint") || TilePath.parse(name).isPresent();
        return known ? Optional.of(folder.resolve(name)).filter(Files::isRegularFile) : Optional.empty();
    }

    /**
     * Puts a witness's co-signature on the latest checkpoint and publishes it.
     *
     * @param note the checkpoint with co-signatures ({@link Witness#cosigned})
     * @return false when the log has grown meanwhile; then ask the witness again
     * @throws LogException BAD_SIGNATURE when it is not signed by this log and by the witness
     */
    public boolean attach(String note, NoteKey witness) {
        LogVerifier.verifyCheckpoint(note, signers.getFirst().verifierKey() + " " + witness.text());
        writing.lock();
        try {
            if (broken != null
                    || !SignedNote.parse(note)
                            .text()
                            .equals(SignedNote.parse(this.note).text())) {
                return false;
            }
            publisher.publishCheckpoint(note);
            this.note = note;
            head = new Head(head.snapshot(), note);
            return true;
        } catch (IOException e) {
            throw LogException.of(e);
        } finally {
            writing.unlock();
        }
    }

    /** Keys to check this log with: the log's own first. */
    public List<NoteKey> keys() {
        return signers.stream().map(NoteSigner::key).toList();
    }

    @Override
    public void close() {
        writing.lock();
        try {
            if (broken == null) {
                settle();
            }
            journal.close();
            lock.close();
        } catch (IOException e) {
            throw LogException.of(e);
        } finally {
            broken = new LogException(Reason.IO, "The log is closed");
            writing.unlock();
        }
    }

    /**
     * One thread leads and commits for all that wait; the others sleep until theirs is done or until they shall lead. A lock in place
     * of this would let the leader come back before those it served have woken, and each batch would be of one.
     */
    private Appended await(Request request) {
        boolean interrupted = false;
        while (!request.done) {
            if (leading.compareAndSet(false, true)) {
                lead();
            } else {
                // Whoever leads gives it up before looking for a next one, so a request that was queued by now is not
                // overlooked.
                LockSupport.park(this);
                interrupted |= Thread.interrupted();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (request.failure != null) {
            throw new LogException(
                    request.failure.reason(), String.valueOf(request.failure.getMessage()), request.failure);
        }
        return Objects.requireNonNull(request.result);
    }

    private void lead() {
        writing.lock();
        try {
            commit();
        } finally {
            writing.unlock();
            leading.set(false);
            Request next = waiting.peek();
            if (next != null) {
                LockSupport.unpark(next.thread);
            }
        }
    }

    private void commit() {
        List<Request> batch = take();
        try {
            if (broken != null) {
                throw broken;
            }
            Map<Request, Appended> places = new HashMap<>();
            journal(place(batch, places));
            publisher.publishTiles(growth.unfinished());
            publisher.publishCheckpoint(note);
            head = new Head(committed, note);
            places.forEach((request, place) -> request.result = place);
            if (journal.length() > JOURNAL_LIMIT) {
                settle();
            }
        } catch (IOException e) {
            fail(batch, LogException.of(e));
        } catch (LogException e) {
            broken = e; // None of these is a want of room: the state of the disk is not known.
            fail(batch, e);
        } finally {
            for (Request request : batch) {
                request.done = true;
                LockSupport.unpark(request.thread);
            }
        }
    }

    private static void fail(List<Request> batch, LogException cause) {
        for (Request request : batch) {
            if (request.result == null) {
                request.failure = cause;
            }
        }
    }

    private List<Request> take() {
        List<Request> batch = new ArrayList<>();
        for (int bytes = 0; bytes < BATCH_BYTES; ) {
            Request next = waiting.poll();
            if (next == null) {
                break;
            }
            bytes += next.entry.length;
            batch.add(next);
        }
        return batch;
    }

    /** Gives each entry its index; returns those that are new. */
    private List<Request> place(List<Request> batch, Map<Request, Appended> places) {
        List<Request> fresh = new ArrayList<>();
        Map<ByteBuffer, Long> inBatch = new HashMap<>();
        for (Request request : batch) {
            long known = index.find(request.leafHash);
            Long twin = inBatch.get(ByteBuffer.wrap(request.leafHash));
            if (known >= 0 || twin != null) {
                places.put(request, new Appended(twin == null ? known : twin, request.leafHash, true));
            } else {
                long at = committed.size() + fresh.size();
                inBatch.put(ByteBuffer.wrap(request.leafHash), at);
                places.put(request, new Appended(at, request.leafHash, false));
                fresh.add(request);
            }
        }
        return fresh;
    }

    /** Makes entries and the checkpoint over them durable, in one record. */
    private void journal(List<Request> fresh) throws IOException {
        if (fresh.isEmpty()) {
            return;
        }
        boolean durable = false;
        try {
            fresh.forEach(request -> growth.append(request.entry, request.leafHash));
            String signed = sign();
            journal.append(new Journal.Batch(
                    committed.size(),
                    fresh.stream().map(request -> request.entry).toList(),
                    signed));
            durable = true;
            note = signed;
        } finally {
            if (!durable) {
                growth = new Growth(committed);
            }
        }
        long at = committed.size();
        publisher.add(growth.takeFinished());
        committed = growth.snapshot();
        for (Request request : fresh) {
            index.add(request.leafHash, at++);
        }
    }

    /** Fsyncs the tiles and empties the journal. */
    private void settle() throws IOException {
        publisher.publishTiles(growth.unfinished());
        publisher.sync();
        Disk.write(state.resolve("signed"), note.getBytes(StandardCharsets.UTF_8), true);
        journal.reset(committed.size());
    }

    private String sign() {
        String text = new Checkpoint(signers.getFirst().name(), growth.size(), growth.root()).text();
        long now = clock.instant().getEpochSecond();
        return new SignedNote(
                        text,
                        signers.stream().map(signer -> signer.sign(text, now)).toList())
                .note();
    }

    private boolean signedByAll(String signed) {
        SignedNote parsed = SignedNote.parse(signed);
        return signers.stream()
                .allMatch(signer -> parsed.signatures().stream()
                        .anyMatch(signature -> signature.keyId() == signer.key().id()));
    }

    private void create() throws IOException {
        Path signed = state.resolve("signed");
        Path published = folder.resolve("checkpoint");
        if (Files.exists(signed)) {
            return;
        }
        if (Files.exists(published)
                && Checkpoint.parse(Files.readString(published)).size() > 0) {
            throw new LogException(
                    Reason.ROLLED_BACK,
                    signed + " is missing: what was signed last is not known, so nothing is signed");
        }
        growth = new Growth(Growth.Snapshot.EMPTY);
        byte[] empty = sign().getBytes(StandardCharsets.UTF_8);
        Disk.write(published, empty, true);
        Disk.sync(folder);
        Journal.create(state.resolve("journal"), 0).close();
        Disk.write(signed, empty, true);
        Disk.sync(state);
    }

    private static void range(long value, long below) {
        if (value < 0 || value >= below) {
            throw new LogException(Reason.OUT_OF_RANGE, value + " is not below " + below);
        }
    }

    /**
     * @param index    of the entry, from 0
     * @param leafHash 32 bytes (RFC 6962)
     * @param existed  whether it was there before
     */
    public record Appended(long index, byte[] leafHash, boolean existed) {}
}
