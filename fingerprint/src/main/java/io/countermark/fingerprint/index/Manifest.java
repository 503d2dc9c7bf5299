package io.countermark.fingerprint.index;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Which files are the index: replaced as a whole by a rename, so that a crash leaves the old or the new state. The file
 * {@code manifest}, little-endian:
 *
 * <pre>
 * manifest   = magic version vocabulary next journal count segment*count checksum
 * magic      = "CMIX"                             4 bytes
 * version    = uint16                             1
 * vocabulary = uint32                             id of the {@link Vocabulary}
 * next       = uint64                             number for the next file
 * journal    = uint64                             number n of the file journal-n
 * count      = uint32
 * segment    = number n of the file segment-n, uint64; removed uint32; ordinal*removed, uint32 each, ascending
 * checksum   = CRC-32C of all before              uint32
 * </pre>
 */
record Manifest(int vocabulary, long next, long journal, List<Part> parts) {

    /** A segment with the pictures that were removed from it since it was written. */
    record Part(long number, BitSet removed) {}

    static final String FILE = "manifest";

    private static final int MAGIC = 0x58494D43;
    private static final short VERSION = 1;

    Manifest {
        parts = List.copyOf(parts);
    }

    static Manifest read(Path folder) throws IOException {
        byte[] bytes = Files.readAllBytes(folder.resolve(FILE));
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        try {
            if (in.getInt() != MAGIC) {
                throw new CorruptIndexException("The file manifest is not one of an index");
            }
            short version = in.getShort();
            CRC32C checksum = new CRC32C();
            checksum.update(bytes, 0, bytes.length - 4);
            if ((int) checksum.getValue() != in.getInt(bytes.length - 4)) {
                throw new CorruptIndexException("The index's manifest is damaged: rebuild the index");
            }
            Versions.require(version, VERSION, "manifest");
            int vocabulary = in.getInt();
            long next = in.getLong();
            long journal = in.getLong();
            List<Part> parts = new ArrayList<>();
            for (int left = in.getInt(); left > 0; left--) {
                parts.add(part(in));
            }
            return new Manifest(vocabulary, next, journal, parts);
        } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
            throw new CorruptIndexException("The index's manifest is damaged: rebuild the index", e);
        }
    }

    private static Part part(ByteBuffer in) {
        long number = in.getLong();
        BitSet removed = new BitSet();
        for (int left = in.getInt(); left > 0; left--) {
            removed.set(in.getInt());
        }
        return new Part(number, removed);
    }

    /** In bytes. */
    int length() {
        int length = 4 + 2 + 4 + 8 + 8 + 4 + 4;
        for (Part part : parts) {
            length += 12 + 4 * part.removed().cardinality();
        }
        return length;
    }

    /** Durable when it returns. */
    void write(Path folder) throws IOException {
        ByteBuffer out = ByteBuffer.allocate(length()).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(MAGIC).putShort(VERSION).putInt(vocabulary).putLong(next).putLong(journal);
        out.putInt(parts.size());
        for (Part part : parts) {
            out.putLong(part.number()).putInt(part.removed().cardinality());
            part.removed().stream().forEach(out::putInt);
        }
        CRC32C checksum = new CRC32C();
        checksum.update(out.array(), 0, out.position());
        out.putInt((int) checksum.getValue()).flip();
        Path temporary = folder.resolve(FILE + ".new");
        try (FileChannel channel = FileChannel.open(
                temporary, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            while (out.hasRemaining()) {
                channel.write(out);
            }
            channel.force(true);
        }
        Files.move(
                temporary, folder.resolve(FILE), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        sync(folder);
    }

    /** A rename or a new file is durable only with its folder. */
    static void sync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
