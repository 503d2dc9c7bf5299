package io.countermark.container;

import io.countermark.container.ImageHeader.Bmp;
import io.countermark.container.MalformedImageException.Reason;
import java.util.Optional;
import java.util.Set;

/** Reads the header of a Windows bitmap: BITMAPFILEHEADER and BITMAPCOREHEADER to BITMAPV5HEADER. */
final class BmpHeader {

    private static final int FILE_HEAD = 14;
    private static final int CORE = 12;
    private static final Set<Integer> HEAD_SIZES = Set.of(CORE, 40, 52, 56, 108, 124);

    /** bV5CSType of an embedded profile: 'MBED' as a little-endian number. */
    private static final long EMBEDDED = 0x4D424544L;

    private BmpHeader() {}

    static ImageHeader read(byte[] bytes) {
        ByteWindow file = ByteWindow.of(bytes, "BMP file");
        long data = file.u32le(10);
        int headSize = (int) Math.min(file.u32le(FILE_HEAD), Integer.MAX_VALUE);
        if (!HEAD_SIZES.contains(headSize)) {
            throw new MalformedImageException(Reason.CORRUPT, "No BMP header has " + headSize + " bytes");
        }
        ByteWindow head = file.slice(FILE_HEAD, headSize, "BMP header");
        boolean core = headSize == CORE;
        long width = core ? head.u16le(4) : (int) head.u32le(4);
        long height = core ? head.u16le(6) : Math.abs((long) (int) head.u32le(8));
        int bitsPerPixel = head.u16le(core ? 10 : 14);
        int compression = core ? 0 : (int) Math.min(head.u32le(16), Integer.MAX_VALUE);
        if (width > Integer.MAX_VALUE || height > Integer.MAX_VALUE) {
            throw new MalformedImageException(Reason.CORRUPT, "The BMP side is beyond 2^31");
        }
        // Compressed rows have no size that could be told beforehand.
        boolean plain = compression == 0 || compression == 3 || compression == 6;
        long stride = (width * bitsPerPixel + 31) / 32 * 4;
        return new ImageHeader(
                ImageFormat.BMP,
                (int) Math.max(0, width),
                (int) height,
                8,
                3,
                hasAlpha(head, bitsPerPixel, compression),
                1,
                1,
                profile(file, head),
                Optional.empty(),
                data < file.length() && (!plain || height <= (file.length() - data) / Math.max(1, stride)),
                unsupported(bitsPerPixel, compression),
                new Bmp(bitsPerPixel, compression));
    }

    private static boolean hasAlpha(ByteWindow head, int bitsPerPixel, int compression) {
        return bitsPerPixel == 32 && compression != 0 && head.length() >= 56 && head.u32le(52) != 0;
    }

    private static Optional<byte[]> profile(ByteWindow file, ByteWindow head) {
        if (head.length() < 124 || head.u32le(56) != EMBEDDED) {
            return Optional.empty();
        }
        long size = head.u32le(116);
        IccProfiles.requireBounded(size);
        return IccProfiles.bounded(file.copy(FILE_HEAD + head.u32le(112), size));
    }

    private static Optional<String> unsupported(int bitsPerPixel, int compression) {
        boolean known = switch (compression) {
            case 0 -> Set.of(1, 4, 8, 16, 24, 32).contains(bitsPerPixel);
            case 1 -> bitsPerPixel == 8;
            case 2 -> bitsPerPixel == 4;
            case 3, 6 -> bitsPerPixel == 16 || bitsPerPixel == 32;
            default -> false;
        };
        return known
                ? Optional.empty()
                : Optional.of("BMP with %d bits per pixel and compression %d".formatted(bitsPerPixel, compression));
    }
}
