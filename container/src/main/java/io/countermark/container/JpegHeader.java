package io.countermark.container;

import io.countermark.container.ImageHeader.Jpeg;
import io.countermark.container.JpegSegments.Segment;
import io.countermark.container.MalformedImageException.Reason;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Reads the header of a JPEG file: ITU-T T.81 B.2.2, EXIF 2.32 section 4.5.4, ICC.1 annex B.4, Adobe TN 5116 (APP14). */
final class JpegHeader {

    private static final String EXIF = "Exif\0\0";
    private static final String ICC = "ICC_PROFILE\0";
    private static final String ADOBE = "Adobe";
    private static final String JFIF = "JFIF\0";

    private final ByteWindow file;
    private Optional<Segment> frame = Optional.empty();
    private int scans;
    private int adobeTransform = -1;
    private boolean jfif;
    private int orientation = 1;
    private boolean orientationSeen;
    private final TreeMap<Integer, byte[]> profileParts = new TreeMap<>();
    private int profileCount;

    private JpegHeader(byte[] file) {
        this.file = ByteWindow.of(file, "JPEG file");
    }

    static ImageHeader read(byte[] bytes, int maxParts) {
        JpegSegments segments = JpegSegments.of(bytes, maxParts);
        JpegHeader header = new JpegHeader(bytes);
        for (Segment segment : segments.segments()) {
            header.see(segment);
        }
        return header.toHeader(segments.complete());
    }

    private void see(Segment segment) {
        if (segment.isFrameHeader()) {
            if (frame.isEmpty()) {
                frame = Optional.of(segment);
            }
            return;
        }
        ByteWindow payload = file.slice(segment.payloadOffset(), segment.payloadLength(), "JPEG segment");
        switch (segment.marker()) {
            case JpegSegments.SOS -> scans++;
            case JpegSegments.APP0 -> jfif |= payload.startsWith(JFIF);
            case JpegSegments.APP1 -> seeExif(payload);
            case JpegSegments.APP2 -> seeProfile(payload);
            case JpegSegments.APP14 -> {
                if (payload.startsWith(ADOBE) && payload.length() >= 12) {
                    adobeTransform = payload.u8(11);
                }
            }
            default -> {
                // Tables, comments and other applications' segments say nothing about the picture's shape.
            }
        }
    }

    private void seeExif(ByteWindow payload) {
        if (!orientationSeen && payload.startsWith(EXIF)) {
            orientationSeen = true;
            orientation = TiffDirectory.orientation(
                    payload.slice(EXIF.length(), payload.length() - EXIF.length(), "EXIF block"));
        }
    }

    private void seeProfile(ByteWindow payload) {
        int head = ICC.length() + 2;
        if (payload.startsWith(ICC) && payload.length() > head) {
            profileCount = payload.u8(ICC.length() + 1);
            profileParts.putIfAbsent(payload.u8(ICC.length()), payload.copy(head, payload.length() - head));
        }
    }

    /** The parts in order of their numbers; a profile with a part missing is no profile. */
    private Optional<byte[]> profile() {
        if (profileParts.isEmpty()
                || profileParts.size() != profileCount
                || profileParts.firstKey() != 1
                || profileParts.lastKey() != profileCount) {
            return Optional.empty();
        }
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        profileParts.values().forEach(joined::writeBytes);
        return IccProfiles.bounded(joined.toByteArray());
    }

    private ImageHeader toHeader(boolean complete) {
        Segment segment = frame.orElseThrow(() -> new MalformedImageException(
                complete ? Reason.CORRUPT : Reason.TRUNCATED, "The JPEG file has no frame header"));
        if (scans == 0) {
            throw new MalformedImageException(
                    complete ? Reason.CORRUPT : Reason.TRUNCATED, "The JPEG file has no scan");
        }
        ByteWindow sof = file.slice(segment.payloadOffset(), segment.payloadLength(), "JPEG frame header");
        int precision = sof.u8(0);
        int components = sof.u8(5);
        List<Integer> sampling = new ArrayList<>();
        for (int i = 0; i < components; i++) {
            sampling.add(sof.u8(7 + 3 * i));
        }
        boolean progressive = (segment.marker() & 3) == 2;
        return new ImageHeader(
                ImageFormat.JPEG,
                sof.u16be(3),
                sof.u16be(1),
                precision,
                components,
                false,
                1,
                orientation,
                profile(),
                Optional.empty(),
                complete,
                unsupported(segment.marker(), precision, components),
                new Jpeg(scans, progressive, adobeTransform, jfif, List.copyOf(sampling)));
    }

    private static Optional<String> unsupported(int marker, int precision, int components) {
        if (precision != 8) {
            return Optional.of("JPEG with " + precision + " bits per sample");
        }
        if (components != 1 && components != 3 && components != 4) {
            return Optional.of("JPEG with " + components + " components");
        }
        return switch (marker - JpegSegments.SOF0) {
            case 0, 1, 2, 9, 10 -> Optional.empty();
            case 3, 11 -> Optional.of("lossless JPEG");
            default -> Optional.of("hierarchical JPEG");
        };
    }
}
