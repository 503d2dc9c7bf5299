package io.countermark.container;

import io.countermark.container.HeifItems.CodePoints;
import io.countermark.container.HeifItems.Configuration;
import io.countermark.container.HeifItems.Item;
import io.countermark.container.HeifItems.PixelInformation;
import io.countermark.container.HeifItems.Profile;
import io.countermark.container.HeifItems.Size;
import io.countermark.container.HeifItems.Unknown;
import io.countermark.container.ImageHeader.Heif;
import io.countermark.container.MalformedImageException.Reason;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads the header of an HEIC or AVIF file from its items. */
final class HeifHeader {

    /** Coded pictures and the one derivation that is put together here. */
    private static final Set<String> KNOWN_TYPES = Set.of("hvc1", "av01", "grid");

    private static final String GRID = "grid";

    private HeifHeader() {}

    static ImageHeader read(byte[] bytes, ImageFormat format, int maxParts) {
        HeifItems items = HeifItems.of(bytes, maxParts);
        Item primary = items.primary();
        List<Item> parts = primary.type().equals(GRID)
                ? items.referenced(primary, "dimg").stream().map(items::item).toList()
                : List.of(primary);
        Optional<Item> alpha = items.alphaOf(primary);
        Size size = primary.property(Size.class)
                .orElseThrow(() -> new MalformedImageException(Reason.CORRUPT, "The HEIF picture has no size"));
        Item coded = parts.isEmpty() ? primary : parts.getFirst();
        return new ImageHeader(
                format,
                side(size.width()),
                side(size.height()),
                bitDepth(primary, coded),
                channels(coded),
                alpha.isPresent(),
                1,
                1,
                property(primary, coded, Profile.class).flatMap(profile -> IccProfiles.bounded(profile.body())),
                property(primary, coded, CodePoints.class).map(CodePoints::cicp),
                Stream.concat(Stream.concat(Stream.of(primary), parts.stream()), alpha.stream())
                        .allMatch(items::complete),
                unsupported(primary, parts),
                new Heif(primary.type(), parts.size()));
    }

    private static <P extends HeifItems.Property> Optional<P> property(Item primary, Item coded, Class<P> kind) {
        return primary.property(kind).or(() -> coded.property(kind));
    }

    private static int side(long value) {
        return value > Integer.MAX_VALUE ? 0 : (int) value;
    }

    private static int bitDepth(Item primary, Item coded) {
        return property(primary, coded, PixelInformation.class)
                .flatMap(information -> information.bits().stream().max(Integer::compare))
                .or(() -> coded.property(Configuration.class).map(HeifHeader::bitDepth))
                .orElse(8);
    }

    /** AV1 in ISOBMFF 2.3.3 (high_bitdepth, twelve_bit); ISO/IEC 14496-15 section 8.3.3.1 (bitDepthLumaMinus8). */
    private static int bitDepth(Configuration configuration) {
        byte[] body = configuration.body();
        if (configuration.type().equals("av1C")) {
            boolean high = body.length > 2 && (body[2] & 0x40) != 0;
            boolean twelve = body.length > 2 && (body[2] & 0x20) != 0;
            return !high ? 8 : twelve ? 12 : 10;
        }
        return body.length > 17 ? 8 + (body[17] & 7) : 8;
    }

    private static int channels(Item coded) {
        return coded.property(Configuration.class)
                        .filter(HeifHeader::monochrome)
                        .isPresent()
                ? 1
                : 3;
    }

    private static boolean monochrome(Configuration configuration) {
        byte[] body = configuration.body();
        return configuration.type().equals("av1C")
                ? body.length > 2 && (body[2] & 0x10) != 0
                : body.length > 16 && (body[16] & 3) == 0;
    }

    private static Optional<String> unsupported(Item primary, List<Item> parts) {
        if (!KNOWN_TYPES.contains(primary.type())) {
            return Optional.of("HEIF picture of type " + primary.type());
        }
        if (parts.isEmpty()) {
            return Optional.of("HEIF grid without tiles");
        }
        return Stream.concat(Stream.of(primary), parts.stream())
                .flatMap(item -> item.properties().stream())
                .filter(property -> property instanceof Unknown unknown && unknown.essential())
                .map(property -> "HEIF property " + ((Unknown) property).type())
                .findFirst();
    }
}
