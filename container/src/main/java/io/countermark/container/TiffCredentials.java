package io.countermark.container;

import io.countermark.container.EmbeddedCredentials.Kind;
import io.countermark.container.EmbeddedCredentials.Store;
import io.countermark.container.MalformedImageException.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * TIFF and DNG: tag 52545, type UNDEFINED, in a directory of the main chain (C2PA 2.4, A.3.6). Written as the reference SDK
 * does: one more directory at the end of the chain and of the file, which holds nothing else, so that no directory moves.
 */
final class TiffCredentials implements CredentialContainer {

    private static final int TAG = 52_545;
    private static final int XMP = 700;
    private static final int UNDEFINED = 7;
    private static final int MAX_DIRECTORIES = 256;
    private static final int MAX_ENTRIES = 65_536;

    /** Count, one entry, next. */
    private static final int DIRECTORY = 2 + 12 + 4;

    /**
     * @param offset of the directory
     * @param count  of entries
     * @param next   where the offset of the next directory stands
     */
    private record Directory(int offset, int count, int next) {}

    /** @param type of TIFF */
    private record Entry(int tag, int type, long count, long value) {}

    @Override
    public boolean recognises(byte[] file) {
        return file.length >= 8 && (Bytes.int32(file, 0) == 0x49492A00 || Bytes.int32(file, 0) == 0x4D4D002A);
    }

    private static boolean isLittle(byte[] file) {
        return file[0] == 'I';
    }

    private static long uint32(byte[] file, int at) {
        return isLittle(file) ? Bytes.uint32le(file, at) : Bytes.uint32(file, at);
    }

    private static int uint16(byte[] file, int at) {
        int value = Bytes.int16(file, at);
        return isLittle(file) ? Short.toUnsignedInt(Short.reverseBytes((short) value)) : value;
    }

    private static void put32(byte[] file, int at, int value) {
        Bytes.putInt32(file, at, isLittle(file) ? Integer.reverseBytes(value) : value);
    }

    private static void put16(byte[] file, int at, int value) {
        Bytes.putInt16(file, at, isLittle(file) ? Short.reverseBytes((short) value) : value);
    }

    private static List<Directory> directories(byte[] file) {
        List<Directory> found = new ArrayList<>();
        int entries = 0;
        for (long at = uint32(file, 4); at != 0; ) {
            if (at > file.length - 6) {
                throw new MalformedImageException(Reason.TRUNCATED, "A TIFF directory stands past the end of the file");
            }
            int offset = (int) at;
            int count = uint16(file, offset);
            long next = at + 2 + 12L * count;
            entries += count;
            if (found.size() >= MAX_DIRECTORIES || entries > MAX_ENTRIES) {
                throw new MalformedImageException(
                        Reason.TOO_MANY_CHUNKS,
                        "More than " + MAX_DIRECTORIES + " TIFF directories or " + MAX_ENTRIES + " entries");
            }
            if (next > file.length - 4) {
                throw new MalformedImageException(
                        Reason.TRUNCATED, "A TIFF directory reaches past the end of the file");
            }
            found.add(new Directory(offset, count, (int) next));
            at = uint32(file, (int) next);
        }
        if (found.isEmpty()) {
            throw new MalformedImageException(Reason.CORRUPT, "The TIFF file has no directory");
        }
        return found;
    }

    private static @Nullable Entry entry(byte[] file, Directory directory, int tag) {
        for (int i = 0; i < directory.count(); i++) {
            int at = directory.offset() + 2 + 12 * i;
            if (uint16(file, at) == tag) {
                return new Entry(tag, uint16(file, at + 2), uint32(file, at + 4), uint32(file, at + 8));
            }
        }
        return null;
    }

    private static ByteRange place(byte[] file, Entry entry) {
        if (entry.count() < 5 || entry.value() + entry.count() > file.length) {
            throw new MalformedImageException(
                    Reason.TRUNCATED, "TIFF tag " + entry.tag() + " reaches past the end of the file");
        }
        return new ByteRange((int) entry.value(), (int) entry.count());
    }

    @Override
    public EmbeddedCredentials read(Kind kind, byte[] file) {
        List<Store> stores = new ArrayList<>();
        String remote = null;
        for (Directory directory : directories(file)) {
            Entry store = entry(file, directory, TAG);
            if (store != null) {
                ByteRange place = place(file, store);
                stores.add(new Store(Arrays.copyOfRange(file, place.start(), place.end()), place));
            }
            Entry xmp = entry(file, directory, XMP);
            if (xmp != null && remote == null && xmp.count() > 4) {
                remote = XmpProvenance.of(file, place(file, xmp));
            }
        }
        return new EmbeddedCredentials(kind, stores, remote);
    }

    /** Takes a directory that holds only the store off the end; a store elsewhere can't be taken out without moving others. */
    @Override
    public byte[] strip(byte[] file) {
        List<Directory> directories = directories(file);
        Directory last = directories.getLast();
        Entry store = entry(file, last, TAG);
        boolean elsewhere = directories.subList(0, directories.size() - 1).stream()
                .anyMatch(directory -> entry(file, directory, TAG) != null);
        if (elsewhere || (store != null && (last.count() != 1 || directories.size() < 2))) {
            throw new MalformedImageException(
                    Reason.CORRUPT, "The TIFF file's credentials share a directory with the picture");
        }
        if (store == null) {
            return file.clone();
        }
        int start = Math.min(last.offset(), place(file, store).start());
        boolean atEnd = last.next() + 4 <= place(file, store).end()
                && place(file, store).end() == file.length;
        byte[] stripped = atEnd ? Arrays.copyOf(file, start) : file.clone();
        put32(stripped, directories.get(directories.size() - 2).next(), 0);
        return stripped;
    }

    @Override
    public CredentialSlot reserve(byte[] file, int storeLength) {
        byte[] stripped = strip(file);
        int at = stripped.length + (stripped.length & 1);
        byte[] longer = Arrays.copyOf(stripped, Math.addExact(at + DIRECTORY, storeLength));
        put32(longer, directories(stripped).getLast().next(), at);
        put16(longer, at, 1);
        put16(longer, at + 2, TAG);
        put16(longer, at + 4, UNDEFINED);
        put32(longer, at + 6, storeLength);
        put32(longer, at + 10, at + DIRECTORY);
        int start = at + DIRECTORY;
        return new CredentialSlot(
                longer,
                storeLength,
                List.of(new ByteRange(start, storeLength)),
                (target, store) -> System.arraycopy(store, 0, target, start, storeLength));
    }
}
