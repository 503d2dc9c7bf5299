package io.countermark.credentials;

import com.upokecenter.cbor.CBORObject;
import io.countermark.container.BmffBoxes;
import io.countermark.container.BmffBoxes.Box;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;

/**
 * The {@code c2pa.hash.bmff.v3} assertion (C2PA 2.4, 18.6) for files without fragments: of every top-level box that is not
 * excluded, its offset (8 bytes, big-endian) and its bytes.
 */
final class BmffHash {

    /** The {@code uuid} box of the manifest store; stands at offset 8 of the box. */
    static final byte[] STORE_UUID = HexFormat.of().parseHex("d8fec3d61b0e483c92975828877ec481");

    private BmffHash() {}

    /**
     * @param withOffsets false for version 1 of the assertion
     * @param excluded    boxes to leave out
     */
    static byte[] of(byte[] file, HashAlgorithm algorithm, boolean withOffsets, Predicate<Box> excluded) {
        MessageDigest digest = algorithm.digest();
        for (Box box : BmffBoxes.of(file)) {
            if (!excluded.test(box)) {
                if (withOffsets) {
                    digest.update(ByteBuffer.allocate(8).putLong(box.offset()).flip());
                }
                digest.update(file, box.offset(), box.length());
            }
        }
        return digest.digest();
    }

    /** What we leave out when we sign: the store, {@code ftyp} and {@code mfra}, as the standard demands, and no more. */
    static boolean isMandatoryExclusion(byte[] file, Box box) {
        return switch (box.type()) {
            case "ftyp", "mfra" -> true;
            case "uuid" ->
                HexFormat.of()
                        .formatHex(file, box.offset() + 8, Math.min(box.end(), box.offset() + 24))
                        .equals(HexFormat.of().formatHex(STORE_UUID));
            default -> false;
        };
    }

    /** The assertion over a file; its length depends on nothing. */
    static byte[] assertion(byte[] hash) {
        CBORObject data = Cbor.map();
        data.set(Cbor.text("offset"), Cbor.number(8));
        data.set(Cbor.text("value"), Cbor.bytes(STORE_UUID));
        CBORObject store = path("/uuid");
        store.set(Cbor.text("data"), Cbor.array(List.of(data)));
        CBORObject content = Cbor.map();
        content.set(Cbor.text("exclusions"), Cbor.array(List.of(store, path("/ftyp"), path("/mfra"))));
        content.set(Cbor.text("alg"), Cbor.text(HashAlgorithm.SHA256.label()));
        content.set(Cbor.text("hash"), Cbor.bytes(hash));
        content.set(Cbor.text("name"), Cbor.text("jumbf manifest"));
        return Cbor.encode(content);
    }

    private static CBORObject path(String path) {
        CBORObject map = Cbor.map();
        map.set(Cbor.text("xpath"), Cbor.text(path));
        return map;
    }
}
