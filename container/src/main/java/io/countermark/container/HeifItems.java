package io.countermark.container;

import io.countermark.container.ImageHeader.Cicp;
import io.countermark.container.MalformedImageException.Reason;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The items of an HEIF file (ISO/IEC 23008-12, with the boxes of ISO/IEC 14496-12 section 8.11), of which HEIC and AVIF
 * are profiles: what is coded where, how it is to be turned and put together. Nothing is decoded.
 */
public final class HeifItems {

    /** Both spellings of "this auxiliary picture is the alpha plane" (ISO/IEC 23008-12, 6.6.2.1.1; AVIF 1.1, 4.1). */
    private static final Set<String> ALPHA_TYPES =
            Set.of("urn:mpeg:hevc:2015:auxid:1", "urn:mpeg:mpegB:cicp:systems:auxiliary:alpha");

    /**
     * @param id         of the item
     * @param type       four characters, for example {@code hvc1}, {@code av01}, {@code grid}, {@code Exif}
     * @param properties in the order in which they apply
     * @param extents    where its bytes are, in order
     */
    public record Item(long id, String type, List<Property> properties, List<Extent> extents) {

        /** The first property of a kind. */
        public <P extends Property> Optional<P> property(Class<P> kind) {
            return properties.stream().filter(kind::isInstance).map(kind::cast).findFirst();
        }
    }

    /**
     * A stretch of bytes.
     *
     * @param offset in the file
     * @param length in bytes; 0 means "to the end of the file"
     */
    public record Extent(long offset, long length) {}

    /** What is said about an item. */
    public sealed interface Property {}

    /** {@code ispe}: pixels before any transformation. */
    public record Size(long width, long height) implements Property {}

    /** {@code irot}: 0 to 3 quarter turns against the clock. */
    public record Rotation(int quarterTurns) implements Property {}

    /** {@code imir}: {@code true} exchanges top and bottom, {@code false} left and right. */
    public record Mirror(boolean topBottom) implements Property {}

    /** {@code clap}: the part to be shown, as fractions; offsets are of its centre from the picture's centre. */
    public record CleanAperture(Fraction width, Fraction height, Fraction offsetX, Fraction offsetY)
            implements Property {}

    /** @param denominator as stored; 0 is nonsense that the user of this has to refuse */
    public record Fraction(int numerator, int denominator) {}

    /** {@code hvcC} or {@code av1C}: the body of the decoder configuration box. */
    public record Configuration(String type, byte[] body) implements Property {}

    /** {@code colr} of type {@code prof} or {@code rICC}. */
    public record Profile(byte[] body) implements Property {}

    /** {@code colr} of type {@code nclx}. */
    public record CodePoints(Cicp cicp) implements Property {}

    /** {@code auxC}: what an auxiliary picture is for. */
    public record AuxiliaryType(String urn) implements Property {}

    /** {@code pixi}: bits per channel. */
    public record PixelInformation(List<Integer> bits) implements Property {}

    /** Any other property; an essential one must be understood to show the item. */
    public record Unknown(String type, boolean essential) implements Property {}

    /** @param from the item that refers; for {@code auxl} the auxiliary one, for {@code dimg} the derived one */
    public record Reference(String type, long from, List<Long> to) {}

    private final byte[] file;
    private final long primary;
    private final Map<Long, Item> items;
    private final List<Reference> references;

    HeifItems(byte[] file, long primary, Map<Long, Item> items, List<Reference> references) {
        this.file = file;
        this.primary = primary;
        this.items = Map.copyOf(items);
        this.references = List.copyOf(references);
    }

    /**
     * @param limit the most boxes, items, extents, associations and references, taken together
     * @throws MalformedImageException when the structure can't be followed
     */
    public static HeifItems of(byte[] file, int limit) {
        return new HeifReader(file, limit).read();
    }

    /** The picture to show. */
    public Item primary() {
        return item(primary);
    }

    /** @throws MalformedImageException CORRUPT when there is no such item */
    public Item item(long id) {
        Item item = items.get(id);
        if (item == null) {
            throw new MalformedImageException(Reason.CORRUPT, "The HEIF file has no item " + id);
        }
        return item;
    }

    /** The items that {@code from} refers to by references of a type, in order. */
    public List<Long> referenced(Item from, String type) {
        return references.stream()
                .filter(reference -> reference.type().equals(type) && reference.from() == from.id())
                .flatMap(reference -> reference.to().stream())
                .toList();
    }

    /** The auxiliary picture that carries the alpha of {@code item}. */
    public Optional<Item> alphaOf(Item item) {
        return references.stream()
                .filter(reference ->
                        reference.type().equals("auxl") && reference.to().contains(item.id()))
                .map(reference -> item(reference.from()))
                .filter(candidate -> candidate
                        .property(AuxiliaryType.class)
                        .map(AuxiliaryType::urn)
                        .filter(ALPHA_TYPES::contains)
                        .isPresent())
                .findFirst();
    }

    /** Whether the colours of {@code item} are multiplied by {@code alpha} already ({@code prem}). */
    public boolean premultiplied(Item item, Item alpha) {
        return referenced(item, "prem").contains(alpha.id());
    }

    /** Whether the file has small copies of {@code item} ({@code thmb}). */
    boolean thumbnails(Item item) {
        return references.stream()
                .anyMatch(reference ->
                        reference.type().equals("thmb") && reference.to().contains(item.id()));
    }

    /** Whether all bytes of an item are in the file. */
    public boolean complete(Item item) {
        return !item.extents().isEmpty()
                && item.extents().stream().allMatch(extent -> extent.offset() + extent.length() <= file.length);
    }

    /**
     * The bytes of an item.
     *
     * @throws MalformedImageException TRUNCATED when some are not in the file, CORRUPT when there are none
     */
    public byte[] data(Item item) {
        ByteWindow window = ByteWindow.of(file, "HEIF file");
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        for (Extent extent : item.extents()) {
            long length = extent.length() == 0 ? Math.max(0, file.length - extent.offset()) : extent.length();
            if (data.size() + length > file.length) {
                throw new MalformedImageException(Reason.CORRUPT, "Extents of HEIF item " + item.id() + " overlap");
            }
            data.writeBytes(window.copy(extent.offset(), length));
        }
        if (data.size() == 0) {
            throw new MalformedImageException(Reason.CORRUPT, "HEIF item " + item.id() + " has no bytes");
        }
        return data.toByteArray();
    }
}
