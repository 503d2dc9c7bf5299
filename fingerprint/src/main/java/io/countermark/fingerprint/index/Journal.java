package io.countermark.fingerprint.index;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What was added and removed since the last segment, in batches that count as a whole or not at all; appended and synced, once a
 * batch, before the batch is acknowledged. Little-endian:
 *
 * <pre>
 * journal  = magic version batch*
 * magic    = "CMJL"                          4 bytes
 * version  = uint16                          1
 * batch    = record* commit
 * record   = length kind check payload checksum mark
 * commit   = a record of kind 3
 * length   = uint32                          bytes of payload, at most 65,536
 * kind     = uint8                           1 added, 2 removed, 3 commit
 * check    = CRC-32C of length and kind      uint32, so that a wrong length is never followed
 * payload  = an {@link IndexedPicture}, an id in UTF-8, or the number of the batch's records, uint32
 * checksum = CRC-32C of payload              uint32
 * mark     = 0x5A                            not zero, so that a record that was written whole never ends in zeros
 * </pre>
 *
 * What stands behind the last commit was never acknowledged, and is dropped where a crash explains it: the file ends, or there are only
 * zeros (a file system may lengthen a file before it writes into it), before the end of a record. Everything else that is wrong is damage.
 */
final class Journal implements AutoCloseable {

    /** What replaying hands over, batch by batch. */
    interface Reader {
        void added(IndexedPicture picture);

        void removed(String id);
    }

    private static final int MAGIC = 0x4C4A4D43;
    private static final short VERSION = 1;
    /** Bytes of an empty one. */
    static final int HEADER = 6;

    private static final int HEAD = 4 + 1 + 4;
    private static final int TAIL = 4 + 1;
    private static final int MAX_PAYLOAD = 64 * 1024;
    private static final byte ADDED = 1;
    private static final byte REMOVED = 2;
    private static final byte COMMIT = 3;
    private static final byte MARK = 0x5A;

    private record Entry(byte kind, ByteBuffer payload, int end) {}

    private final FileChannel channel;
    /** Where the acknowledged batches end. */
    private long end;
    /** Whether something that was not acknowledged may stand behind the end. */
    private boolean torn;

    private Journal(FileChannel channel, long end) {
        this.channel = channel;
        this.end = end;
    }

    static Journal create(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
        write(channel, header.putInt(MAGIC).putShort(VERSION).flip());
        channel.force(true);
        return new Journal(channel, HEADER);
    }

    /** Replays the file and cuts off what a crash left half written. */
    static Journal open(Path file, Reader reader) throws IOException {
        long sound = replay(file, reader);
        FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        if (channel.size() > sound) {
            channel.truncate(sound);
            channel.force(true);
        }
        return new Journal(channel, sound);
    }

    /** Replays without writing, also beside a process that appends; returns the length of the sound part. */
    static long replay(Path file, Reader reader) throws IOException {
        byte[] bytes = read(file);
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.length < HEADER || in.getInt() != MAGIC) {
            throw new CorruptIndexException("The index's file " + file.getFileName() + " is not a journal");
        }
        Versions.require(in.getShort(), VERSION, "journal");
        int written = written(bytes);
        int sound = HEADER;
        List<Entry> batch = new ArrayList<>();
        for (Entry entry = next(bytes, sound, written, file);
                entry != null;
                entry = next(bytes, entry.end(), written, file)) {
            if (entry.kind() == COMMIT) {
                if (entry.payload().remaining() != 4 || entry.payload().getInt() != batch.size()) {
                    throw damaged(file, sound);
                }
                batch.forEach(one -> hand(one, reader));
                batch.clear();
                sound = entry.end();
            } else {
                batch.add(entry);
            }
        }
        return sound;
    }

    private static byte[] read(Path file) throws IOException {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new CorruptIndexException(
                    "The index's file " + file.getFileName() + " is missing: rebuild the index", e);
        }
    }

    /** The length without zeros at the end. */
    private static int written(byte[] bytes) {
        int written = bytes.length;
        while (written > 0 && bytes[written - 1] == 0) {
            written--;
        }
        return written;
    }

    /** The record that begins there; null where there is none or a crash cut it off. */
    private static @Nullable Entry next(byte[] bytes, int at, int written, Path file) {
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (in.limit() - at < HEAD) {
            return null;
        }
        int length = in.getInt(at);
        byte kind = in.get(at + 4);
        if (in.getInt(at + 5) != checksum(bytes, at, 5)) {
            return cutOffOrDamaged(written < at + HEAD, file, at);
        }
        if (length < 0 || length > MAX_PAYLOAD || kind < ADDED || kind > COMMIT) {
            throw damaged(file, at);
        }
        int end = at + HEAD + length + TAIL;
        if (end > in.limit()) {
            return null;
        }
        boolean sound = in.get(end - 1) == MARK && in.getInt(end - TAIL) == checksum(bytes, at + HEAD, length);
        ByteBuffer payload = in.slice(at + HEAD, length).order(ByteOrder.LITTLE_ENDIAN);
        return sound ? new Entry(kind, payload, end) : cutOffOrDamaged(written < end, file, at);
    }

    private static @Nullable Entry cutOffOrDamaged(boolean cutOff, Path file, int at) {
        if (cutOff) {
            return null;
        }
        throw damaged(file, at);
    }

    private static CorruptIndexException damaged(Path file, int at) {
        return new CorruptIndexException(
                "The index's file " + file.getFileName() + " is damaged at byte " + at + ": rebuild the index");
    }

    private static void hand(Entry entry, Reader reader) {
        if (entry.kind() == ADDED) {
            reader.added(IndexedPicture.parse(entry.payload()));
        } else {
            reader.removed(StandardCharsets.UTF_8.decode(entry.payload()).toString());
        }
    }

    /** Bytes of acknowledged batches and the header. */
    long length() {
        return end;
    }

    /** Durable as one batch when it returns. */
    void added(List<IndexedPicture> pictures) throws IOException {
        append(pictures.stream()
                .map(picture -> record(ADDED, picture.toByteArray()))
                .toList());
    }

    /** Durable as one batch when it returns. */
    void removed(Collection<String> ids) throws IOException {
        append(ids.stream()
                .map(id -> record(REMOVED, id.getBytes(StandardCharsets.UTF_8)))
                .toList());
    }

    private static ByteBuffer record(byte kind, byte[] payload) {
        ByteBuffer record = ByteBuffer.allocate(HEAD + payload.length + TAIL).order(ByteOrder.LITTLE_ENDIAN);
        record.putInt(payload.length).put(kind);
        record.putInt(checksum(record.array(), 0, 5)).put(payload);
        return record.putInt(checksum(payload, 0, payload.length)).put(MARK).flip();
    }

    private static int checksum(byte[] bytes, int from, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, from, length);
        return (int) checksum.getValue();
    }

    private void append(List<ByteBuffer> records) throws IOException {
        if (records.isEmpty()) {
            return;
        }
        if (torn) {
            channel.truncate(end);
        }
        torn = true;
        channel.position(end);
        for (ByteBuffer record : records) {
            write(channel, record);
        }
        byte[] count = ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(records.size())
                .array();
        write(channel, record(COMMIT, count));
        channel.force(false);
        end = channel.position();
        torn = false;
    }

    private static void write(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
