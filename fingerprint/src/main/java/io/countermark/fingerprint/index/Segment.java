package io.countermark.fingerprint.index;

import io.countermark.fingerprint.PdqHash;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.zip.CRC32C;

/**
 * An immutable part of the index, mapped into memory. Little-endian; every section begins at a multiple of 8:
 *
 * <pre>
 * segment  = header picture*p names key*3p code*4c owner*c end*65536 posting*n checksum
 * header   = magic version zero vocabulary p c bytes n    "CMSG", uint16 1, uint16, 4 * uint32 and uint64: 32 bytes
 * picture  = fileSha256 pixelSha256                       32 + 32 bytes
 *            name length quality zero code                uint32, uint16, uint8, uint8, uint32: where its id begins in names and
 *                                                         its length in bytes; number of its first code
 *            features zero                                uint16, 2 bytes: 80 bytes in all
 * names    = ids in UTF-8, one after the other            `bytes` bytes
 * key      = digest picture                               three tables of p, one each for ids (FNV-1a), files, pixels, all ascending:
 *                                                         uint64 (a digest's first 8 bytes), then uint32 of all
 * code     = PDQ in four columns: the most significant words of all codes, then their second, third, last words;
 *                                                         uint64 each, in the order of the pictures
 * owner    = picture                                      uint32
 * end      = number of postings up to and with this word  uint32
 * posting  = picture place signature                      uint32, uint32, uint64: 16 bytes, those of a word by picture
 * checksum = CRC-32C of all before, zero                  uint32, uint32
 * </pre>
 *
 * The checksum is verified when the segment is opened.
 */
final class Segment implements AutoCloseable {

    static final int MAGIC = 0x47534D43;
    static final short VERSION = 1;
    static final int HEADER = 32;
    static final int PICTURE = 80;
    static final int CODE = 32;
    static final int POSTING = 16;
    static final int TAIL = 8;
    /** The tables of keys. */
    enum Key {
        ID,
        FILE,
        PIXELS
    }

    static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final int CHECK_CHUNK = 1 << 24;

    private final Arena arena;
    private final MemorySegment bytes;
    private final SegmentLayout layout;
    private final long number;

    private Segment(long number, Arena arena, MemorySegment bytes, SegmentLayout layout) {
        this.number = number;
        this.arena = arena;
        this.bytes = bytes;
        this.layout = layout;
    }

    /**
     * @throws CorruptIndexException  when the file is missing or not intact
     * @throws IndexTooOldException   when its form or its vocabulary is another, older one
     * @throws IndexTooNewException   when its form is newer
     */
    @SuppressWarnings("MustBeClosed") // the arena lives as long as the segment, which closes it
    static Segment open(Path folder, long number, int vocabulary) throws IOException {
        Path file = folder.resolve(name(number));
        Arena arena = Arena.ofShared();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            MemorySegment bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
            return new Segment(number, arena, bytes, checked(bytes, file, vocabulary));
        } catch (NoSuchFileException e) {
            arena.close();
            throw new CorruptIndexException(
                    "The index's file " + file.getFileName() + " is missing: rebuild the index", e);
        } catch (IOException | RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    private static SegmentLayout checked(MemorySegment bytes, Path file, int vocabulary) {
        if (bytes.byteSize() < HEADER + TAIL || bytes.get(INT, 0) != MAGIC) {
            throw new CorruptIndexException(
                    "The index's file " + file.getFileName() + " is damaged: rebuild the index");
        }
        CRC32C checksum = new CRC32C();
        long end = bytes.byteSize() - TAIL;
        for (long at = 0; at < end; at += CHECK_CHUNK) {
            checksum.update(bytes.asSlice(at, Math.min(CHECK_CHUNK, end - at)).asByteBuffer());
        }
        boolean aligned = bytes.byteSize() % 8 == 0;
        if (!aligned || (int) checksum.getValue() != bytes.get(INT, end)) {
            throw new CorruptIndexException(
                    "The index's file " + file.getFileName() + " is damaged: rebuild the index");
        }
        Versions.require(bytes.get(SHORT, 4), VERSION, "segment");
        if (bytes.get(INT, 8) != vocabulary) {
            throw new IndexTooOldException("The index's words are of another vocabulary: rebuild the index");
        }
        SegmentLayout layout =
                new SegmentLayout(bytes.get(INT, 12), bytes.get(INT, 16), bytes.get(INT, 20), bytes.get(LONG, 24));
        if (layout.length() != bytes.byteSize()) {
            throw new CorruptIndexException(
                    "The index's file " + file.getFileName() + " is damaged: rebuild the index");
        }
        return layout;
    }

    static String name(long number) {
        return "segment-" + number;
    }

    long number() {
        return number;
    }

    int pictures() {
        return layout.pictures();
    }

    int codes() {
        return layout.codes();
    }

    long postings() {
        return layout.postings();
    }

    long length() {
        return bytes.byteSize();
    }

    MemorySegment bytes() {
        return bytes;
    }

    SegmentLayout layout() {
        return layout;
    }

    String id(int picture) {
        long at = layout.picture(picture);
        int begin = bytes.get(INT, at + 64);
        int length = Short.toUnsignedInt(bytes.get(SHORT, at + 68));
        byte[] name = bytes.asSlice(layout.names() + begin, length).toArray(ValueLayout.JAVA_BYTE);
        return new String(name, StandardCharsets.UTF_8);
    }

    int quality(int picture) {
        return bytes.get(ValueLayout.JAVA_BYTE, layout.picture(picture) + 70) & 0xff;
    }

    int features(int picture) {
        return Short.toUnsignedInt(bytes.get(SHORT, layout.picture(picture) + 76));
    }

    byte[] digest(int picture, Key key) {
        long at = layout.picture(picture) + (key == Key.PIXELS ? 32 : 0);
        return bytes.asSlice(at, IndexedPicture.DIGEST).toArray(ValueLayout.JAVA_BYTE);
    }

    List<PdqHash> codesOf(int picture) {
        int first = firstCode(picture);
        int end = picture + 1 < pictures() ? firstCode(picture + 1) : codes();
        List<PdqHash> codes = new ArrayList<>();
        for (int code = first; code < end; code++) {
            codes.add(new PdqHash(word(0, code), word(1, code), word(2, code), word(3, code)));
        }
        return codes;
    }

    private long word(int word, int code) {
        return bytes.get(LONG, layout.code(word, code));
    }

    private int firstCode(int picture) {
        return bytes.get(INT, layout.picture(picture) + 72);
    }

    int owner(int code) {
        return bytes.get(INT, layout.owner(code));
    }

    /** First posting of a word; those of the word end where the next one's begin. */
    long firstPosting(int word) {
        return word == 0 ? 0 : Integer.toUnsignedLong(bytes.get(INT, layout.end(word - 1)));
    }

    /** Offers every picture whose key may be this one; the caller compares the whole. */
    void withKey(Key key, long wanted, IntConsumer picture) {
        long keys = layout.keys(key);
        int low = 0;
        int high = pictures();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Long.compareUnsigned(bytes.get(LONG, keys + 8L * middle), wanted) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        while (low < pictures() && bytes.get(LONG, keys + 8L * low) == wanted) {
            picture.accept(bytes.get(INT, layout.keyOwners(key) + 4L * low));
            low++;
        }
    }

    /** The picture with this id, or -1. */
    int find(String id) {
        int[] found = {-1};
        withKey(Key.ID, key(id), picture -> {
            if (id(picture).equals(id)) {
                found[0] = picture;
            }
        });
        return found[0];
    }

    /** Offers the pictures with this digest. */
    void withDigest(Key key, byte[] digest, IntConsumer picture) {
        withKey(key, key(digest), candidate -> {
            if (Arrays.equals(digest, digest(candidate, key))) {
                picture.accept(candidate);
            }
        });
    }

    static long key(byte[] digest) {
        return java.nio.ByteBuffer.wrap(digest).getLong();
    }

    /** FNV-1a, 64 bits. */
    static long key(String id) {
        long hash = 0xcbf29ce484222325L;
        for (byte b : id.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
        }
        return hash;
    }

    @Override
    public void close() {
        arena.close();
    }
}
