package io.countermark.imaging;

import io.countermark.container.ImageHeader;
import io.countermark.container.ImageHeader.Gif;
import io.countermark.imaging.ImageRejectedException.Reason;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The first picture of a GIF file (GIF89a specification; variable-length-code LZW of appendix F). In Java, because a
 * decoder of bytes from anywhere that can't write where it should not is worth more here than speed.
 */
final class GifPixels {

    private static final int MAX_CODES = 4096;
    private static final int[] PASS_START = {0, 4, 2, 1};
    private static final int[] PASS_STEP = {8, 8, 4, 2};

    private final byte[] file;
    private final int left;
    private final int top;
    private final int width;
    private final int height;
    private final boolean interlaced;
    private final int transparent;
    private final int paletteOffset;
    private final int paletteSize;
    private final Picture canvas;

    // The code stream: sub-blocks of up to 255 bytes, least significant bit first.
    private int at;
    private int blockLeft;
    private int bits;
    private int bitCount;

    // Where the next index goes.
    private final byte[] indices;
    private int filled;
    private int row;
    private int pass;
    private int rowsDone;

    private GifPixels(byte[] file, Gif gif, Picture canvas) {
        this.file = file;
        this.canvas = canvas;
        int descriptor = gif.imageOffset();
        this.left = u16(descriptor + 1);
        this.top = u16(descriptor + 3);
        this.width = u16(descriptor + 5);
        this.height = u16(descriptor + 7);
        int flags = file[descriptor + 9];
        this.interlaced = (flags & 0x40) != 0;
        this.transparent = gif.transparentIndex();
        boolean local = (flags & 0x80) != 0;
        int tableFlags = local ? flags : file[10];
        this.paletteOffset = local ? descriptor + 10 : 13;
        this.paletteSize = (tableFlags & 0x80) == 0 ? 0 : 2 << (tableFlags & 7);
        this.at = descriptor + 10 + (local ? 3 * paletteSize : 0);
        this.indices = new byte[width];
    }

    /** BGRA when something shows through, BGR otherwise; what the first picture does not cover is transparent. */
    static Picture decode(byte[] file, ImageHeader header, Gif gif) {
        Picture canvas = Picture.allocate(
                header.width(), header.height(), header.alpha() ? PixelFormat.BGRA8 : PixelFormat.BGR8);
        boolean decoded = false;
        try {
            new GifPixels(file, gif, canvas).decode();
            decoded = true;
            return canvas;
        } finally {
            if (!decoded) {
                canvas.close();
            }
        }
    }

    private void decode() {
        if (paletteSize == 0 || width == 0 || height == 0) {
            throw corrupt("has no colours or no pixels");
        }
        int minimum = next();
        if (minimum < 2 || minimum > 8) {
            throw corrupt("has a code size of " + minimum);
        }
        int clear = 1 << minimum;
        int end = clear + 1;
        int[] prefix = new int[MAX_CODES];
        byte[] suffix = new byte[MAX_CODES];
        byte[] stack = new byte[MAX_CODES + 1];
        int size = minimum + 1;
        int free = clear + 2;
        int previous = -1;
        byte first = 0;
        while (rowsDone < height) {
            int code = code(size);
            if (code == clear) {
                size = minimum + 1;
                free = clear + 2;
                previous = -1;
                continue;
            }
            if (code == end) {
                throw new ImageRejectedException(Reason.TRUNCATED, "The GIF picture ends before its last pixel.");
            }
            if (code > free || (code == free && previous < 0)) {
                throw corrupt("has a code that is not defined yet");
            }
            int depth = 0;
            int link = code;
            if (code == free) {
                stack[depth++] = first;
                link = previous;
            }
            while (link >= clear) {
                stack[depth++] = suffix[link];
                link = prefix[link];
            }
            first = (byte) link;
            stack[depth++] = first;
            while (depth > 0) {
                put(stack[--depth]);
            }
            if (previous >= 0 && free < MAX_CODES) {
                prefix[free] = previous;
                suffix[free] = first;
                free++;
                if (free == 1 << size && size < 12) {
                    size++;
                }
            }
            previous = code;
        }
    }

    private int code(int size) {
        while (bitCount < size) {
            if (blockLeft == 0) {
                blockLeft = next();
                if (blockLeft == 0) {
                    throw new ImageRejectedException(Reason.TRUNCATED, "The GIF picture ends before its last pixel.");
                }
            }
            bits |= next() << bitCount;
            bitCount += 8;
            blockLeft--;
        }
        int code = bits & ((1 << size) - 1);
        bits >>>= size;
        bitCount -= size;
        return code;
    }

    private int next() {
        if (at >= file.length) {
            throw new ImageRejectedException(Reason.TRUNCATED, "The GIF file ends within its picture.");
        }
        return file[at++] & 0xFF;
    }

    private void put(byte index) {
        if (rowsDone == height) {
            return;
        }
        indices[filled++] = index;
        if (filled == width) {
            paint();
            filled = 0;
            rowsDone++;
            advance();
        }
    }

    private void advance() {
        if (!interlaced) {
            row++;
            return;
        }
        row += PASS_STEP[pass];
        while (row >= height && pass < PASS_START.length - 1) {
            pass++;
            row = PASS_START[pass];
        }
    }

    /** Parts outside of the canvas are not shown. */
    private void paint() {
        int y = top + row;
        int shown = Math.min(width, canvas.width() - left);
        if (y >= canvas.height() || shown <= 0) {
            return;
        }
        int channels = canvas.format().channels();
        byte[] pixels = new byte[shown * channels];
        for (int x = 0; x < shown; x++) {
            int index = indices[x] & 0xFF;
            if (index != transparent && index < paletteSize) {
                int colour = paletteOffset + 3 * index;
                pixels[channels * x] = file[colour + 2];
                pixels[channels * x + 1] = file[colour + 1];
                pixels[channels * x + 2] = file[colour];
            }
            if (channels == 4 && index != transparent) {
                pixels[channels * x + 3] = (byte) 0xFF;
            }
        }
        long offset = ((long) y * canvas.width() + left) * channels;
        MemorySegment.copy(pixels, 0, canvas.samples(), ValueLayout.JAVA_BYTE, offset, pixels.length);
    }

    private int u16(int offset) {
        return (file[offset] & 0xFF) | (file[offset + 1] & 0xFF) << 8;
    }

    private static ImageRejectedException corrupt(String what) {
        return new ImageRejectedException(Reason.CORRUPT, "The GIF picture " + what + ".");
    }
}
