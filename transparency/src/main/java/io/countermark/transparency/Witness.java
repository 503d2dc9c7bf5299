package io.countermark.transparency;

import io.countermark.transparency.LogException.Reason;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Co-signs checkpoints of logs after it has seen that each continues the one before (c2sp.org/tlog-witness). One who shows two
 * histories of one log gets a co-signature for one of them only. Run it away from the log, with a key of its own.
 *
 * <p>For each log its folder holds one file, {@code SHA-256 of the origin in hex}, with the last checkpoint it co-signed, which is
 * fsynced before the co-signature is given out; any web server may publish the folder. Another root that the log signed for that very
 * size stands in {@code HEX.fork}: the two prove what the log did. Thread-safe; a second witness on the folder is refused, for two
 * that know nothing of each other would co-sign two histories.
 */
public final class Witness implements AutoCloseable {

    private static final int MOST_PROOF_LINES = 63;
    private static final String SIZE_TYPE = "text/x.tlog.size";

    private final Path folder;
    private final NoteSigner signer;
    private final Map<String, NoteKey> logs = new TreeMap<>();
    private final Clock clock;
    private final FileChannel lock;
    private final ReentrantLock updating = new ReentrantLock();

    /**
     * @param folder its state
     * @param signer with one of the cosignature algorithms
     * @param logs   the keys of the logs to co-sign, one a log; a key's name is the origin
     * @throws LogException LOCKED when another witness has the folder
     */
    public Witness(Path folder, NoteSigner signer, List<NoteKey> logs, Clock clock) {
        if (signer.key().algorithm() == NoteKey.Algorithm.ED25519) {
            throw new LogException(Reason.MALFORMED_KEY, "A witness has a cosignature key");
        }
        this.folder = folder;
        this.signer = signer;
        this.clock = clock;
        logs.forEach(key -> this.logs.put(key.name(), key));
        try {
            Disk.createFolders(folder);
            this.lock = WriterLock.take(folder.resolve("lock"));
        } catch (IOException e) {
            throw LogException.of(e);
        }
    }

    /**
     * The answer to {@code POST /add-checkpoint}.
     *
     * @param status      an HTTP status
     * @param contentType of the body
     * @param body        co-signature lines for 200, the size of the last co-signed checkpoint for 409, else a sentence
     */
    public record Answer(int status, String contentType, String body) {}

    /** The key to verify its co-signatures with. */
    public NoteKey key() {
        return signer.key();
    }

    /** The origins of the logs that it co-signs. */
    public Set<String> origins() {
        return Set.copyOf(logs.keySet());
    }

    /** A checkpoint that contradicts {@link #latest}; there is one only when the log signed two histories. */
    public Optional<String> fork(String origin) {
        return Optional.ofNullable(read(forkFile(origin)));
    }

    @Override
    public void close() {
        WriterLock.close(lock);
    }

    /** Handles the body of a request: {@code old SIZE}, proof lines, a blank line, a checkpoint. */
    public Answer addCheckpoint(String request) {
        int split = request.indexOf("\n\n");
        List<byte[]> proof = new ArrayList<>();
        long old = split < 0 ? -1 : head(request.substring(0, split), proof);
        if (old < 0) {
            return new Answer(400, "text/plain", "Not old size, proof lines, blank line, checkpoint\n");
        }
        SignedNote note;
        Checkpoint checkpoint;
        try {
            note = SignedNote.parse(request.substring(split + 2));
            checkpoint = Checkpoint.parse(note.text());
        } catch (LogException e) {
            return new Answer(400, "text/plain", e.getMessage() + "\n");
        }
        NoteKey key = logs.get(checkpoint.origin());
        if (key == null) {
            return new Answer(404, "text/plain", "No such log here\n");
        }
        try {
            LogVerifier.verifyCheckpoint(note.note(), key.text());
        } catch (LogException e) {
            return new Answer(403, "text/plain", e.getMessage() + "\n");
        }
        return old > checkpoint.size()
                ? new Answer(400, "text/plain", "The old size is larger than the new\n")
                : update(old, proof, checkpoint, note);
    }

    /** The last checkpoint of a log that was co-signed, with the co-signature. */
    public Optional<String> latest(String origin) {
        return Optional.ofNullable(read(file(origin)));
    }

    private Answer update(long old, List<byte[]> proof, Checkpoint checkpoint, SignedNote note) {
        updating.lock();
        try {
            if (!lock.isOpen()) {
                return new Answer(503, "text/plain", "The witness is closed\n");
            }
            String before = read(file(checkpoint.origin()));
            Checkpoint last = before == null
                    ? new Checkpoint(checkpoint.origin(), 0, new Hasher().empty())
                    : Checkpoint.parse(SignedNote.parse(before).text());
            boolean sameSize = last.size() == checkpoint.size() && before != null;
            if (sameSize && !Arrays.equals(last.rootHash(), checkpoint.rootHash())) {
                keepFork(checkpoint.origin(), note);
                return new Answer(409, SIZE_TYPE, last.size() + "\n");
            }
            if (last.size() != old) {
                return new Answer(409, SIZE_TYPE, last.size() + "\n");
            }
            MerkleProof.verifyConsistency(
                    last.size(), last.rootHash(), checkpoint.size(), checkpoint.rootHash(), proof);
            SignedNote.Signature signature =
                    signer.sign(note.text(), clock.instant().getEpochSecond());
            if (!sameSize) { // What is on record covers it: nobody makes us write by asking again.
                keep(checkpoint.origin(), note, signature);
            }
            return new Answer(200, "text/plain; charset=utf-8", signature.line());
        } catch (LogException e) {
            return new Answer(e.reason() == Reason.BAD_PROOF ? 422 : 500, "text/plain", e.getMessage() + "\n");
        } catch (IOException e) {
            return new Answer(500, "text/plain", "The state could not be stored\n");
        } finally {
            updating.unlock();
        }
    }

    private void keep(String origin, SignedNote note, SignedNote.Signature signature) throws IOException {
        NoteKey key = Objects.requireNonNull(logs.get(origin));
        List<SignedNote.Signature> kept = new ArrayList<>(note.signatures().stream()
                .filter(one -> one.name().equals(key.name()) && one.keyId() == key.id())
                .toList());
        kept.add(signature);
        Disk.write(file(origin), new SignedNote(note.text(), kept).note().getBytes(StandardCharsets.UTF_8), true);
        Disk.sync(folder);
    }

    private void keepFork(String origin, SignedNote note) throws IOException {
        Path file = forkFile(origin);
        if (!Files.exists(file)) { // One is enough, and nobody makes us write by sending it again.
            Disk.write(file, note.note().getBytes(StandardCharsets.UTF_8), true);
            Disk.sync(folder);
        }
    }

    /** @return the old size, -1 when the lines have no sense */
    private static long head(String text, List<byte[]> proof) {
        List<String> lines = text.lines().toList();
        if (lines.isEmpty()
                || lines.size() > 1 + MOST_PROOF_LINES
                || !lines.getFirst().matches("old (0|[1-9][0-9]{0,17})")) {
            return -1;
        }
        for (String line : lines.subList(1, lines.size())) {
            try {
                byte[] hash = Base64.getDecoder().decode(line);
                if (hash.length != Hasher.LENGTH) {
                    return -1;
                }
                proof.add(hash);
            } catch (IllegalArgumentException e) {
                return -1;
            }
        }
        return Long.parseLong(lines.getFirst().substring(4));
    }

    private static @Nullable String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file, StandardCharsets.UTF_8) : null;
        } catch (IOException e) {
            throw LogException.of(e);
        }
    }

    /** The name of a log's file: the SHA-256 of its origin, 64 hexadecimal digits. */
    static String fileName(String origin) {
        return HexFormat.of().formatHex(Hasher.sha256().digest(origin.getBytes(StandardCharsets.UTF_8)));
    }

    private Path file(String origin) {
        return folder.resolve(fileName(origin));
    }

    private Path forkFile(String origin) {
        return folder.resolve(fileName(origin) + ".fork");
    }

    /**
     * What a log sends to a witness that last co-signed its tree of {@code oldSize} entries.
     *
     * @param proof empty when {@code oldSize} is 0 or the checkpoint's size
     */
    public static String request(long oldSize, List<byte[]> proof, String checkpoint) {
        StringBuilder request = new StringBuilder("old " + oldSize + "\n");
        proof.forEach(
                hash -> request.append(Base64.getEncoder().encodeToString(hash)).append('\n'));
        return request.append('\n').append(checkpoint).toString();
    }

    /**
     * Adds the co-signatures of a witness to a checkpoint.
     *
     * @param lines as answered; those that are not of {@code witness} are left out
     * @throws LogException BAD_SIGNATURE when there is none that holds
     */
    public static String cosigned(String checkpoint, String lines, NoteKey witness) {
        SignedNote note = SignedNote.parse(checkpoint);
        for (String line : lines.lines().toList()) {
            SignedNote.Signature signature = SignedNote.signature(line);
            if (witness.verifies(note, signature)) {
                return note.with(signature).note();
            }
        }
        throw new LogException(Reason.BAD_SIGNATURE, "The witness " + witness.name() + " did not co-sign");
    }
}
