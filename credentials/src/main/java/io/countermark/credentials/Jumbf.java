package io.countermark.credentials;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads and writes JUMBF boxes (ISO/IEC 19566-5:2023, Annex A):
 *
 * <pre>
 * box         = LBox (4, big-endian; 1: XLBox follows; 0: to the end) TBox (4) [XLBox (8)] payload
 * superbox    = box "jumb": description box, content boxes
 * description = box "jumd": UUID (16), toggles (1), [label, zero-terminated], [id (4)], [signature (32)], [private box]
 * </pre>
 *
 * Reading is bounded: {@value #MAX_STORE} bytes, {@value #MAX_BOXES} boxes, {@value #MAX_DEPTH} levels.
 */
final class Jumbf {

    static final int MAX_STORE = 64 * 1024 * 1024;
    static final int MAX_BOXES = 20_000;
    static final int MAX_DEPTH = 16;

    private static final int REQUESTABLE = 1;
    private static final int HAS_LABEL = 2;
    private static final int MAX_LABEL = 1024;

    private final byte[] store;
    private int boxes;

    private Jumbf(byte[] store) {
        this.store = store;
    }

    /**
     * The superbox that {@code store} is. Nothing may stand behind it: a container that was made to hold more than the store would take
     * bytes of the picture out of what decoders see, and the data hash over them would hold all the same.
     */
    static Superbox parse(byte[] store) throws MalformedStoreException {
        if (store.length > MAX_STORE) {
            throw malformed("The manifest store is larger than " + MAX_STORE + " bytes");
        }
        Jumbf reader = new Jumbf(store);
        Header header = reader.header(0, store.length);
        if (!header.type().equals("jumb")) {
            throw malformed("The manifest store is no JUMBF superbox");
        }
        if (header.end() != store.length) {
            throw malformed("Bytes follow the manifest store");
        }
        return reader.superbox(header, 0);
    }

    /** A box's type and where its payload stands. */
    private record Header(String type, int payload, int end) {}

    private Header header(int at, int limit) throws MalformedStoreException {
        if (++boxes > MAX_BOXES) {
            throw malformed("More than " + MAX_BOXES + " boxes");
        }
        if (limit - at < 8) {
            throw malformed("A box header at " + at + " is cut off");
        }
        ByteBuffer buffer = ByteBuffer.wrap(store);
        long length = buffer.getInt(at) & 0xFFFF_FFFFL;
        int payload = at + 8;
        if (length == 1 && limit - at >= 16) {
            length = buffer.getLong(at + 8);
            payload = at + 16;
        } else if (length == 0) {
            length = (long) limit - at;
        }
        if (length < payload - at || length > limit - at) {
            throw malformed("The length of the box at " + at + " does not fit");
        }
        return new Header(new String(store, at + 4, 4, StandardCharsets.ISO_8859_1), payload, at + (int) length);
    }

    private Superbox superbox(Header header, int depth) throws MalformedStoreException {
        if (depth > MAX_DEPTH) {
            throw malformed("Boxes nest deeper than " + MAX_DEPTH);
        }
        Header description = header(header.payload(), header.end());
        if (!description.type().equals("jumd") || description.end() - description.payload() < 17) {
            throw malformed("The superbox at " + header.payload() + " has no description");
        }
        List<Superbox> children = new ArrayList<>();
        List<Superbox.Content> contents = new ArrayList<>();
        int at = description.end();
        while (at < header.end()) {
            Header inner = header(at, header.end());
            if (inner.type().equals("jumb")) {
                children.add(superbox(inner, depth + 1));
            } else {
                contents.add(new Superbox.Content(inner.type(), inner.payload(), inner.end() - inner.payload()));
            }
            at = inner.end();
        }
        byte[] uuid = Arrays.copyOfRange(store, description.payload(), description.payload() + 16);
        return new Superbox(
                store,
                header.payload(),
                header.end() - header.payload(),
                uuid,
                label(description),
                List.copyOf(children),
                List.copyOf(contents));
    }

    private String label(Header description) throws MalformedStoreException {
        int toggles = store[description.payload() + 16];
        if ((toggles & HAS_LABEL) == 0) {
            return "";
        }
        int from = description.payload() + 17;
        int limit = Math.min(description.end(), from + MAX_LABEL);
        for (int i = from; i < limit; i++) {
            if (store[i] == 0) {
                return new String(store, from, i - from, StandardCharsets.UTF_8);
            }
        }
        throw malformed("The label of a description box has no end");
    }

    private static MalformedStoreException malformed(String detail) {
        return new MalformedStoreException(StatusCode.CLAIM_MALFORMED, detail);
    }

    /** A box with its header. */
    static byte[] box(String type, byte[]... payload) {
        int length = 8 + Arrays.stream(payload).mapToInt(part -> part.length).reduce(0, Math::addExact);
        ByteBuffer box = ByteBuffer.allocate(length).putInt(length).put(type.getBytes(StandardCharsets.ISO_8859_1));
        for (byte[] part : payload) {
            box.put(part);
        }
        return box.array();
    }

    /** A requestable, labelled superbox. */
    static byte[] superbox(JumbfType type, String label, byte[]... boxes) {
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        byte[] name = label.getBytes(StandardCharsets.UTF_8);
        payload.writeBytes(box("jumd", type.uuid(), new byte[] {REQUESTABLE | HAS_LABEL}, name, new byte[1]));
        for (byte[] box : boxes) {
            payload.writeBytes(box);
        }
        return box("jumb", payload.toByteArray());
    }
}
