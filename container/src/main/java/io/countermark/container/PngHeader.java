package io.countermark.container;

import io.countermark.container.ImageHeader.Cicp;
import io.countermark.container.ImageHeader.Png;
import io.countermark.container.MalformedImageException.Reason;
import io.countermark.container.PngChunks.Chunk;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the header of a PNG file: PNG third edition, section 11. */
final class PngHeader {

    private static final int PALETTE = 3;

    private final ByteWindow file;
    private final byte[] bytes;
    private boolean transparent;
    private int grayKey = -1;
    private boolean palette;
    private boolean srgb;
    private boolean data;
    private long frames = 1;
    private int orientation = 1;
    private Optional<byte[]> profile = Optional.empty();
    private Optional<Cicp> cicp = Optional.empty();

    private PngHeader(byte[] bytes) {
        this.bytes = bytes;
        this.file = ByteWindow.of(bytes, "PNG file");
    }

    static ImageHeader read(byte[] bytes, int maxParts) {
        PngChunks chunks = PngChunks.of(bytes, maxParts);
        return new PngHeader(bytes).read(chunks.chunks(), chunks.complete());
    }

    private ImageHeader read(List<Chunk> chunks, boolean complete) {
        if (chunks.isEmpty()) {
            throw new MalformedImageException(Reason.TRUNCATED, "The PNG file ends after its signature");
        }
        Chunk first = chunks.getFirst();
        if (!first.type().equals(PngChunks.IHDR) || first.dataLength() != 13) {
            throw new MalformedImageException(Reason.CORRUPT, "The first PNG chunk is no IHDR of 13 bytes");
        }
        chunks.forEach(this::see);
        ByteWindow ihdr = file.slice(first.dataOffset(), 13, PngChunks.IHDR);
        int bitDepth = ihdr.u8(8);
        int colourType = ihdr.u8(9);
        requireLegal(bitDepth, colourType, ihdr);
        if (!data) {
            throw new MalformedImageException(
                    complete ? Reason.CORRUPT : Reason.TRUNCATED, "The PNG file has no IDAT chunk");
        }
        if (colourType == PALETTE && !palette) {
            throw new MalformedImageException(Reason.CORRUPT, "The PNG file has no palette for its indices");
        }
        return new ImageHeader(
                ImageFormat.PNG,
                side(ihdr.u32be(0)),
                side(ihdr.u32be(4)),
                colourType == PALETTE ? 8 : bitDepth,
                (colourType & 2) == 0 ? 1 : 3,
                transparent || (colourType & 4) != 0,
                (int) Math.min(frames, Integer.MAX_VALUE),
                orientation,
                profile,
                cicp,
                complete,
                Optional.empty(),
                new Png(colourType, ihdr.u8(12) == 1, srgb, colourType == 0 ? grayKey : -1));
    }

    private void see(Chunk chunk) {
        ByteWindow body = file.slice(chunk.dataOffset(), chunk.dataLength(), chunk.type());
        switch (chunk.type()) {
            case PngChunks.IHDR, "PLTE", PngChunks.IDAT, PngChunks.IEND -> {
                requireCrc(chunk);
                palette |= chunk.type().equals("PLTE");
                data |= chunk.type().equals(PngChunks.IDAT);
            }
            case "tRNS" -> {
                transparent = true;
                grayKey = body.length() == 2 ? body.u16be(0) : -1;
            }
            case "sRGB" -> srgb = true;
            case "iCCP" -> {
                if (profile.isEmpty()) {
                    profile = IccProfiles.inflated(body);
                }
            }
            case "cICP" -> {
                if (body.length() == 4) {
                    cicp = Optional.of(new Cicp(body.u8(0), body.u8(1), body.u8(2), body.u8(3) == 1));
                }
            }
            case "eXIf" -> orientation = TiffDirectory.orientation(body);
            case "acTL" -> {
                if (body.length() == 8) {
                    frames = Math.max(1, body.u32be(0));
                }
            }
            default -> {
                // Text, time and the rest don't change what is shown.
            }
        }
    }

    /** A bad sum over critical data means that the picture is not the one that was written. */
    private void requireCrc(Chunk chunk) {
        if (!chunk.crcMatches(bytes)) {
            throw new MalformedImageException(
                    Reason.CORRUPT,
                    "The check sum of the PNG chunk %s at %d is wrong".formatted(chunk.type(), chunk.offset()));
        }
    }

    private static void requireLegal(int bitDepth, int colourType, ByteWindow ihdr) {
        Set<Integer> depths = switch (colourType) {
            case 0 -> Set.of(1, 2, 4, 8, 16);
            case PALETTE -> Set.of(1, 2, 4, 8);
            case 2, 4, 6 -> Set.of(8, 16);
            default -> Set.of();
        };
        if (!depths.contains(bitDepth) || ihdr.u8(10) != 0 || ihdr.u8(11) != 0 || ihdr.u8(12) > 1) {
            throw new MalformedImageException(
                    Reason.CORRUPT,
                    "PNG colour type %d with %d bits is not in the standard".formatted(colourType, bitDepth));
        }
    }

    private static int side(long value) {
        return value > Integer.MAX_VALUE ? 0 : (int) value;
    }
}
