package io.countermark.container;

import io.countermark.container.ImageHeader.Gif;
import io.countermark.container.MalformedImageException.Reason;
import java.util.Optional;

/** Reads the header of a GIF file and walks its blocks: GIF89a specification, sections 15 to 27. */
final class GifHeader {

    private static final int EXTENSION = 0x21;
    private static final int IMAGE = 0x2C;
    private static final int TRAILER = 0x3B;
    private static final int GRAPHIC_CONTROL = 0xF9;

    private final ByteWindow file;
    private final int maxParts;
    private int parts;
    private int frames;
    private int firstImage = -1;
    private int transparentIndex = -1;
    private boolean coversCanvas;

    private GifHeader(byte[] bytes, int maxParts) {
        this.file = ByteWindow.of(bytes, "GIF file");
        this.maxParts = maxParts;
    }

    static ImageHeader read(byte[] bytes, int maxParts) {
        return new GifHeader(bytes, maxParts).read();
    }

    private ImageHeader read() {
        int width = file.u16le(6);
        int height = file.u16le(8);
        boolean complete = walk(13 + tableBytes(file.u8(10)), width, height);
        if (firstImage < 0) {
            throw new MalformedImageException(
                    complete ? Reason.CORRUPT : Reason.TRUNCATED, "The GIF file has no picture");
        }
        return new ImageHeader(
                ImageFormat.GIF,
                width,
                height,
                8,
                3,
                transparentIndex >= 0 || !coversCanvas,
                frames,
                1,
                Optional.empty(),
                Optional.empty(),
                complete,
                Optional.empty(),
                new Gif(firstImage, transparentIndex));
    }

    /**
     * Walks the blocks. Frames after the first need not be whole, because they are not shown.
     *
     * @return whether the trailer, or a whole first picture, was found
     */
    private boolean walk(int from, int width, int height) {
        int at = from;
        while (at < file.length()) {
            if (++parts > maxParts) {
                return frames > 0 || tooMany();
            }
            int start = at;
            int block = file.u8(at);
            switch (block) {
                case TRAILER -> {
                    return true;
                }
                case EXTENSION -> {
                    if (frames == 0 && file.u8(at + 1) == GRAPHIC_CONTROL) {
                        transparentIndex = (file.u8(at + 3) & 1) == 0 ? -1 : file.u8(at + 6);
                    }
                    at = skipSubBlocks(at + 2);
                }
                case IMAGE -> {
                    at = skipSubBlocks(at + 11 + tableBytes(file.u8(at + 9)));
                    frames++;
                    if (frames == 1 && at >= 0) {
                        firstImage = start;
                        coversCanvas = file.u16le(start + 1) == 0
                                && file.u16le(start + 3) == 0
                                && file.u16le(start + 5) >= width
                                && file.u16le(start + 7) >= height;
                    }
                }
                default -> {
                    // Garbage between blocks: other readers stop here, and the first picture is whole.
                    return frames > 0 || badBlock(block, at);
                }
            }
            if (at < 0) {
                return frames > 1;
            }
        }
        return false;
    }

    /** The offset after the terminator, or -1 when the file ends first. */
    private int skipSubBlocks(int from) {
        int at = from;
        while (at < file.length()) {
            int size = file.u8(at);
            at += size + 1;
            if (size == 0) {
                return at;
            }
        }
        return -1;
    }

    private static int tableBytes(int flags) {
        return (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);
    }

    private boolean tooMany() {
        throw new MalformedImageException(Reason.TOO_MANY_CHUNKS, "More than " + maxParts + " GIF blocks");
    }

    private static boolean badBlock(int block, int at) {
        throw new MalformedImageException(Reason.CORRUPT, "No GIF block starts with %02x, at %d".formatted(block, at));
    }
}
