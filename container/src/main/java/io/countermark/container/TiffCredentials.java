package io.countermark.container;

import io.countermark.container.EmbeddedCredentials.Kind;
import io.countermark.container.EmbeddedCredentials.Store;
import io.countermark.container.MalformedImageException.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * TIFF, BigTIFF and DNG: tag 52545, type UNDEFINED, in a directory of the main chain (C2PA 2.4, A.3.6). Written as the reference SDK
 * does: one more directory at the end of the chain and of the file, which holds nothing else, so that no directory moves.
 */
final class TiffCredentials implements CredentialContainer {

    private static final int TAG = 52_545;
    private static final int XMP = 700;
    private static final int UNDEFINED = 7;
    private static final int MAX_DIRECTORIES = 256;
    private static final int MAX_ENTRIES = 65_536;

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
        return TiffLayout.of(file).isPresent();
    }

    private static TiffLayout layout(byte[] file) {
        return TiffLayout.of(file)
                .orElseThrow(() -> new MalformedImageException(Reason.CORRUPT, "The file has no TIFF header"));
    }

    private static List<Directory> directories(byte[] file) {
        TiffLayout layout = layout(file);
        List<Directory> found = new ArrayList<>();
        int entries = 0;
        for (long at = layout.word(file, layout.first()); at != 0; ) {
            if (at < 0 || at > file.length - layout.countBytes() - layout.wordBytes()) {
                throw new MalformedImageException(Reason.TRUNCATED, "A TIFF directory stands past the end of the file");
            }
            int offset = (int) at;
            long count = layout.entries(file, offset);
            if (found.size() >= MAX_DIRECTORIES || count < 0 || count > MAX_ENTRIES - entries) {
                throw new MalformedImageException(
                        Reason.TOO_MANY_CHUNKS,
                        "More than " + MAX_DIRECTORIES + " TIFF directories or " + MAX_ENTRIES + " entries");
            }
            entries += (int) count;
            long next = at + layout.countBytes() + layout.entryBytes() * count;
            if (next > file.length - layout.wordBytes()) {
                throw new MalformedImageException(
                        Reason.TRUNCATED, "A TIFF directory reaches past the end of the file");
            }
            found.add(new Directory(offset, (int) count, (int) next));
            at = layout.word(file, (int) next);
        }
        if (found.isEmpty()) {
            throw new MalformedImageException(Reason.CORRUPT, "The TIFF file has no directory");
        }
        return found;
    }

    private static @Nullable Entry entry(byte[] file, Directory directory, int tag) {
        TiffLayout layout = layout(file);
        for (int i = 0; i < directory.count(); i++) {
            int at = directory.offset() + layout.countBytes() + layout.entryBytes() * i;
            if (layout.uint16(file, at) == tag) {
                return new Entry(
                        tag,
                        layout.uint16(file, at + 2),
                        layout.word(file, at + 4),
                        layout.word(file, at + 4 + layout.wordBytes()));
            }
        }
        return null;
    }

    /** Values that fit into the entry itself are none that matter here. */
    private static boolean isElsewhere(byte[] file, Entry entry) {
        return entry.count() > layout(file).wordBytes();
    }

    private static ByteRange place(byte[] file, Entry entry) {
        if (!isElsewhere(file, entry)
                || entry.value() < 0
                || entry.count() > file.length
                || entry.value() > file.length - entry.count()) {
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
            if (xmp != null && remote == null && isElsewhere(file, xmp)) {
                remote = XmpProvenance.of(file, place(file, xmp));
            }
        }
        return new EmbeddedCredentials(kind, stores, remote);
    }

    /** Takes a directory that holds only the store off the end; a store elsewhere can't be taken out without moving others. */
    @Override
    public byte[] strip(byte[] file) {
        TiffLayout layout = layout(file);
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
        ByteRange place = place(file, store);
        int start = Math.min(last.offset(), place.start());
        boolean atEnd = last.next() + layout.wordBytes() <= place.end() && place.end() == file.length;
        byte[] stripped = atEnd ? Arrays.copyOf(file, start) : file.clone();
        layout.putWord(stripped, directories.get(directories.size() - 2).next(), 0);
        return stripped;
    }

    @Override
    public CredentialSlot reserve(byte[] file, int storeLength) {
        byte[] stripped = strip(file);
        TiffLayout layout = layout(stripped);
        int word = layout.wordBytes();
        int at = layout.aligned(stripped.length);
        int entry = at + layout.countBytes();
        int start = entry + layout.entryBytes() + word;
        byte[] longer = Arrays.copyOf(stripped, Math.addExact(start, storeLength));
        layout.putWord(longer, directories(stripped).getLast().next(), at);
        layout.putEntries(longer, at, 1);
        layout.put16(longer, entry, TAG);
        layout.put16(longer, entry + 2, UNDEFINED);
        layout.putWord(longer, entry + 4, storeLength);
        layout.putWord(longer, entry + 4 + word, start);
        return new CredentialSlot(
                longer,
                storeLength,
                List.of(new ByteRange(start, storeLength)),
                (target, store) -> System.arraycopy(store, 0, target, start, storeLength));
    }
}
