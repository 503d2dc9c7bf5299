package io.countermark.transparency;

import io.countermark.transparency.LogException.Reason;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What was committed since the tiles were last fsynced. One fsync of this file makes a batch durable, entries and signed checkpoint
 * together; tiles are written after it and can be made again from it.
 *
 * <pre>
 *   offset length
 *        0      4  "CMJ1"
 *        4      8  number of entries before the first record, big-endian as all numbers here
 *       12         records:
 *                    4  length of the body
 *                   32  SHA-256 of the body
 *                       body: 8  number of entries before
 *                             4  number of entries in it, n
 *                             n times: 2 length, entry
 *                             4  length, then the signed checkpoint after it, UTF-8
 * </pre>
 *
 * The file is made longer in steps of 1 MiB of zeros, so that the fsync of a record has no metadata to write; the zeros are where the
 * records end. A last record that is not whole was never acknowledged and is left out. A broken record with more behind it is damage.
 */
final class Journal implements AutoCloseable {

    private static final byte[] MAGIC = "CMJ1".getBytes(StandardCharsets.US_ASCII);
    private static final int HEADER = 12;
    private static final int RECORD_HEADER = 4 + Hasher.LENGTH;
    private static final int STEP = 1 << 20;

    private final Path file;
    private FileChannel channel;
    private long end;
    private long allocated;

    /** One batch. */
    record Batch(long before, List<byte[]> entries, String checkpoint) {

        long after() {
            return before + entries.size();
        }
    }

    private Journal(Path file, FileChannel channel, long end) {
        this.file = file;
        this.channel = channel;
        this.end = end;
        this.allocated = end;
    }

    /** Makes an empty journal, replacing what was there; durable on return. */
    static Journal create(Path file, long size) throws IOException {
        Disk.write(file, header(size), true);
        Disk.sync(Disk.folderOf(file));
        return new Journal(file, FileChannel.open(file, StandardOpenOption.WRITE), HEADER);
    }

    /** Reads whole batches; a torn last one is left out. */
    static List<Batch> read(Path file) throws IOException {
        byte[] all = Files.readAllBytes(file);
        if (all.length < HEADER || !Arrays.equals(all, 0, 4, MAGIC, 0, 4)) {
            throw new LogException(Reason.CORRUPT, "journal: not a journal of version 1");
        }
        List<Batch> batches = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(all, HEADER, all.length - HEADER);
        while (in.remaining() >= RECORD_HEADER) {
            int at = in.position();
            int length = in.getInt();
            byte[] digest = new byte[Hasher.LENGTH];
            in.get(digest);
            if (length <= 0 || length > in.remaining()) {
                break;
            }
            byte[] body = new byte[length];
            in.get(body);
            if (!Arrays.equals(Hasher.sha256().digest(body), digest)) {
                if (in.remaining() >= 4 && in.getInt() != 0) {
                    throw new LogException(Reason.CORRUPT, "journal: the record at byte " + at + " is damaged");
                }
                break;
            }
            batches.add(batch(body, at));
        }
        return batches;
    }

    /**
     * Appends a batch and fsyncs.
     *
     * @throws IOException  when there was no room; then the journal is as before
     * @throws LogException when what is on the disk is not known; the journal must not be used further
     */
    void append(Batch batch) throws IOException {
        byte[] body = body(batch);
        ByteBuffer record = ByteBuffer.allocate(RECORD_HEADER + body.length);
        record.putInt(body.length).put(Hasher.sha256().digest(body)).put(body).flip();
        int length = record.remaining();
        try {
            allocate(end + length);
            while (record.hasRemaining()) {
                channel.write(record, end + record.position());
            }
        } catch (IOException e) {
            cutOff(e);
            throw e;
        }
        try {
            channel.force(false);
        } catch (IOException e) {
            // After a failed fsync nobody can say what is on the disk: only reading it anew, at the next open, tells.
            throw new LogException(Reason.IO, "journal: fsync failed; open the log again", e);
        }
        end += length;
    }

    private void allocate(long needed) throws IOException {
        while (allocated < needed) {
            for (ByteBuffer zeros = ByteBuffer.allocate(STEP); zeros.hasRemaining(); ) {
                channel.write(zeros, allocated + zeros.position());
            }
            channel.force(true);
            allocated += STEP;
        }
    }

    private void cutOff(IOException cause) {
        try {
            channel.truncate(end);
            allocated = end;
        } catch (IOException e) {
            e.addSuppressed(cause);
            throw new LogException(Reason.IO, "journal: could not be cut back; open the log again", e);
        }
    }

    long length() {
        return end;
    }

    /**
     * Starts again from nothing; durable on return.
     *
     * @throws IOException  when there was no room; then the journal is as before
     * @throws LogException when what is on the disk is not known; the journal must not be used further
     */
    void reset(long size) throws IOException {
        Disk.write(file, header(size), true);
        try {
            FileChannel old = channel;
            channel = FileChannel.open(file, StandardOpenOption.WRITE);
            end = HEADER;
            allocated = HEADER;
            old.close();
            Disk.sync(Disk.folderOf(file));
        } catch (IOException e) {
            throw new LogException(Reason.IO, "journal: could not be begun anew; open the log again", e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static byte[] header(long size) {
        return ByteBuffer.allocate(HEADER).put(MAGIC).putLong(size).array();
    }

    private static byte[] body(Batch batch) {
        byte[] checkpoint = batch.checkpoint().getBytes(StandardCharsets.UTF_8);
        int length = 8 + 4 + 4 + checkpoint.length;
        for (byte[] entry : batch.entries()) {
            length += 2 + entry.length;
        }
        ByteBuffer body = ByteBuffer.allocate(length);
        body.putLong(batch.before()).putInt(batch.entries().size());
        for (byte[] entry : batch.entries()) {
            body.putShort((short) entry.length).put(entry);
        }
        return body.putInt(checkpoint.length).put(checkpoint).array();
    }

    private static Batch batch(byte[] body, int at) {
        try {
            ByteBuffer in = ByteBuffer.wrap(body);
            long before = in.getLong();
            int count = in.getInt();
            List<byte[]> entries = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                byte[] entry = new byte[Short.toUnsignedInt(in.getShort())];
                in.get(entry);
                entries.add(entry);
            }
            byte[] checkpoint = new byte[in.getInt()];
            in.get(checkpoint);
            return new Batch(before, entries, new String(checkpoint, StandardCharsets.UTF_8));
        } catch (BufferUnderflowException | NegativeArraySizeException e) {
            throw new LogException(Reason.CORRUPT, "journal: the record at byte " + at + " has no sense", e);
        }
    }
}
