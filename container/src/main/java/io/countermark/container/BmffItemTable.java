package io.countermark.container;

import io.countermark.container.BmffBoxes.Box;
import io.countermark.container.MalformedImageException.Reason;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The {@code meta} box of an HEIF file as something that items can be added to: {@code iinf}, {@code iloc} and {@code iref} (ISO/IEC
 * 14496-12, 8.11) are read and written anew, every other box of it stays as it is. Offsets count from the file's start.
 */
final class BmffItemTable {

    private static final int MAX_ITEMS = 65_536;
    private static final int MAX_EXTENTS = 262_144;

    /** @param contentType of a {@code mime} item; empty else */
    record Item(long id, String type, String contentType, byte[] box) {}

    /** @param index of an item reference for method 2 */
    record Extent(long index, long offset, long length) {}

    /** @param method 0 in the file, 1 in {@code idat}, 2 in another item */
    record Location(long id, int method, int reference, List<Extent> extents) {}

    private final byte[] file;
    private final Box meta;
    private final List<Box> children;
    private final List<Item> items = new ArrayList<>();
    private final List<Location> locations = new ArrayList<>();
    private final List<byte[]> addedReferences = new ArrayList<>();
    private int extents;
    private int idWidth = 2;
    private long primary;

    private BmffItemTable(byte[] file, Box meta) {
        this.file = file;
        this.meta = meta;
        this.children = sized(file, meta.payloadOffset() + 4, meta.end());
        for (Box box : children) {
            switch (box.type()) {
                case "iinf" -> readItems(box);
                case "iloc" -> readLocations(box);
                case "pitm" -> primary = byte0(box) == 0 ? number(box, 4, 2) : number(box, 4, 4);
                case "iref" -> idWidth = byte0(box) == 0 ? 2 : 4;
                default -> {
                    // Kept as it is.
                }
            }
        }
    }

    /** Boxes that say how long they are: one without a size is the file's last or none (ISO 14496-12, 4.2), and nothing can follow it. */
    private static List<Box> sized(byte[] file, int from, int to) {
        List<Box> boxes = BmffBoxes.of(file, from, to);
        if (boxes.stream().anyMatch(box -> Bytes.int32(file, box.offset()) == 0)) {
            throw new MalformedImageException(Reason.CORRUPT, "A box inside of another has no size");
        }
        return boxes;
    }

    /** @throws MalformedImageException CORRUPT without a {@code meta} box */
    static BmffItemTable of(byte[] file) {
        Box meta = BmffBoxes.of(file).stream()
                .filter(box -> box.type().equals("meta") && box.payloadLength() >= 4)
                .findFirst()
                .orElseThrow(() -> new MalformedImageException(Reason.CORRUPT, "The HEIF file has no meta box"));
        return new BmffItemTable(file, meta);
    }

    Box meta() {
        return meta;
    }

    List<Item> items() {
        return items;
    }

    List<Location> locations() {
        return locations;
    }

    Optional<Item> item(String type, String contentType) {
        return items.stream()
                .filter(item -> item.type().equals(type) && item.contentType().equals(contentType))
                .findFirst();
    }

    /** Where an item's bytes are in the file; empty when they can't be found. */
    List<ByteRange> places(long id) {
        List<ByteRange> places = new ArrayList<>();
        for (Location location : locations) {
            if (location.id() != id || location.method() > 1) {
                continue;
            }
            long base = 0;
            long end = file.length;
            if (location.method() == 1) {
                Optional<Box> data = children.stream()
                        .filter(box -> box.type().equals("idat"))
                        .findFirst();
                if (data.isEmpty()) {
                    continue;
                }
                base = data.get().payloadOffset();
                end = data.get().end();
            }
            for (Extent extent : location.extents()) {
                long start = base + extent.offset();
                long length = extent.length() == 0 ? end - start : extent.length();
                if (start < 0 || length < 0 || start > end - length) {
                    throw new MalformedImageException(Reason.TRUNCATED, "An HEIF item reaches past the file");
                }
                places.add(new ByteRange((int) start, (int) length));
            }
        }
        return places;
    }

    byte[] data(long id) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (ByteRange place : places(id)) {
            if (out.size() + (long) place.length() > file.length) {
                throw new MalformedImageException(Reason.CORRUPT, "Extents of HEIF item " + id + " overlap");
            }
            out.write(file, place.start(), place.length());
        }
        return out.toByteArray();
    }

    /** Adds an item that describes the primary one. */
    long add(String type, String contentType) {
        long id = items.stream().mapToLong(Item::id).max().orElse(0) + 1;
        if (id > 0xFFFF) {
            throw new MalformedImageException(Reason.TOO_LARGE, "The HEIF file has no free item number");
        }
        byte[] tail =
                (type + "\0" + (contentType.isEmpty() ? "" : contentType + "\0")).getBytes(StandardCharsets.US_ASCII);
        byte[] body = new byte[8 + tail.length];
        body[0] = 2;
        Bytes.putInt16(body, 4, (int) id);
        System.arraycopy(tail, 0, body, 8, tail.length);
        items.add(new Item(id, type, contentType, box("infe", body)));
        byte[] reference = new byte[2 * idWidth + 2];
        putId(reference, 0, id);
        Bytes.putInt16(reference, idWidth, 1);
        putId(reference, idWidth + 2, primary);
        addedReferences.add(box("cdsc", reference));
        return id;
    }

    private void putId(byte[] bytes, int at, long id) {
        if (idWidth == 2) {
            Bytes.putInt16(bytes, at, (int) id);
        } else {
            Bytes.putInt32(bytes, at, (int) id);
        }
    }

    /** Puts an item's bytes at one place in the file. */
    void locate(long id, long offset, long length) {
        locations.removeIf(location -> location.id() == id);
        locations.add(new Location(id, 0, 0, List.of(new Extent(0, offset, length))));
    }

    /**
     * The {@code meta} box with what was added; {@code source} is the file its other boxes are taken from.
     *
     * @throws MalformedImageException CORRUPT when it has no place for items, or a number does not fit
     */
    byte[] encode(byte[] source) {
        for (String needed : List.of("iinf", "iloc")) {
            if (children.stream().filter(box -> box.type().equals(needed)).count() != 1) {
                throw new MalformedImageException(Reason.CORRUPT, "The meta box has not one box " + needed);
            }
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write(source, meta.payloadOffset(), 4);
        boolean references = children.stream().anyMatch(box -> box.type().equals("iref"));
        for (Box child : children) {
            switch (child.type()) {
                case "iinf" -> {
                    body.writeBytes(encodeItems());
                    if (!references && !addedReferences.isEmpty()) {
                        body.writeBytes(encodeReferences(new byte[4]));
                    }
                }
                case "iloc" -> body.writeBytes(encodeLocations());
                case "iref" ->
                    body.writeBytes(encodeReferences(Arrays.copyOfRange(source, child.payloadOffset(), child.end())));
                default -> body.write(source, child.offset(), child.length());
            }
        }
        return box("meta", body.toByteArray());
    }

    private byte[] encodeItems() {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] head = new byte[6];
        Bytes.putInt16(head, 4, items.size());
        body.writeBytes(head);
        items.forEach(item -> body.writeBytes(item.box()));
        return box("iinf", body.toByteArray());
    }

    private byte[] encodeReferences(byte[] old) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(old);
        addedReferences.forEach(body::writeBytes);
        return box("iref", body.toByteArray());
    }

    /** Version 1, or 2 for long item numbers; offsets and lengths of four bytes, no base. */
    private byte[] encodeLocations() {
        boolean wide = locations.stream().anyMatch(location -> location.id() > 0xFFFF);
        boolean indexed = locations.stream().anyMatch(location -> location.method() == 2);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] head = new byte[wide ? 10 : 8];
        head[0] = (byte) (wide ? 2 : 1);
        head[4] = 0x44;
        head[5] = (byte) (indexed ? 4 : 0);
        put(head, 6, locations.size(), wide ? 4 : 2);
        body.writeBytes(head);
        for (Location location : locations) {
            int idSize = wide ? 4 : 2;
            int extentSize = indexed ? 12 : 8;
            byte[] entry = new byte[idSize + 6 + extentSize * location.extents().size()];
            put(entry, 0, location.id(), idSize);
            Bytes.putInt16(entry, idSize, location.method());
            Bytes.putInt16(entry, idSize + 2, location.reference());
            Bytes.putInt16(entry, idSize + 4, location.extents().size());
            int at = idSize + 6;
            for (Extent extent : location.extents()) {
                if (indexed) {
                    put(entry, at, extent.index(), 4);
                    at += 4;
                }
                put(entry, at, extent.offset(), 4);
                put(entry, at + 4, extent.length(), 4);
                at += 8;
            }
            body.writeBytes(entry);
        }
        return box("iloc", body.toByteArray());
    }

    private static void put(byte[] bytes, int at, long value, int width) {
        if (value < 0 || value > (width == 2 ? 0xFFFFL : 0xFFFF_FFFFL)) {
            throw new MalformedImageException(Reason.CORRUPT, "A number in the HEIF file is out of range");
        }
        if (width == 2) {
            Bytes.putInt16(bytes, at, (int) value);
        } else {
            Bytes.putInt32(bytes, at, (int) value);
        }
    }

    static byte[] box(String type, byte[] body) {
        byte[] box = new byte[8 + body.length];
        Bytes.putInt32(box, 0, box.length);
        System.arraycopy(type.getBytes(StandardCharsets.US_ASCII), 0, box, 4, 4);
        System.arraycopy(body, 0, box, 8, body.length);
        return box;
    }

    private int byte0(Box box) {
        return (int) number(box, 0, 1);
    }

    private void readItems(Box box) {
        int head = byte0(box) == 0 ? 6 : 8;
        if (box.payloadLength() < head) {
            throw new MalformedImageException(Reason.TRUNCATED, "The iinf box is cut off");
        }
        for (Box entry : sized(file, box.payloadOffset() + head, box.end())) {
            int version = byte0(entry);
            int width = version >= 3 ? 4 : 2;
            boolean typed = entry.type().equals("infe") && version >= 2;
            long id = typed ? number(entry, 4, width) : -1;
            String type = typed ? text(entry, 6 + width, 4) : "";
            String mime = typed && type.equals("mime") ? contentType(entry, 10 + width) : "";
            items.add(new Item(id, type, mime, Arrays.copyOfRange(file, entry.offset(), entry.end())));
            if (items.size() > MAX_ITEMS) {
                throw new MalformedImageException(Reason.TOO_MANY_CHUNKS, "More than " + MAX_ITEMS + " HEIF items");
            }
        }
    }

    private String text(Box box, int at, int length) {
        number(box, at + length - 1, 1);
        return new String(file, box.payloadOffset() + at, length, StandardCharsets.ISO_8859_1);
    }

    /** name, 0, content type, 0. */
    private String contentType(Box entry, int at) {
        String rest = new String(
                file,
                Math.min(entry.end(), entry.payloadOffset() + at),
                Math.max(0, entry.payloadLength() - at),
                StandardCharsets.ISO_8859_1);
        int name = rest.indexOf('\0');
        int end = rest.indexOf('\0', name + 1);
        return name < 0 ? "" : rest.substring(name + 1, end < 0 ? rest.length() : end);
    }

    private void readLocations(Box box) {
        int version = byte0(box);
        int sizes = (int) number(box, 4, 2);
        int offsetSize = sizes >> 12;
        int lengthSize = sizes >> 8 & 15;
        int baseSize = sizes >> 4 & 15;
        int indexSize = version == 0 ? 0 : sizes & 15;
        int idSize = version < 2 ? 2 : 4;
        long count = number(box, 6, idSize);
        int at = 6 + idSize;
        for (long i = 0; i < count; i++) {
            long id = number(box, at, idSize);
            at += idSize;
            int method = version == 0 ? 0 : (int) number(box, at, 2) & 15;
            at += version == 0 ? 0 : 2;
            int reference = (int) number(box, at, 2);
            long base = number(box, at + 2, baseSize);
            int extentCount = (int) number(box, at + 2 + baseSize, 2);
            at += 4 + baseSize;
            List<Extent> found = new ArrayList<>();
            for (int e = 0; e < extentCount; e++) {
                if (++extents > MAX_EXTENTS) {
                    throw new MalformedImageException(Reason.TOO_MANY_CHUNKS, "Too many extents in the HEIF file");
                }
                long index = number(box, at, indexSize);
                long offset = base + number(box, at + indexSize, offsetSize);
                long length = number(box, at + indexSize + offsetSize, lengthSize);
                at += indexSize + offsetSize + lengthSize;
                found.add(new Extent(index, offset, length == 0 && method == 0 ? file.length - offset : length));
            }
            locations.add(new Location(id, method, reference, found));
        }
    }

    private long number(Box box, int at, int width) {
        if (width == 0) {
            return 0;
        }
        if (at < 0 || (width != 1 && width != 2 && width != 4 && width != 8) || at > box.payloadLength() - width) {
            throw new MalformedImageException(Reason.TRUNCATED, "The box " + box.type() + " is too short");
        }
        long value = 0;
        for (int i = 0; i < width; i++) {
            value = value << 8 | (file[box.payloadOffset() + at + i] & 0xFF);
        }
        if (value < 0) {
            throw new MalformedImageException(Reason.CORRUPT, "A number in the box " + box.type() + " is beyond 2^63");
        }
        return value;
    }
}
