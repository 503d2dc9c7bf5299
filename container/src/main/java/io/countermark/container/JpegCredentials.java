package io.countermark.container;

import io.countermark.container.EmbeddedCredentials.Kind;
import io.countermark.container.EmbeddedCredentials.Store;
import io.countermark.container.JpegSegments.Segment;
import io.countermark.container.MalformedImageException.Reason;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * APP11 segments (C2PA 2.4, A.3.1; ISO/IEC 19566-5, D.2). The payload of each is
 *
 * <pre>
 * "JP" (2) | En, box instance (2) | Z, packet sequence from 1 (4) | LBox (4) | TBox (4) | a part of the box's payload
 * </pre>
 *
 * with LBox and TBox repeated in every segment. The store's segments stand together; the data hash leaves out exactly them.
 */
final class JpegCredentials implements CredentialContainer {

    private static final int PREFIX = 8;
    private static final int BOX_HEADER = 8;
    private static final int DESCRIPTION_UUID = 16;
    private static final int MAX_PART = 65_535 - 2 - PREFIX - BOX_HEADER;
    private static final byte[] XMP_SIGNATURE = "http://ns.adobe.com/xap/1.0/\0".getBytes(StandardCharsets.US_ASCII);

    /** Box instance number that the reference SDK uses, too. */
    private static final int BOX_INSTANCE = 0x0211;

    /** The segments of one JUMBF box. */
    private record Run(int instance, List<Segment> segments) {}

    @Override
    public boolean recognises(byte[] file) {
        return file.length > 2 && file[0] == (byte) 0xFF && file[1] == (byte) 0xD8 && file[2] == (byte) 0xFF;
    }

    @Override
    public EmbeddedCredentials read(Kind kind, byte[] file) {
        JpegSegments segments = JpegSegments.of(file);
        List<Store> stores = new ArrayList<>();
        for (Run run : storeRuns(file, segments)) {
            stores.add(new Store(join(file, run), place(run)));
        }
        return new EmbeddedCredentials(kind, stores, remote(file, segments));
    }

    private static @Nullable String remote(byte[] file, JpegSegments segments) {
        for (Segment segment : segments.segments()) {
            if (segment.marker() == JpegSegments.APP1
                    && Bytes.startsWith(file, segment.payloadOffset(), segment.payloadLength(), XMP_SIGNATURE)) {
                int from = segment.payloadOffset() + XMP_SIGNATURE.length;
                int length = segment.payloadLength() - XMP_SIGNATURE.length;
                return XmpProvenance.of(file, new ByteRange(from, length));
            }
        }
        return null;
    }

    /** JUMBF boxes whose description carries the manifest store's UUID. */
    private static List<Run> storeRuns(byte[] file, JpegSegments segments) {
        List<Run> runs = new ArrayList<>();
        for (Segment segment : segments.segments()) {
            if (!isJumbf(file, segment)) {
                continue;
            }
            int sequence = Bytes.int32(file, segment.payloadOffset() + 4);
            int instance = Bytes.int16(file, segment.payloadOffset() + 2);
            if (sequence == 1) {
                runs.add(new Run(instance, new ArrayList<>(List.of(segment))));
            } else if (!runs.isEmpty() && runs.getLast().instance() == instance) {
                if (sequence != runs.getLast().segments().size() + 1) {
                    throw new MalformedImageException(
                            Reason.CORRUPT, "APP11 segment at " + segment.offset() + " is out of sequence");
                }
                runs.getLast().segments().add(segment);
            }
        }
        runs.removeIf(run -> !isStore(file, run.segments().getFirst()));
        return runs;
    }

    private static boolean isJumbf(byte[] file, Segment segment) {
        return segment.marker() == JpegSegments.APP11
                && segment.payloadLength() > PREFIX + BOX_HEADER
                && file[segment.payloadOffset()] == 'J'
                && file[segment.payloadOffset() + 1] == 'P';
    }

    private static boolean isStore(byte[] file, Segment first) {
        return Bytes.startsWith(
                file,
                first.payloadOffset() + PREFIX + DESCRIPTION_UUID,
                first.payloadLength() - PREFIX - DESCRIPTION_UUID,
                JumbfStore.UUID);
    }

    private static byte[] join(byte[] file, Run run) {
        ByteArrayOutputStream store = new ByteArrayOutputStream();
        int skip = PREFIX;
        for (Segment segment : run.segments()) {
            store.write(file, segment.payloadOffset() + skip, segment.payloadLength() - skip);
            skip = PREFIX + BOX_HEADER;
        }
        return store.toByteArray();
    }

    /** From the first to the last segment; what stands between them counts as part of it and so is never hashed silently. */
    private static ByteRange place(Run run) {
        int start = run.segments().getFirst().offset();
        int length = 0;
        for (Segment segment : run.segments()) {
            if (segment.offset() != start + length) {
                throw new MalformedImageException(Reason.CORRUPT, "The APP11 segments of the manifest store are apart");
            }
            length += segment.length();
        }
        return new ByteRange(start, length);
    }

    @Override
    public byte[] strip(byte[] file) {
        List<ByteRange> places = new ArrayList<>();
        for (Run run : storeRuns(file, JpegSegments.of(file))) {
            for (Segment segment : run.segments()) {
                places.add(new ByteRange(segment.offset(), segment.length()));
            }
        }
        places.sort(Comparator.comparingInt(ByteRange::start));
        return MultiPicture.moved(file, ByteSplice.without(file, places));
    }

    @Override
    public CredentialSlot reserve(byte[] file, int storeLength) {
        byte[] stripped = strip(file);
        JpegSegments segments = JpegSegments.of(stripped);
        int at = 2;
        for (Segment segment : segments.segments()) {
            boolean leads = segment.marker() == JpegSegments.APP0 || segment.marker() == JpegSegments.APP1;
            if (leads && segment.offset() == at) {
                at = segment.end();
            }
        }
        int instance = freeInstance(stripped, segments);
        byte[] empty = split(new byte[storeLength], instance);
        int start = at;
        return new CredentialSlot(
                MultiPicture.moved(stripped, ByteSplice.with(stripped, at, empty)),
                storeLength,
                List.of(new ByteRange(start, empty.length)),
                (target, store) -> System.arraycopy(split(store, instance), 0, target, start, empty.length));
    }

    private static int freeInstance(byte[] file, JpegSegments segments) {
        List<Integer> taken = segments.segments().stream()
                .filter(segment -> isJumbf(file, segment))
                .map(segment -> Bytes.int16(file, segment.payloadOffset() + 2))
                .toList();
        int instance = BOX_INSTANCE;
        while (taken.contains(instance)) {
            instance++;
        }
        return instance;
    }

    private static byte[] split(byte[] store, int instance) {
        ByteArrayOutputStream segments = new ByteArrayOutputStream(store.length + 64);
        int sequence = 1;
        for (int from = BOX_HEADER; from < store.length; from += MAX_PART) {
            int part = Math.min(MAX_PART, store.length - from);
            byte[] head = new byte[4 + PREFIX];
            Bytes.putInt16(head, 0, 0xFFEB);
            Bytes.putInt16(head, 2, 2 + PREFIX + BOX_HEADER + part);
            head[4] = 'J';
            head[5] = 'P';
            Bytes.putInt16(head, 6, instance);
            Bytes.putInt32(head, 8, sequence++);
            segments.writeBytes(head);
            segments.write(store, 0, BOX_HEADER);
            segments.write(store, from, part);
        }
        return segments.toByteArray();
    }
}
