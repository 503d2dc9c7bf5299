package io.countermark.container;

import io.countermark.container.ImageHeader.WebP;
import io.countermark.container.MalformedImageException.Reason;
import java.util.Optional;

/** Reads the header of a WebP file: RFC 9649 sections 2 and 3, VP8 frame header of RFC 6386 section 9.1. */
final class WebPHeader {

    private static final int RIFF_HEAD = 12;
    private static final int CHUNK_HEAD = 8;

    /** Frame position, size, duration and flags before a frame's own chunks. */
    private static final int ANMF_HEAD = 16;

    /** @param alpha as VP8L states it; VP8 has its alpha elsewhere */
    private record Bitstream(int width, int height, boolean lossless, boolean alpha) {}

    private record Canvas(int width, int height, boolean alpha, boolean animated) {}

    private final ByteWindow file;
    private final int maxParts;
    private int parts;
    private Optional<Canvas> canvas = Optional.empty();
    private Optional<Bitstream> bitstream = Optional.empty();
    private boolean alphaChunk;
    private int frames;
    private int orientation = 1;
    private Optional<byte[]> profile = Optional.empty();

    private WebPHeader(byte[] bytes, int maxParts) {
        this.file = ByteWindow.of(bytes, "WebP file");
        this.maxParts = maxParts;
    }

    static ImageHeader read(byte[] bytes, int maxParts) {
        return new WebPHeader(bytes, maxParts).read();
    }

    private ImageHeader read() {
        long end = CHUNK_HEAD + file.u32le(4);
        boolean complete = end <= file.length();
        walk(file.slice(0, Math.min(end, file.length()), "WebP file"), RIFF_HEAD);
        Bitstream first = bitstream.orElseThrow(() -> new MalformedImageException(
                complete ? Reason.CORRUPT : Reason.TRUNCATED, "The WebP file has no VP8 or VP8L chunk"));
        boolean animated = canvas.isPresent() && canvas.get().animated();
        Canvas shown = canvas.orElse(new Canvas(first.width(), first.height(), first.alpha(), false));
        boolean fits = animated
                ? first.width() <= shown.width() && first.height() <= shown.height()
                : first.width() == shown.width() && first.height() == shown.height();
        if (!fits) {
            throw new MalformedImageException(
                    Reason.CORRUPT,
                    "The WebP picture of %d x %d does not fit its canvas of %d x %d"
                            .formatted(first.width(), first.height(), shown.width(), shown.height()));
        }
        return new ImageHeader(
                ImageFormat.WEBP,
                shown.width(),
                shown.height(),
                8,
                3,
                shown.alpha() || first.alpha() || alphaChunk,
                Math.max(1, frames),
                orientation,
                profile,
                Optional.empty(),
                complete,
                Optional.empty(),
                new WebP(first.lossless(), animated));
    }

    private void walk(ByteWindow list, int from) {
        int at = from;
        while (at + CHUNK_HEAD <= list.length()) {
            if (++parts > maxParts) {
                throw new MalformedImageException(Reason.TOO_MANY_CHUNKS, "More than " + maxParts + " WebP chunks");
            }
            long size = list.u32le(at + 4);
            see(list.ascii(at, 4), list.slice(at + CHUNK_HEAD, size, "WebP chunk"));
            // An odd chunk is followed by a padding byte, which the last one may lack in practice.
            at += CHUNK_HEAD + (int) size + (int) (size & 1);
        }
    }

    private void see(String type, ByteWindow body) {
        switch (type) {
            case "VP8X" ->
                canvas = Optional.of(new Canvas(
                        body.u24le(4) + 1, body.u24le(7) + 1, (body.u8(0) & 0x10) != 0, (body.u8(0) & 0x02) != 0));
            case "VP8 " -> seeBitstream(lossy(body));
            case "VP8L" -> seeBitstream(lossless(body));
            case "ALPH" -> alphaChunk = true;
            case "ANMF" -> {
                frames++;
                if (frames == 1) {
                    walk(body, ANMF_HEAD);
                }
            }
            case "EXIF" ->
                orientation = TiffDirectory.orientation(
                        body.startsWith("Exif\0\0") ? body.slice(6, body.length() - 6, "EXIF block") : body);
            case "ICCP" -> {
                IccProfiles.requireBounded(body.length());
                profile = IccProfiles.bounded(body.copy());
            }
            default -> {
                // ANIM, XMP and unknown chunks.
            }
        }
    }

    private void seeBitstream(Bitstream found) {
        if (bitstream.isEmpty()) {
            bitstream = Optional.of(found);
        }
    }

    private static Bitstream lossy(ByteWindow body) {
        boolean keyFrame = (body.u8(0) & 1) == 0;
        if (!keyFrame || body.u8(3) != 0x9D || body.u8(4) != 0x01 || body.u8(5) != 0x2A) {
            throw new MalformedImageException(Reason.CORRUPT, "The VP8 chunk does not start with a key frame");
        }
        int partition = body.u24le(0) >> 5;
        if (partition > body.length() - 10) {
            throw new MalformedImageException(Reason.TRUNCATED, "The first VP8 partition reaches past its chunk");
        }
        return new Bitstream(body.u16le(6) & 0x3FFF, body.u16le(8) & 0x3FFF, false, false);
    }

    private static Bitstream lossless(ByteWindow body) {
        if (body.u8(0) != 0x2F) {
            throw new MalformedImageException(Reason.CORRUPT, "The VP8L chunk does not start with 2F");
        }
        long bits = body.u32le(1);
        return new Bitstream((int) (bits & 0x3FFF) + 1, (int) (bits >> 14 & 0x3FFF) + 1, true, (bits >> 28 & 1) != 0);
    }
}
