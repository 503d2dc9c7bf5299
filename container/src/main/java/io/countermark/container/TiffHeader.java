package io.countermark.container;

import io.countermark.container.ImageHeader.Tiff;
import io.countermark.container.MalformedImageException.Reason;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Reads the header of a TIFF file: the first directory (TIFF 6.0 sections 3 to 24; ICC.1 annex B.5). */
final class TiffHeader {

    private static final int WIDTH = 256;
    private static final int HEIGHT = 257;
    private static final int BITS_PER_SAMPLE = 258;
    private static final int COMPRESSION = 259;
    private static final int PHOTOMETRIC = 262;
    private static final int STRIP_OFFSETS = 273;
    private static final int SAMPLES_PER_PIXEL = 277;
    private static final int STRIP_BYTE_COUNTS = 279;
    private static final int TILE_WIDTH = 322;
    private static final int TILE_HEIGHT = 323;
    private static final int TILE_OFFSETS = 324;
    private static final int TILE_BYTE_COUNTS = 325;
    private static final int EXTRA_SAMPLES = 338;
    private static final int SAMPLE_FORMAT = 339;
    private static final int ICC_PROFILE = 34675;

    private static final int PALETTE = 3;
    private static final int SEPARATED = 5;

    /** More strips or tiles than a picture within any limit needs: one row each of 65,536 rows. */
    private static final long MAX_STRIPS = 65_536;

    /** Tiles of 512 x 512 are common, also around smaller pictures. */
    private static final long USUAL_TILE_PIXELS = 1 << 20;

    /** Four inks, or three colours, with one sample beside them. */
    private static final int MAX_SAMPLES = 5;

    private TiffHeader() {}

    static ImageHeader read(byte[] bytes, int maxParts) {
        ByteWindow file = ByteWindow.of(bytes, "TIFF file");
        TiffDirectory first = TiffDirectory.first(file, maxParts);
        int photometric = small(first, PHOTOMETRIC, 1);
        int samples = small(first, SAMPLES_PER_PIXEL, 1);
        int colours = switch (photometric) {
            case 0, 1, 4 -> 1;
            case SEPARATED -> 4;
            default -> 3;
        };
        int bits = small(first, BITS_PER_SAMPLE, 1);
        Tiff details = new Tiff(photometric, small(first, COMPRESSION, 1), small(first, SAMPLE_FORMAT, 1));
        boolean extra = first.count(EXTRA_SAMPLES) > 0 && samples > (photometric == PALETTE ? 1 : colours);
        return new ImageHeader(
                ImageFormat.TIFF,
                side(first, WIDTH),
                side(first, HEIGHT),
                photometric == PALETTE ? 8 : bits,
                colours,
                extra && small(first, EXTRA_SAMPLES, 0) != 0,
                frames(first, maxParts),
                orientation(first),
                profile(first),
                Optional.empty(),
                complete(first, file.length()),
                unsupported(first, details, bits, samples),
                details);
    }

    private static int side(TiffDirectory directory, int tag) {
        long value = directory
                .number(tag)
                .orElseThrow(() -> new MalformedImageException(Reason.CORRUPT, "The TIFF file has no tag " + tag));
        return value > Integer.MAX_VALUE ? 0 : (int) value;
    }

    private static int small(TiffDirectory directory, int tag, int absent) {
        return (int) Math.min(directory.number(tag).orElse((long) absent), Integer.MAX_VALUE);
    }

    private static int orientation(TiffDirectory directory) {
        int value = small(directory, TiffDirectory.ORIENTATION, 1);
        return value >= 1 && value <= 8 ? value : 1;
    }

    private static Optional<byte[]> profile(TiffDirectory directory) {
        IccProfiles.requireBounded(directory.count(ICC_PROFILE));
        return IccProfiles.bounded(directory.bytes(ICC_PROFILE));
    }

    /** Directories in the chain, up to the limit; a chain that comes back to itself ends there. */
    private static int frames(TiffDirectory first, int maxParts) {
        Set<Long> seen = new HashSet<>();
        int frames = 1;
        TiffDirectory directory = first;
        while (frames < maxParts && directory.nextOffset() != 0 && seen.add(directory.nextOffset())) {
            try {
                directory = directory.next(maxParts).orElseThrow();
            } catch (MalformedImageException e) {
                // Later pictures are not shown, so a broken one among them does not matter.
                return frames;
            }
            frames++;
        }
        return frames;
    }

    /** Whether every strip or tile lies within the file. */
    private static boolean complete(TiffDirectory directory, long length) {
        boolean tiled = directory.count(TILE_WIDTH) > 0;
        int offsets = tiled ? TILE_OFFSETS : STRIP_OFFSETS;
        int counts = tiled ? TILE_BYTE_COUNTS : STRIP_BYTE_COUNTS;
        long strips = directory.count(offsets);
        if (strips == 0 || strips != directory.count(counts)) {
            throw new MalformedImageException(Reason.CORRUPT, "The TIFF file does not say where its pixels are");
        }
        if (strips > MAX_STRIPS) {
            throw new MalformedImageException(Reason.TOO_MANY_CHUNKS, "More than " + MAX_STRIPS + " TIFF strips");
        }
        for (long i = 0; i < strips; i++) {
            if (directory.number(offsets, i) + directory.number(counts, i) > length) {
                return false;
            }
        }
        return true;
    }

    private static Optional<String> unsupported(TiffDirectory directory, Tiff details, int bits, int samples) {
        // A reader asks for the memory of a whole tile, whatever the picture's size is.
        long tile = directory.number(TILE_WIDTH).orElse(0L)
                * directory.number(TILE_HEIGHT).orElse(0L);
        long pixels = (long) side(directory, WIDTH) * side(directory, HEIGHT);
        if (tile > Math.max(pixels, USUAL_TILE_PIXELS)) {
            return Optional.of("TIFF with tiles of " + tile + " pixels");
        }
        if (samples > MAX_SAMPLES) {
            return Optional.of("TIFF with " + samples + " samples per pixel");
        }
        for (int i = 1; i < directory.count(BITS_PER_SAMPLE); i++) {
            if (directory.number(BITS_PER_SAMPLE, i) != bits) {
                return Optional.of("TIFF with samples of different depths");
            }
            if (i == MAX_SAMPLES) {
                return Optional.of("TIFF with more depths than samples");
            }
        }
        if (details.sampleFormat() != 1) {
            return Optional.of("TIFF with signed or floating-point samples");
        }
        if (!Set.of(1, 2, 4, 8, 16).contains(bits)) {
            return Optional.of("TIFF with " + bits + " bits per sample");
        }
        if (!Set.of(0, 1, 2, 3, 5, 6).contains(details.photometric())) {
            return Optional.of("TIFF with photometric interpretation " + details.photometric());
        }
        if (details.photometric() == SEPARATED && (samples < 4 || bits != 8)) {
            return Optional.of("TIFF with " + samples + " inks of " + bits + " bits");
        }
        return Optional.empty();
    }
}
