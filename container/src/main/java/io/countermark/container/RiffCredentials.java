package io.countermark.container;

import io.countermark.container.EmbeddedCredentials.Kind;
import io.countermark.container.EmbeddedCredentials.Store;
import io.countermark.container.MalformedImageException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** WebP: a {@code C2PA} chunk, the last child of the RIFF (C2PA 2.4, A.3.7). The RIFF's size counts it and its pad byte. */
final class RiffCredentials implements CredentialContainer {

    private static final String TYPE = "C2PA";
    private static final int MAX_CHUNKS = 4096;
    private static final int HEAD = 12;

    /** @param length of the data, without header and pad byte */
    private record Chunk(String type, int offset, int length) {

        ByteRange place(byte[] file) {
            int padded = 8 + length + (length & 1);
            return new ByteRange(offset, Math.min(padded, file.length - offset));
        }

        int dataOffset() {
            return offset + 8;
        }
    }

    @Override
    public boolean recognises(byte[] file) {
        return file.length >= HEAD
                && Bytes.startsWith(file, 0, 4, ascii("RIFF"))
                && Bytes.startsWith(file, 8, 4, ascii("WEBP"));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static int riffEnd(byte[] file) {
        long end = 8 + Bytes.uint32le(file, 4);
        if (end > file.length || end < HEAD) {
            throw new MalformedImageException(Reason.TRUNCATED, "The RIFF announces more bytes than the file has");
        }
        return (int) end;
    }

    private static List<Chunk> chunks(byte[] file) {
        List<Chunk> chunks = new ArrayList<>();
        int end = riffEnd(file);
        int at = HEAD;
        while (end - at >= 8) {
            if (chunks.size() >= MAX_CHUNKS) {
                throw new MalformedImageException(Reason.TOO_MANY_CHUNKS, "More than " + MAX_CHUNKS + " RIFF chunks");
            }
            long length = Bytes.uint32le(file, at + 4);
            if (length > end - at - 8) {
                throw new MalformedImageException(
                        Reason.TRUNCATED, "The RIFF chunk at " + at + " reaches past the RIFF");
            }
            chunks.add(new Chunk(new String(file, at, 4, StandardCharsets.ISO_8859_1), at, (int) length));
            at += 8 + (int) (length + (length & 1));
        }
        return chunks;
    }

    @Override
    public EmbeddedCredentials read(Kind kind, byte[] file) {
        List<Chunk> chunks = chunks(file);
        List<Store> stores = chunks.stream()
                .filter(chunk -> chunk.type().equals(TYPE))
                .map(chunk -> new Store(
                        Arrays.copyOfRange(file, chunk.dataOffset(), chunk.dataOffset() + chunk.length()),
                        chunk.place(file)))
                .toList();
        return new EmbeddedCredentials(kind, stores, remote(file, chunks));
    }

    private static @Nullable String remote(byte[] file, List<Chunk> chunks) {
        for (Chunk chunk : chunks) {
            if (chunk.type().equals("XMP ")) {
                return XmpProvenance.of(file, new ByteRange(chunk.dataOffset(), chunk.length()));
            }
        }
        return null;
    }

    @Override
    public byte[] strip(byte[] file) {
        List<ByteRange> places = chunks(file).stream()
                .filter(chunk -> chunk.type().equals(TYPE))
                .map(chunk -> chunk.place(file))
                .toList();
        int removed = places.stream().mapToInt(ByteRange::length).sum();
        byte[] stripped = ByteSplice.without(file, places);
        Bytes.putInt32le(stripped, 4, riffEnd(file) - 8 - removed);
        return stripped;
    }

    @Override
    public CredentialSlot reserve(byte[] file, int storeLength) {
        byte[] stripped = strip(file);
        int end = riffEnd(stripped);
        int gap = end & 1;
        byte[] chunk = new byte[gap + 8 + storeLength + (storeLength & 1)];
        System.arraycopy(ascii(TYPE), 0, chunk, gap, 4);
        Bytes.putInt32le(chunk, gap + 4, storeLength);
        byte[] longer = ByteSplice.with(stripped, end, chunk);
        Bytes.putInt32le(longer, 4, end - 8 + chunk.length);
        int at = end + gap;
        return new CredentialSlot(
                longer,
                storeLength,
                // The reference SDK counts the pad byte as picture: it stays in the hash.
                List.of(new ByteRange(at, 8 + storeLength)),
                (target, store) -> System.arraycopy(store, 0, target, at + 8, storeLength));
    }
}
