package io.countermark.container;

import io.countermark.container.HeifItems.Extent;
import io.countermark.container.HeifItems.Item;
import io.countermark.container.HeifItems.Property;
import io.countermark.container.HeifItems.Reference;
import io.countermark.container.MalformedImageException.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Reads the boxes of an HEIF file: ISO/IEC 14496-12 sections 4.2, 8.11; ISO/IEC 23008-12 sections 6 and 9. */
final class HeifReader {

    /** Version and flags of a full box. */
    private static final int FULL = 4;

    /** @param method 0 file offset, 1 offset in idat, 2 offset in another item */
    private record Location(int method, List<Extent> extents) {}

    private record Association(int index, boolean essential) {}

    private final byte[] bytes;
    private final int limit;
    private int parts;
    private boolean cutOff;
    private Optional<Long> primary = Optional.empty();
    private Optional<ByteWindow> itemData = Optional.empty();
    private final Map<Long, String> types = new HashMap<>();
    private final Map<Long, Location> locations = new HashMap<>();
    private final Map<Long, List<Association>> associations = new HashMap<>();
    private final List<ByteWindow> properties = new ArrayList<>();
    private final List<String> propertyTypes = new ArrayList<>();
    private final List<Reference> references = new ArrayList<>();

    HeifReader(byte[] bytes, int limit) {
        this.bytes = bytes;
        this.limit = limit;
    }

    HeifItems read() {
        // Only ftyp and meta matter, and both stand before the data as a rule: a box that reaches past the end of the
        // file ends the walk, and whether its bytes are missed is told by the items' extents.
        walk(ByteWindow.of(bytes, "HEIF file"), 0, false, (type, body) -> {
            if (type.equals("meta")) {
                walk(body, FULL, true, this::seeMeta);
            }
        });
        long id = primary.orElseThrow(() -> new MalformedImageException(
                cutOff ? Reason.TRUNCATED : Reason.CORRUPT, "The HEIF file names no primary item"));
        Map<Long, Item> items = new HashMap<>();
        types.forEach((item, type) -> items.put(item, new Item(item, type, propertiesOf(item), extentsOf(item))));
        return new HeifItems(bytes, id, items, references);
    }

    private void walk(ByteWindow list, int from, boolean strict, BiConsumer<String, ByteWindow> each) {
        long at = from;
        while (at + 8 <= list.length()) {
            count();
            long size = list.u32be(at);
            int head = 8;
            if (size == 1) {
                size = list.unsigned(at + 8, 8);
                head = 16;
            } else if (size == 0) {
                size = list.length() - at;
            }
            if (size < head) {
                throw new MalformedImageException(
                        Reason.CORRUPT, "The HEIF box at " + list.fileOffset((int) at) + " has a size of " + size);
            }
            String type = list.ascii(at + 4, 4);
            if (!strict && size > list.length() - at && !type.equals("meta")) {
                cutOff = true;
                return;
            }
            each.accept(type, list.slice(at + head, size - head, "HEIF box " + type));
            at += size;
        }
    }

    private void seeMeta(String type, ByteWindow box) {
        switch (type) {
            case "pitm" -> primary = Optional.of(box.u8(0) == 0 ? box.u16be(4) : box.u32be(4));
            case "iinf" -> walk(box, box.u8(0) == 0 ? FULL + 2 : FULL + 4, true, this::seeItemInfo);
            case "iloc" -> readLocations(box);
            case "iref" -> {
                int idSize = box.u8(0) == 0 ? 2 : 4;
                walk(box, FULL, true, (kind, body) -> readReference(kind, body, idSize));
            }
            case "iprp" ->
                walk(box, 0, true, (child, body) -> {
                    switch (child) {
                        case "ipco" ->
                            walk(body, 0, true, (property, content) -> {
                                propertyTypes.add(property);
                                properties.add(content);
                            });
                        case "ipma" -> readAssociations(body);
                        default -> {
                            // Nothing else is defined here.
                        }
                    }
                });
            case "idat" -> itemData = Optional.of(box);
            default -> {
                // Handler, groups, protection: not needed to show the primary item.
            }
        }
    }

    private void seeItemInfo(String type, ByteWindow box) {
        if (type.equals("infe") && box.u8(0) >= 2) {
            boolean wide = box.u8(0) >= 3;
            long id = wide ? box.u32be(4) : box.u16be(4);
            types.putIfAbsent(id, box.ascii(wide ? 10 : 8, 4));
        }
    }

    private void readLocations(ByteWindow box) {
        int version = box.u8(0);
        int offsetSize = box.u8(4) >> 4;
        int lengthSize = box.u8(4) & 15;
        int baseSize = box.u8(5) >> 4;
        int indexSize = version == 0 ? 0 : box.u8(5) & 15;
        int idSize = version < 2 ? 2 : 4;
        long count = box.unsigned(6, idSize);
        long at = 6L + idSize;
        for (long i = 0; i < count; i++) {
            count();
            long id = box.unsigned(at, idSize);
            at += idSize;
            int method = 0;
            if (version > 0) {
                method = box.u16be(at) & 15;
                at += 2;
            }
            long base = box.unsigned(at + 2, baseSize);
            int extentCount = box.u16be(at + 2 + baseSize);
            at += 4 + baseSize;
            List<Extent> extents = new ArrayList<>();
            for (int e = 0; e < extentCount; e++) {
                count();
                at += indexSize;
                long offset = box.unsigned(at, offsetSize);
                extents.add(new Extent(sum(base, offset), box.unsigned(at + offsetSize, lengthSize)));
                at += offsetSize + lengthSize;
            }
            locations.putIfAbsent(id, new Location(method, extents));
        }
    }

    private void readReference(String type, ByteWindow box, int idSize) {
        int count = box.u16be(idSize);
        List<Long> to = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            count();
            to.add(box.unsigned(idSize + 2 + (long) i * idSize, idSize));
        }
        references.add(new Reference(type, box.unsigned(0, idSize), List.copyOf(to)));
    }

    private void readAssociations(ByteWindow box) {
        int idSize = box.u8(0) < 1 ? 2 : 4;
        int entrySize = (box.u8(3) & 1) == 0 ? 1 : 2;
        long count = box.u32be(4);
        long at = 8;
        for (long i = 0; i < count; i++) {
            count();
            long id = box.unsigned(at, idSize);
            int entries = box.u8(at + idSize);
            at += idSize + 1;
            List<Association> found = associations.computeIfAbsent(id, key -> new ArrayList<>());
            for (int e = 0; e < entries; e++, at += entrySize) {
                count();
                int value = (int) box.unsigned(at, entrySize);
                int essentialBit = entrySize == 1 ? 0x80 : 0x8000;
                found.add(new Association(value & (essentialBit - 1), (value & essentialBit) != 0));
            }
        }
    }

    private List<Property> propertiesOf(long id) {
        List<Property> found = new ArrayList<>();
        for (Association association : associations.getOrDefault(id, List.of())) {
            int index = association.index() - 1;
            if (index < 0) {
                continue;
            }
            if (index >= properties.size()) {
                throw new MalformedImageException(
                        Reason.CORRUPT, "HEIF item " + id + " has a property that is not there");
            }
            found.add(HeifProperties.read(propertyTypes.get(index), properties.get(index), association.essential()));
        }
        return List.copyOf(found);
    }

    private List<Extent> extentsOf(long id) {
        Location location = locations.get(id);
        if (location == null) {
            return List.of();
        }
        return switch (location.method()) {
            case 0 -> List.copyOf(location.extents());
            case 1 -> location.extents().stream().map(this::inItemData).toList();
            // Bytes taken from another item: nobody writes it for pictures; without extents the item can't be read.
            default -> List.of();
        };
    }

    private Extent inItemData(Extent extent) {
        ByteWindow data = itemData.orElseThrow(
                () -> new MalformedImageException(Reason.CORRUPT, "The HEIF file has no idat box"));
        long length = extent.length() == 0 ? data.length() - extent.offset() : extent.length();
        ByteWindow part = data.slice(extent.offset(), length, "HEIF box idat");
        return new Extent(part.fileOffset(0), part.length());
    }

    private static long sum(long base, long offset) {
        long sum = base + offset;
        if (sum < 0) {
            throw new MalformedImageException(Reason.CORRUPT, "An offset in the HEIF file is beyond 2^63");
        }
        return sum;
    }

    private void count() {
        if (++parts > limit) {
            throw new MalformedImageException(Reason.TOO_MANY_CHUNKS, "More than " + limit + " parts in the HEIF file");
        }
    }
}
