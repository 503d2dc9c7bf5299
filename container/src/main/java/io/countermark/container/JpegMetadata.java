package io.countermark.container;

import com.adobe.internal.xmp.XMPMeta;
import io.countermark.container.JpegSegments.Segment;
import io.countermark.container.MalformedImageException.Reason;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * JPEG: EXIF in APP1 {@code Exif 00 00}, XMP in APP1 (XMP Specification part 3, 1.1.3) with what does not fit in extended segments
 * {@code signature | MD5, hex (32) | whole length (4) | offset (4) | part}, IIM as a Photoshop resource in APP13.
 */
final class JpegMetadata implements MetadataContainer {

    private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] XMP = "http://ns.adobe.com/xap/1.0/\0".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] EXTENDED = "http://ns.adobe.com/xmp/extension/\0".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PHOTOSHOP = "Photoshop 3.0\0".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] JFIF = "JFIF\0".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] JFXX = "JFXX\0".getBytes(StandardCharsets.US_ASCII);
    private static final int JFIF_HEAD = 14;
    private static final int GUID = 32;
    private static final int MAX_PAYLOAD = 65_533;
    private static final int MAX_STANDARD_PACKET = 65_502;
    private static final int EXTENDED_PART = 65_000;

    @Override
    public boolean carriesIim() {
        return true;
    }

    @Override
    public MetadataBlocks read(byte[] file) {
        JpegSegments segments = JpegSegments.of(file);
        byte[] exif = first(file, segments, JpegSegments.APP1, EXIF).orElse(null);
        byte[] resources = photoshop(file, segments);
        byte[] iim = resources.length == 0
                ? null
                : PhotoshopResources.parse(resources)
                        .data(PhotoshopResources.IIM)
                        .orElse(null);
        byte[] standard = first(file, segments, JpegSegments.APP1, XMP).orElse(null);
        return new MetadataBlocks(exif, iim, standard == null ? null : withExtension(file, segments, standard));
    }

    /** Whether IIM was changed by somebody who did not know its digest (XMP part 3, 3.3.1). */
    static boolean iimChanged(byte[] file) {
        byte[] block = photoshop(file, JpegSegments.of(file));
        if (block.length == 0) {
            return false;
        }
        PhotoshopResources resources = PhotoshopResources.parse(block);
        Optional<byte[]> digest = resources.data(PhotoshopResources.IIM_DIGEST);
        return digest.isPresent()
                && resources
                        .data(PhotoshopResources.IIM)
                        .filter(iim -> !Arrays.equals(PhotoshopResources.md5(iim), digest.get()))
                        .isPresent();
    }

    private static Optional<byte[]> first(byte[] file, JpegSegments segments, int marker, byte[] signature) {
        return segments.segments().stream()
                .filter(segment -> is(file, segment, marker, signature))
                .findFirst()
                .map(segment -> payload(file, segment, signature.length));
    }

    private static boolean is(byte[] file, Segment segment, int marker, byte[] signature) {
        return segment.marker() == marker
                && Bytes.startsWith(file, segment.payloadOffset(), segment.payloadLength(), signature);
    }

    private static byte[] payload(byte[] file, Segment segment, int skip) {
        int from = segment.payloadOffset() + skip;
        return Arrays.copyOfRange(file, from, segment.payloadOffset() + segment.payloadLength());
    }

    private static byte[] photoshop(byte[] file, JpegSegments segments) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (Segment segment : segments.segments()) {
            if (is(file, segment, JpegSegments.APP13, PHOTOSHOP)) {
                joined.writeBytes(payload(file, segment, PHOTOSHOP.length));
            }
        }
        return joined.toByteArray();
    }

    /** The packet with the properties of its extension; without them when that is incomplete or another one's. */
    private static byte[] withExtension(byte[] file, JpegSegments segments, byte[] standard) {
        if (segments.segments().stream().noneMatch(segment -> is(file, segment, JpegSegments.APP1, EXTENDED))) {
            return standard;
        }
        XMPMeta meta = XmpPacket.parse(standard);
        byte[] extension = XmpPacket.extensionDigest(meta)
                .flatMap(digest -> extension(file, segments, digest))
                .orElse(null);
        if (extension == null) {
            return standard;
        }
        return XmpPacket.serialise(XmpPacket.merged(meta, XmpPacket.parse(extension)));
    }

    private static Optional<byte[]> extension(byte[] file, JpegSegments segments, String digest) {
        byte @Nullable [] whole = null;
        int filled = 0;
        for (Segment segment : segments.segments()) {
            int head = EXTENDED.length + GUID + 8;
            if (!is(file, segment, JpegSegments.APP1, EXTENDED) || segment.payloadLength() < head) {
                continue;
            }
            int at = segment.payloadOffset() + EXTENDED.length;
            String guid = new String(file, at, GUID, StandardCharsets.US_ASCII);
            long length = Bytes.uint32(file, at + GUID);
            long offset = Bytes.uint32(file, at + GUID + 4);
            int part = segment.payloadLength() - head;
            if (!guid.equalsIgnoreCase(digest) || length > XmpPacket.MAX_BYTES || offset + part > length) {
                continue;
            }
            whole = whole == null ? new byte[(int) length] : whole;
            if (offset + part > whole.length) {
                return Optional.empty();
            }
            System.arraycopy(file, at + GUID + 8, whole, (int) offset, part);
            filled += part;
        }
        boolean complete = whole != null
                && filled == whole.length
                && HexFormat.of().formatHex(PhotoshopResources.md5(whole)).equalsIgnoreCase(digest);
        return complete ? Optional.ofNullable(whole) : Optional.empty();
    }

    @Override
    public byte[] write(byte[] file, MetadataBlocks blocks) {
        byte[] changed = file;
        if (blocks.iim() != null) {
            changed = withIim(changed, blocks.iim());
        }
        if (blocks.xmp() != null) {
            changed = withXmp(changed, blocks.xmp());
        }
        if (blocks.exif() != null) {
            byte[] segment = segment(JpegSegments.APP1, EXIF, blocks.exif());
            byte[] before = changed;
            changed = replaced(before, s -> is(before, s, JpegSegments.APP1, EXIF), List.of(segment));
        }
        return changed;
    }

    private static byte[] withIim(byte[] file, byte[] iim) {
        byte[] block = photoshop(file, JpegSegments.of(file));
        PhotoshopResources resources = block.length == 0 ? PhotoshopResources.empty() : PhotoshopResources.parse(block);
        resources.putIim(iim);
        return withResources(file, resources);
    }

    private static byte[] withResources(byte[] file, PhotoshopResources resources) {
        byte[] encoded = resources.encode();
        List<byte[]> segments = new ArrayList<>();
        int most = MAX_PAYLOAD - PHOTOSHOP.length;
        for (int from = 0; from < encoded.length; from += most) {
            byte[] part = Arrays.copyOfRange(encoded, from, Math.min(encoded.length, from + most));
            segments.add(segment(JpegSegments.APP13, PHOTOSHOP, part));
        }
        return replaced(file, segment -> is(file, segment, JpegSegments.APP13, PHOTOSHOP), segments);
    }

    private static byte[] withXmp(byte[] file, byte[] xmp) {
        List<byte[]> segments = new ArrayList<>();
        if (xmp.length <= MAX_STANDARD_PACKET) {
            segments.add(segment(JpegSegments.APP1, XMP, xmp));
        } else {
            XmpPacket.Split split = XmpPacket.split(XmpPacket.parse(xmp));
            segments.add(segment(JpegSegments.APP1, XMP, split.standard()));
            byte[] rest = split.extended();
            for (int from = 0; from < rest.length; from += EXTENDED_PART) {
                int part = Math.min(EXTENDED_PART, rest.length - from);
                byte[] payload = new byte[GUID + 8 + part];
                byte[] digest = split.digest().toUpperCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII);
                System.arraycopy(digest, 0, payload, 0, GUID);
                Bytes.putInt32(payload, GUID, rest.length);
                Bytes.putInt32(payload, GUID + 4, from);
                System.arraycopy(rest, from, payload, GUID + 8, part);
                segments.add(segment(JpegSegments.APP1, EXTENDED, payload));
            }
        }
        return replaced(
                file,
                segment -> is(file, segment, JpegSegments.APP1, XMP) || is(file, segment, JpegSegments.APP1, EXTENDED),
                segments);
    }

    private static byte[] segment(int marker, byte[] signature, byte[] body) {
        int length = signature.length + body.length;
        if (length > MAX_PAYLOAD) {
            throw new MalformedImageException(
                    Reason.TOO_LARGE, length + " bytes of metadata do not fit into one JPEG segment");
        }
        byte[] segment = new byte[4 + length];
        segment[0] = (byte) 0xFF;
        segment[1] = (byte) marker;
        Bytes.putInt16(segment, 2, length + 2);
        System.arraycopy(signature, 0, segment, 4, signature.length);
        System.arraycopy(body, 0, segment, 4 + signature.length, body.length);
        return segment;
    }

    /** New segments stand where the first of the old ones stood; else after SOI, APP0 and EXIF. */
    private static byte[] replaced(byte[] file, Predicate<Segment> old, List<byte[]> segments) {
        List<ByteRange> places = new ArrayList<>();
        int at = 2;
        boolean leading = true;
        for (Segment segment : JpegSegments.of(file).segments()) {
            if (old.test(segment)) {
                places.add(new ByteRange(segment.offset(), segment.length()));
            }
            leading &= segment.offset() <= at;
            if (leading
                    && (segment.marker() == JpegSegments.APP0 || is(file, segment, JpegSegments.APP1, EXIF))
                    && !old.test(segment)) {
                at = segment.end();
            }
        }
        int place = places.isEmpty() ? at : places.getFirst().start();
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        segments.forEach(joined::writeBytes);
        return MultiPicture.moved(file, ByteSplice.with(ByteSplice.without(file, places), place, joined.toByteArray()));
    }

    /** What stands behind the end of the picture: gain maps and second views, but a film or an uncropped original as well. */
    static List<PrivacyReport.Removed> previewsLeft(byte[] file) {
        JpegSegments segments = JpegSegments.of(file);
        return segments.complete() && segments.end() < file.length
                ? List.of(new PrivacyReport.Removed(
                        PrivacyReport.Reason.PREVIEW,
                        (file.length - segments.end()) + " bytes behind the JPEG picture"))
                : List.of();
    }

    @Override
    public byte[] withoutPreviews(byte[] file, List<PrivacyReport.Removed> removed) {
        byte[] changed = file;
        JpegSegments segments = JpegSegments.of(file);
        byte[] block = photoshop(file, segments);
        if (block.length > 0) {
            PhotoshopResources resources = PhotoshopResources.parse(block);
            if (resources.remove(PhotoshopResources.THUMBNAILS)) {
                removed.add(new PrivacyReport.Removed(PrivacyReport.Reason.PREVIEW, "Photoshop thumbnail"));
                changed = withResources(file, resources);
            }
        }
        return withoutJfifThumbnails(changed, removed);
    }

    /** In one pass: a file may hold as many of them as it has bytes for. */
    private static byte[] withoutJfifThumbnails(byte[] file, List<PrivacyReport.Removed> removed) {
        ByteArrayOutputStream kept = new ByteArrayOutputStream(file.length);
        int from = 0;
        for (Segment segment : JpegSegments.of(file).segments()) {
            boolean jfif = is(file, segment, JpegSegments.APP0, JFIF) && segment.payloadLength() > JFIF_HEAD;
            if (!jfif && !is(file, segment, JpegSegments.APP0, JFXX)) {
                continue;
            }
            kept.write(file, from, segment.offset() - from);
            from = segment.end();
            if (jfif) {
                byte[] bare = Arrays.copyOfRange(file, segment.payloadOffset(), segment.payloadOffset() + JFIF_HEAD);
                bare[JFIF_HEAD - 2] = 0;
                bare[JFIF_HEAD - 1] = 0;
                kept.writeBytes(segment(JpegSegments.APP0, new byte[0], bare));
            }
        }
        if (from == 0) {
            return file;
        }
        removed.add(new PrivacyReport.Removed(PrivacyReport.Reason.PREVIEW, "JFIF thumbnail"));
        kept.write(file, from, file.length - from);
        return MultiPicture.moved(file, kept.toByteArray());
    }
}
