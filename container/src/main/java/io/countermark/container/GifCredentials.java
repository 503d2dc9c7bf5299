package io.countermark.container;

import io.countermark.container.EmbeddedCredentials.Kind;
import io.countermark.container.EmbeddedCredentials.Store;
import io.countermark.container.MalformedImageException.Reason;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * GIF: an application extension {@code C2PA_GIF} (authentication code 01 00 00) before the first picture, its data in
 * sub-blocks (GIF89a, 26; C2PA 2.4, A.3). A GIF87a becomes a GIF89a, for only that has extensions.
 */
final class GifCredentials implements CredentialContainer {

    private static final byte[] IDENTIFIER = {'C', '2', 'P', 'A', '_', 'G', 'I', 'F', 1, 0, 0};
    private static final int MAX_BLOCKS = 100_000;
    private static final int SCREEN = 13;
    private static final int MAX_SUB_BLOCK = 255;

    @Override
    public boolean recognises(byte[] file) {
        return file.length > SCREEN
                && (Bytes.startsWith(file, 0, 6, "GIF89a".getBytes(StandardCharsets.US_ASCII))
                        || Bytes.startsWith(file, 0, 6, "GIF87a".getBytes(StandardCharsets.US_ASCII)));
    }

    @Override
    public EmbeddedCredentials read(Kind kind, byte[] file) {
        List<Store> stores = extensions(file).stream()
                .map(place -> new Store(data(file, place), place))
                .toList();
        return new EmbeddedCredentials(kind, stores, null);
    }

    private static byte[] data(byte[] file, ByteRange place) {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        int at = place.start() + 3 + IDENTIFIER.length;
        while (file[at] != 0) {
            int length = file[at] & 0xFF;
            data.write(file, at + 1, length);
            at += 1 + length;
        }
        return data.toByteArray();
    }

    private static int firstBlock(byte[] file) {
        int flags = file[10];
        return SCREEN + ((flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1));
    }

    /** The extensions that hold manifest stores, up to the trailer. */
    private static List<ByteRange> extensions(byte[] file) {
        List<ByteRange> found = new ArrayList<>();
        int at = firstBlock(file);
        for (int blocks = 0; at < file.length; blocks++) {
            if (blocks > MAX_BLOCKS) {
                throw new MalformedImageException(Reason.TOO_MANY_CHUNKS, "More than " + MAX_BLOCKS + " GIF blocks");
            }
            switch (file[at]) {
                case 0x21 -> {
                    int end = subBlocksEnd(file, at + 2);
                    if (Bytes.startsWith(file, at + 3, end - at - 3, IDENTIFIER) && (file[at + 1] & 0xFF) == 0xFF) {
                        found.add(new ByteRange(at, end - at));
                    }
                    at = end;
                }
                case 0x2C -> at = subBlocksEnd(file, pictureData(file, at));
                case 0x3B -> {
                    return found;
                }
                default -> throw new MalformedImageException(Reason.CORRUPT, "There is no GIF block at " + at);
            }
        }
        return found;
    }

    private static int pictureData(byte[] file, int at) {
        if (at + 11 > file.length) {
            throw new MalformedImageException(Reason.TRUNCATED, "The GIF ends in a picture's head");
        }
        int flags = file[at + 9];
        return at + 10 + ((flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1)) + 1;
    }

    private static int subBlocksEnd(byte[] file, int from) {
        int at = from;
        while (at < file.length) {
            int length = file[at] & 0xFF;
            at += 1 + length;
            if (length == 0) {
                return at;
            }
        }
        throw new MalformedImageException(Reason.TRUNCATED, "The GIF ends in a block");
    }

    @Override
    public byte[] strip(byte[] file) {
        return ByteSplice.without(file, extensions(file));
    }

    @Override
    public CredentialSlot reserve(byte[] file, int storeLength) {
        byte[] stripped = strip(file);
        int at = firstBlock(stripped);
        if (at > stripped.length) {
            throw new MalformedImageException(Reason.TRUNCATED, "The GIF ends in its colour table");
        }
        byte[] empty = extension(new byte[storeLength]);
        byte[] longer = ByteSplice.with(stripped, at, empty);
        longer[4] = '9';
        return new CredentialSlot(
                longer,
                storeLength,
                List.of(new ByteRange(at, empty.length)),
                (target, store) -> System.arraycopy(extension(store), 0, target, at, empty.length));
    }

    private static byte[] extension(byte[] store) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        block.write(0x21);
        block.write(0xFF);
        block.write(IDENTIFIER.length);
        block.writeBytes(IDENTIFIER);
        for (int from = 0; from < store.length; from += MAX_SUB_BLOCK) {
            int length = Math.min(MAX_SUB_BLOCK, store.length - from);
            block.write(length);
            block.write(store, from, length);
        }
        block.write(0);
        return block.toByteArray();
    }
}
