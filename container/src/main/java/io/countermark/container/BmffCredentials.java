package io.countermark.container;

import io.countermark.container.BmffBoxes.Box;
import io.countermark.container.EmbeddedCredentials.Kind;
import io.countermark.container.EmbeddedCredentials.Store;
import io.countermark.container.MalformedImageException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * AVIF and HEIF: a top-level {@code uuid} box directly after {@code ftyp} (C2PA 2.4, A.5):
 *
 * <pre>
 * size (4) "uuid" (4) UUID (16) | version and flags, 0 (4) | purpose "manifest", zero-terminated (9) |
 * offset of the first merkle box, 0 (8) | manifest store
 * </pre>
 *
 * Every offset in {@code iloc}, {@code stco} and {@code co64} that points behind the box moves with it.
 */
final class BmffCredentials implements CredentialContainer {

    static final byte[] UUID = HexFormat.of().parseHex("d8fec3d61b0e483c92975828877ec481");

    private static final byte[] XMP_UUID = HexFormat.of().parseHex("be7acfcb97a942e89c71999491e3afac");
    private static final byte[] PURPOSE = "manifest\0".getBytes(StandardCharsets.US_ASCII);
    private static final int HEAD = 8 + 16 + 4 + 9 + 8;

    private final Set<String> brands;

    /** @param brands major brands of {@code ftyp} */
    BmffCredentials(Set<String> brands) {
        this.brands = brands;
    }

    @Override
    public boolean recognises(byte[] file) {
        return file.length >= 12
                && Bytes.startsWith(file, 4, 8, "ftyp".getBytes(StandardCharsets.US_ASCII))
                && brands.contains(new String(file, 8, 4, StandardCharsets.ISO_8859_1));
    }

    @Override
    public EmbeddedCredentials read(Kind kind, byte[] file) {
        List<Box> boxes = BmffBoxes.of(file);
        List<Store> stores = boxes.stream()
                .filter(box -> isStore(file, box))
                .map(box -> new Store(
                        Arrays.copyOfRange(file, box.offset() + HEAD, box.end()),
                        new ByteRange(box.offset(), box.length())))
                .toList();
        return new EmbeddedCredentials(kind, stores, remote(file, boxes));
    }

    private static boolean isStore(byte[] file, Box box) {
        return box.type().equals("uuid")
                && box.length() > HEAD
                && box.payloadOffset() == box.offset() + 8
                && Bytes.startsWith(file, box.payloadOffset(), box.payloadLength(), UUID)
                && Bytes.startsWith(file, box.payloadOffset() + 20, box.payloadLength() - 20, PURPOSE);
    }

    private static @Nullable String remote(byte[] file, List<Box> boxes) {
        for (Box box : boxes) {
            if (box.type().equals("uuid")
                    && Bytes.startsWith(file, box.payloadOffset(), box.payloadLength(), XMP_UUID)) {
                return XmpProvenance.of(file, new ByteRange(box.payloadOffset() + 16, box.payloadLength() - 16));
            }
        }
        return null;
    }

    @Override
    public byte[] strip(byte[] file) {
        byte[] stripped = file.clone();
        for (Box box : BmffBoxes.of(file).reversed()) {
            if (isStore(file, box)) {
                stripped = ByteSplice.without(stripped, List.of(new ByteRange(box.offset(), box.length())));
                BmffOffsets.shift(stripped, box.end(), -box.length());
            }
        }
        return stripped;
    }

    @Override
    public CredentialSlot reserve(byte[] file, int storeLength) {
        byte[] stripped = strip(file);
        List<Box> boxes = BmffBoxes.of(stripped);
        if (boxes.isEmpty()) {
            throw new MalformedImageException(Reason.TRUNCATED, "The file has no boxes");
        }
        int at = boxes.getFirst().end();
        byte[] box = new byte[HEAD + storeLength];
        Bytes.putInt32(box, 0, box.length);
        System.arraycopy("uuid".getBytes(StandardCharsets.US_ASCII), 0, box, 4, 4);
        System.arraycopy(UUID, 0, box, 8, UUID.length);
        System.arraycopy(PURPOSE, 0, box, 28, PURPOSE.length);
        byte[] longer = ByteSplice.with(stripped, at, box);
        BmffOffsets.shift(longer, at, box.length);
        return new CredentialSlot(
                longer,
                storeLength,
                List.of(new ByteRange(at, box.length)),
                (target, store) -> System.arraycopy(store, 0, target, at + HEAD, storeLength));
    }
}
