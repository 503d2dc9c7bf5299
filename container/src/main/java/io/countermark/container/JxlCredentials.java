package io.countermark.container;

import io.countermark.container.BmffBoxes.Box;
import io.countermark.container.EmbeddedCredentials.Kind;
import io.countermark.container.EmbeddedCredentials.Store;
import io.countermark.container.MalformedImageException.Reason;
import java.util.Arrays;
import java.util.List;

/** JPEG XL in its box container: the store is a top-level {@code jumb} box (C2PA 2.4, A.3). Reading only. */
final class JxlCredentials implements CredentialContainer {

    private static final int DESCRIPTION_UUID = 16;

    @Override
    public boolean recognises(byte[] file) {
        return file.length > 12 && Bytes.int64(file, 0) == 0x0000000C_4A584C20L && Bytes.int32(file, 8) == 0x0D0A870A;
    }

    @Override
    public EmbeddedCredentials read(Kind kind, byte[] file) {
        List<Store> stores = BmffBoxes.of(file).stream()
                .filter(box -> isStore(file, box))
                .map(box -> new Store(
                        Arrays.copyOfRange(file, box.offset(), box.end()), new ByteRange(box.offset(), box.length())))
                .toList();
        return new EmbeddedCredentials(kind, stores, null);
    }

    private static boolean isStore(byte[] file, Box box) {
        return box.type().equals("jumb")
                && Bytes.startsWith(
                        file, box.offset() + DESCRIPTION_UUID, box.length() - DESCRIPTION_UUID, JumbfStore.UUID);
    }

    @Override
    public byte[] strip(byte[] file) {
        List<ByteRange> places = BmffBoxes.of(file).stream()
                .filter(box -> isStore(file, box))
                .map(box -> new ByteRange(box.offset(), box.length()))
                .toList();
        return ByteSplice.without(file, places);
    }

    @Override
    public CredentialSlot reserve(byte[] file, int storeLength) {
        throw new MalformedImageException(Reason.CORRUPT, "Credentials are not written to JPEG XL");
    }
}
