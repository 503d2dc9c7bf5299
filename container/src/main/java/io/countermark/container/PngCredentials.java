package io.countermark.container;

import io.countermark.container.EmbeddedCredentials.Kind;
import io.countermark.container.EmbeddedCredentials.Store;
import io.countermark.container.PngChunks.Chunk;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One {@code caBX} chunk before IDAT (C2PA 2.4, A.3.2); the data hash leaves out its length, type, data and CRC. */
final class PngCredentials implements CredentialContainer {

    private static final String TYPE = "caBX";
    private static final String TEXT = "iTXt";

    /** Keyword, then uncompressed, no language, no translated keyword. */
    private static final byte[] XMP_HEAD = "XML:com.adobe.xmp\0\0\0\0\0".getBytes(StandardCharsets.US_ASCII);

    @Override
    public boolean recognises(byte[] file) {
        return file.length > 8 && Bytes.int64(file, 0) == 0x89504E47_0D0A1A0AL;
    }

    @Override
    public EmbeddedCredentials read(Kind kind, byte[] file) {
        PngChunks chunks = PngChunks.of(file);
        List<Store> stores = chunks.chunks().stream()
                .filter(PngCredentials::isStore)
                .map(chunk -> new Store(
                        Arrays.copyOfRange(file, chunk.dataOffset(), chunk.dataOffset() + chunk.dataLength()),
                        place(chunk)))
                .toList();
        return new EmbeddedCredentials(kind, stores, remote(file, chunks));
    }

    private static boolean isStore(Chunk chunk) {
        return chunk.type().equals(TYPE);
    }

    private static ByteRange place(Chunk chunk) {
        return new ByteRange(chunk.offset(), chunk.length());
    }

    private static @Nullable String remote(byte[] file, PngChunks chunks) {
        for (Chunk chunk : chunks.chunks()) {
            if (chunk.type().equals(TEXT) && Bytes.startsWith(file, chunk.dataOffset(), chunk.dataLength(), XMP_HEAD)) {
                int from = chunk.dataOffset() + XMP_HEAD.length;
                return XmpProvenance.of(file, new ByteRange(from, chunk.dataLength() - XMP_HEAD.length));
            }
        }
        return null;
    }

    @Override
    public byte[] strip(byte[] file) {
        List<ByteRange> places = PngChunks.of(file).chunks().stream()
                .filter(PngCredentials::isStore)
                .map(PngCredentials::place)
                .toList();
        return ByteSplice.without(file, places);
    }

    /** Directly after IHDR, where every reader finds it before the pixels. */
    @Override
    public CredentialSlot reserve(byte[] file, int storeLength) {
        byte[] stripped = strip(file);
        PngChunks chunks = PngChunks.of(stripped);
        if (chunks.chunks().isEmpty()) {
            throw new MalformedImageException(MalformedImageException.Reason.TRUNCATED, "The PNG file has no chunks");
        }
        int at = chunks.chunks().getFirst().end();
        byte[] empty = PngChunks.encode(TYPE, new byte[storeLength]);
        return new CredentialSlot(
                ByteSplice.with(stripped, at, empty),
                storeLength,
                List.of(new ByteRange(at, empty.length)),
                (target, store) -> System.arraycopy(PngChunks.encode(TYPE, store), 0, target, at, empty.length));
    }
}
