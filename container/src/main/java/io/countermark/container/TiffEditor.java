package io.countermark.container;

import io.countermark.container.MalformedImageException.Reason;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Changes entries of a TIFF structure (TIFF 6.0, section 2; EXIF 2.32, 4.6) without moving anything: a value that fits takes the
 * old one's place, anything else is appended, and a directory that grows is appended anew. So offsets that only their writer
 * understands, in maker notes above all, stay right. What is taken out is overwritten with zeros unless it is pixel data.
 */
final class TiffEditor {

    static final int BYTE = 1;
    static final int ASCII = 2;
    static final int UNDEFINED = 7;

    private static final int ENTRY = 12;
    private static final int MAX_DIRECTORIES = 256;
    private static final int MAX_ENTRIES = 65_536;
    private static final int MAX_STRIPS = 1 << 20;
    private static final int[] STRIP_TAGS = {273, 324};
    private static final int[] STRIP_COUNT_TAGS = {279, 325};

    /** Reduced pictures, EXIF, GPS and interoperability. */
    private static final Set<Integer> SUB_DIRECTORIES = Set.of(330, 34_665, 34_853, 40_965);

    /** Bytes a value takes, by its type; 0 is unknown. */
    private static final int[] SIZES = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4};

    /** @param at of the entry's twelve bytes */
    record Entry(int tag, int type, long count, int at) {}

    /**
     * @param offset  of the number of entries
     * @param pointer where the offset of this directory stands
     */
    record Directory(int offset, int count, int pointer) {

        int end() {
            return offset + 2 + ENTRY * count + 4;
        }
    }

    private byte[] bytes;
    private final boolean little;

    /** Start to end of what is never overwritten, neither overlapping nor touching: a file may name a million strips. */
    private final NavigableMap<Integer, Integer> kept = new TreeMap<>();

    private int strips;

    private TiffEditor(byte[] block) {
        if (block.length < 8 || (block[0] != 'I' && block[0] != 'M')) {
            throw new MalformedImageException(Reason.CORRUPT, "A TIFF structure starts with II or MM");
        }
        this.bytes = block.clone();
        this.little = block[0] == 'I';
        kept.put(0, 8);
    }

    /** For a block in which nothing but metadata stands. */
    static TiffEditor ofExif(byte[] block) {
        return new TiffEditor(block);
    }

    /**
     * For a TIFF file: its strips and tiles are never overwritten.
     *
     * @throws MalformedImageException CORRUPT for a BigTIFF
     */
    static TiffEditor ofFile(byte[] file) {
        if (TiffLayout.of(file).filter(layout -> !layout.big()).isEmpty()) {
            throw new MalformedImageException(
                    Reason.CORRUPT, "Metadata is read and written in TIFF, but not in BigTIFF");
        }
        TiffEditor editor = new TiffEditor(file);
        editor.keepPixels();
        return editor;
    }

    /** A structure with one directory and no entry. */
    static TiffEditor empty() {
        return new TiffEditor(new byte[] {'M', 'M', 0, 42, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0});
    }

    byte[] bytes() {
        return bytes.clone();
    }

    int length() {
        return bytes.length;
    }

    /** The main chain, at least one. */
    List<Directory> chain() {
        List<Directory> found = new ArrayList<>();
        Set<Long> seen = new HashSet<>();
        int pointer = 4;
        long at = uint32(pointer);
        while (at != 0) {
            if (found.size() >= MAX_DIRECTORIES || !seen.add(at)) {
                throw new MalformedImageException(Reason.TOO_MANY_CHUNKS, "TIFF directories in a circle, or too many");
            }
            Directory directory = directory(at, pointer);
            found.add(directory);
            pointer = directory.end() - 4;
            at = uint32(pointer);
        }
        if (found.isEmpty()) {
            throw new MalformedImageException(Reason.CORRUPT, "The TIFF structure has no directory");
        }
        return found;
    }

    private Directory directory(long at, int pointer) {
        if (at < 8 || at > bytes.length - 6L) {
            throw new MalformedImageException(Reason.TRUNCATED, "A TIFF directory stands past the end");
        }
        int count = uint16((int) at);
        if (at + 2 + (long) ENTRY * count + 4 > bytes.length) {
            throw new MalformedImageException(Reason.TRUNCATED, "A TIFF directory reaches past the end");
        }
        return new Directory((int) at, count, pointer);
    }

    Optional<Entry> entry(Directory directory, int tag) {
        for (int i = 0; i < directory.count(); i++) {
            int at = directory.offset() + 2 + ENTRY * i;
            if (uint16(at) == tag) {
                return Optional.of(new Entry(tag, uint16(at + 2), uint32(at + 4), at));
            }
        }
        return Optional.empty();
    }

    /** The directory that an entry points to; empty without the entry or when nothing readable is there. */
    Optional<Directory> sub(Directory directory, int tag) {
        return entry(directory, tag).flatMap(entry -> {
            try {
                return Optional.of(directory(uint32(entry.at() + 8), entry.at() + 8));
            } catch (MalformedImageException e) {
                return Optional.empty();
            }
        });
    }

    /** Where an entry's value stands; empty when its type is unknown or it reaches past the end. */
    Optional<ByteRange> place(Entry entry) {
        int size = entry.type() < SIZES.length ? SIZES[entry.type()] : 0;
        long length = size * entry.count();
        long start = length <= 4 ? entry.at() + 8 : uint32(entry.at() + 8);
        return size == 0 || length > bytes.length || start + length > bytes.length
                ? Optional.empty()
                : Optional.of(new ByteRange((int) start, (int) length));
    }

    Optional<byte[]> value(Directory directory, int tag) {
        return entry(directory, tag)
                .flatMap(this::place)
                .map(place -> Arrays.copyOfRange(bytes, place.start(), place.end()));
    }

    /** A whole number of a BYTE, SHORT or LONG entry. */
    Optional<Long> number(Directory directory, int tag) {
        return entry(directory, tag).flatMap(entry -> number(entry, 0));
    }

    private Optional<Long> number(Entry entry, int index) {
        return index >= entry.count()
                ? Optional.empty()
                : place(entry).map(place -> number(place, entry.type(), index)).filter(value -> value >= 0);
    }

    /** A whole number among the values at a place; -1 when their type is none. */
    private long number(ByteRange place, int type, int index) {
        int at = place.start();
        return switch (SIZES[type]) {
            case 1 -> bytes[at + index] & 0xFF;
            case 2 -> uint16(at + 2 * index);
            case 4 -> uint32(at + 4 * index);
            default -> -1;
        };
    }

    /** Sets an entry of the first directory to bytes of a type of one byte each. */
    void set(int tag, int type, byte[] value) {
        Directory first = chain().getFirst();
        Optional<Entry> old = entry(first, tag);
        Optional<ByteRange> place = old.flatMap(this::own).filter(range -> range.length() > 4);
        if (old.isPresent()) {
            place.ifPresent(this::zero);
            int at = old.get().at();
            put16(at + 2, type);
            put32(at + 4, value.length);
            put32(at + 8, 0);
            if (value.length <= 4) {
                System.arraycopy(value, 0, bytes, at + 8, value.length);
            } else if (place.isPresent() && place.get().length() >= value.length) {
                System.arraycopy(value, 0, bytes, place.get().start(), value.length);
                put32(at + 8, place.get().start());
            } else {
                put32(at + 8, append(value));
            }
            return;
        }
        add(first, tag, type, value);
    }

    private void add(Directory first, int tag, int type, byte[] value) {
        byte[] next = Arrays.copyOfRange(bytes, first.end() - 4, first.end());
        List<byte[]> entries = new ArrayList<>();
        int place = 0;
        for (int i = 0; i < first.count(); i++) {
            int at = first.offset() + 2 + ENTRY * i;
            entries.add(Arrays.copyOfRange(bytes, at, at + ENTRY));
            place = uint16(at) < tag ? i + 1 : place;
        }
        ByteRange old = new ByteRange(first.offset(), first.end() - first.offset());
        if (isAlone(old, first.offset())) {
            zero(old);
            if (first.end() == bytes.length) {
                bytes = Arrays.copyOf(bytes, first.offset());
            }
        }
        int valueAt = value.length > 4 ? append(value) : 0;
        int directory = append(new byte[2 + ENTRY * (entries.size() + 1) + 4]);
        put16(directory, entries.size() + 1);
        int at = directory + 2 + ENTRY * place;
        put16(at, tag);
        put16(at + 2, type);
        put32(at + 4, value.length);
        put32(at + 8, valueAt);
        if (value.length <= 4) {
            System.arraycopy(value, 0, bytes, at + 8, value.length);
        }
        for (int i = 0; i < entries.size(); i++) {
            System.arraycopy(entries.get(i), 0, bytes, directory + 2 + ENTRY * (i < place ? i : i + 1), ENTRY);
        }
        System.arraycopy(next, 0, bytes, directory + 2 + ENTRY * (entries.size() + 1), 4);
        put32(first.pointer(), directory);
    }

    /** Where a value stands, if nothing else does: in files of careless or hostile writers values lie over each other. */
    private Optional<ByteRange> own(Entry entry) {
        return place(entry).filter(place -> isFree(place) && isAlone(place, entry.at()));
    }

    /** @param self where the entry, or the directory, that the place belongs to begins */
    private boolean isAlone(ByteRange place, int self) {
        int entries = 0;
        for (Directory directory : withSubDirectories()) {
            entries += directory.count();
            boolean foreign = directory.offset() != self && overlap(place, directory.offset(), directory.end());
            if (entries > MAX_ENTRIES || foreign || holdsValueOf(place, directory, self)) {
                return false;
            }
        }
        return true;
    }

    /** Values of up to four bytes stand in the directory itself. */
    private boolean holdsValueOf(ByteRange place, Directory directory, int self) {
        for (int i = 0; i < directory.count(); i++) {
            int at = directory.offset() + 2 + ENTRY * i;
            boolean held = at != self
                    && place(new Entry(uint16(at), uint16(at + 2), uint32(at + 4), at))
                            .filter(other -> other.length() > 4 && overlap(place, other.start(), other.end()))
                            .isPresent();
            if (held) {
                return true;
            }
        }
        return false;
    }

    private static boolean overlap(ByteRange place, int start, int end) {
        return place.start() < end && start < place.end();
    }

    /** Takes an entry out of a directory, and zeros where its value stood unless something else stands there, too. */
    boolean remove(Directory directory, int tag) {
        Optional<Entry> found = entry(directory, tag);
        if (found.isEmpty()) {
            return false;
        }
        int at = found.get().at();
        if (place(found.get()).filter(place -> place.length() <= 4).isEmpty()) {
            found.flatMap(this::own).ifPresent(this::zero);
        }
        int end = directory.end();
        System.arraycopy(bytes, at + ENTRY, bytes, at, end - at - ENTRY);
        Arrays.fill(bytes, end - ENTRY, end, (byte) 0);
        put16(directory.offset(), uint16(directory.offset()) - 1);
        return true;
    }

    /** Zeros a directory with all its values; what points to it is the caller's. */
    void erase(Directory directory) {
        for (int i = 0; i < directory.count(); i++) {
            int at = directory.offset() + 2 + ENTRY * i;
            place(new Entry(uint16(at), uint16(at + 2), uint32(at + 4), at)).ifPresent(this::zero);
        }
        zero(new ByteRange(directory.offset(), directory.end() - directory.offset()));
    }

    /** Zeros bytes unless they are pixel data or the header. */
    void zero(ByteRange range) {
        if (isFree(range) && range.start() >= 0 && range.end() <= bytes.length) {
            Arrays.fill(bytes, range.start(), range.end(), (byte) 0);
        }
    }

    /** Ends the main chain after a directory. */
    void endChainAfter(Directory directory) {
        put32(directory.end() - 4, 0);
    }

    private boolean isFree(ByteRange range) {
        Map.Entry<Integer, Integer> before = kept.lowerEntry(range.end());
        return before == null || before.getValue() <= range.start();
    }

    private void keep(int start, int end) {
        int from = start;
        int to = end;
        for (Map.Entry<Integer, Integer> old = kept.floorEntry(to);
                old != null && old.getValue() >= from;
                old = kept.floorEntry(to)) {
            from = Math.min(from, old.getKey());
            to = Math.max(to, old.getValue());
            kept.remove(old.getKey());
        }
        kept.put(from, to);
    }

    private void keepPixels() {
        int entries = 0;
        for (Directory directory : withSubDirectories()) {
            entries += directory.count();
            for (int kind = 0; kind < STRIP_TAGS.length && entries <= MAX_ENTRIES; kind++) {
                keepStrips(entry(directory, STRIP_TAGS[kind]), entry(directory, STRIP_COUNT_TAGS[kind]));
            }
        }
    }

    /** The main chain, what hangs on it, and what hangs on that; it ends early behind 65,536 entries. */
    private List<Directory> withSubDirectories() {
        Map<Integer, Directory> all = new LinkedHashMap<>();
        Deque<Directory> open = new ArrayDeque<>(chain());
        int entries = 0;
        int looked = 0;
        while (!open.isEmpty() && entries <= MAX_ENTRIES) {
            Directory directory = open.remove();
            if (all.putIfAbsent(directory.offset(), directory) != null) {
                continue;
            }
            entries += directory.count();
            for (int i = 0; i < directory.count() && looked < MAX_DIRECTORIES; i++) {
                int at = directory.offset() + 2 + ENTRY * i;
                if (SUB_DIRECTORIES.contains(uint16(at))) {
                    Entry entry = new Entry(uint16(at), uint16(at + 2), uint32(at + 4), at);
                    int pointers = (int) Math.min(entry.count(), MAX_DIRECTORIES - looked);
                    looked += pointers;
                    addSubDirectories(entry, pointers, open);
                }
            }
        }
        return List.copyOf(all.values());
    }

    private void addSubDirectories(Entry entry, int pointers, Deque<Directory> open) {
        for (int i = 0; i < pointers; i++) {
            number(entry, i).filter(at -> at >= 8 && at <= bytes.length - 6L).ifPresent(at -> {
                try {
                    open.add(directory(at, 0));
                } catch (MalformedImageException e) {
                    // Nothing readable is there, so it has no pixels to keep.
                }
            });
        }
    }

    private void keepStrips(Optional<Entry> offsets, Optional<Entry> counts) {
        Optional<ByteRange> starts = offsets.flatMap(this::place);
        Optional<ByteRange> lengths = counts.flatMap(this::place);
        if (starts.isEmpty() || lengths.isEmpty()) {
            return;
        }
        long pairs = Math.min(offsets.get().count(), counts.get().count());
        strips += (int) Math.min(pairs, MAX_STRIPS + 1L);
        if (strips > MAX_STRIPS) {
            throw new MalformedImageException(Reason.TOO_MANY_CHUNKS, "More than " + MAX_STRIPS + " TIFF strips");
        }
        for (int i = 0; i < pairs; i++) {
            long start = number(starts.get(), offsets.get().type(), i);
            long length = Math.min(number(lengths.get(), counts.get().type(), i), bytes.length - start);
            if (start > 0 && length > 0) {
                keep((int) start, (int) (start + length));
            }
        }
    }

    /** Returns where the value now stands: on a word boundary, as TIFF has it. */
    private int append(byte[] value) {
        int at = bytes.length + (bytes.length & 1);
        bytes = Arrays.copyOf(bytes, Math.addExact(at, value.length));
        System.arraycopy(value, 0, bytes, at, value.length);
        return at;
    }

    private int uint16(int at) {
        int value = Bytes.int16(bytes, at);
        return little ? Short.toUnsignedInt(Short.reverseBytes((short) value)) : value;
    }

    /** @param at in this structure */
    long uint32(int at) {
        return little ? Bytes.uint32le(bytes, at) : Bytes.uint32(bytes, at);
    }

    private void put16(int at, int value) {
        Bytes.putInt16(bytes, at, little ? Short.reverseBytes((short) value) : value);
    }

    private void put32(int at, int value) {
        put32(bytes, at, value);
    }

    /** Writes into {@code target} in the byte order of this structure. */
    void put32(byte[] target, int at, long value) {
        Bytes.putInt32(target, at, little ? Integer.reverseBytes((int) value) : (int) value);
    }
}
