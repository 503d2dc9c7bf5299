package io.countermark.credentials;

import com.upokecenter.cbor.CBORObject;
import io.countermark.container.ByteRange;
import java.security.MessageDigest;
import java.util.List;

/** The {@code c2pa.hash.data} assertion (C2PA 2.4, 18.5): a hash over the asset but for some ranges. */
final class DataHash {

    /** Room for the lengths of exclusions that are not known yet; stays between 24 and 255, so its own head has one size. */
    private static final int PAD = 64;

    private static final long WIDEST = 0xFFFF_FFFFL;

    private DataHash() {}

    /** @param exclusions ascending, not overlapping, within the file */
    static byte[] of(byte[] file, List<ByteRange> exclusions, HashAlgorithm algorithm) {
        MessageDigest digest = algorithm.digest();
        int from = 0;
        for (ByteRange exclusion : exclusions) {
            digest.update(file, from, exclusion.start() - from);
            from = exclusion.end();
        }
        digest.update(file, from, file.length - from);
        return digest.digest();
    }

    /** The assertion, always of the same length for the same number of exclusions. */
    static byte[] assertion(List<ByteRange> exclusions, byte[] hash) {
        int missing =
                encode(widest(exclusions.size()), hash, PAD).length - encode(exclusions(exclusions), hash, PAD).length;
        return encode(exclusions(exclusions), hash, PAD + missing);
    }

    /** The length of {@link #assertion} before anything is known but the number of exclusions. */
    static int length(int exclusions) {
        return encode(widest(exclusions), new byte[HashAlgorithm.SHA256.length()], PAD).length;
    }

    private static CBORObject widest(int count) {
        CBORObject array = CBORObject.NewArray();
        for (int i = 0; i < count; i++) {
            array.Add(exclusion(WIDEST, WIDEST));
        }
        return array;
    }

    private static CBORObject exclusions(List<ByteRange> ranges) {
        CBORObject array = CBORObject.NewArray();
        ranges.forEach(range -> array.Add(exclusion(range.start(), range.length())));
        return array;
    }

    private static CBORObject exclusion(long start, long length) {
        CBORObject map = Cbor.map();
        map.set(Cbor.text("start"), Cbor.number(start));
        map.set(Cbor.text("length"), Cbor.number(length));
        return map;
    }

    private static byte[] encode(CBORObject exclusions, byte[] hash, int pad) {
        CBORObject map = Cbor.map();
        if (exclusions.size() > 0) {
            map.set(Cbor.text("exclusions"), exclusions);
        }
        map.set(Cbor.text("alg"), Cbor.text(HashAlgorithm.SHA256.label()));
        map.set(Cbor.text("hash"), Cbor.bytes(hash));
        map.set(Cbor.text("name"), Cbor.text("jumbf manifest"));
        map.set(Cbor.text("pad"), Cbor.bytes(new byte[pad]));
        return Cbor.encode(map);
    }
}
