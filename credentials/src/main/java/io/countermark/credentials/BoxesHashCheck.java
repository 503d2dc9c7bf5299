package io.countermark.credentials;

import com.upokecenter.cbor.CBORObject;
import io.countermark.container.ByteRange;
import io.countermark.container.NamedBoxes;
import io.countermark.container.NamedBoxes.NamedBox;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;

/** Have the file's segments or chunks the hashes of {@code c2pa.hash.boxes}? (C2PA 2.4, 15.12.3 and 18.7.) */
final class BoxesHashCheck {

    private static final String STORE = "C2PA";

    private final Asset asset;

    BoxesHashCheck(Asset asset) {
        this.asset = asset;
    }

    void check(CBORObject content, String claimAlgorithm, String url, StatusLog log) {
        Optional<List<NamedBox>> found = NamedBoxes.of(asset.file(), asset.kind(), asset.place());
        List<CBORObject> expected = Cbor.items(content, "boxes");
        String algorithm = Cbor.textField(content, "alg").orElse(claimAlgorithm);
        if (found.isEmpty() || expected.isEmpty()) {
            log.add(StatusCode.BOXES_HASH_MALFORMED, url, "The boxes hash names no boxes, or the file has none");
            return;
        }
        int at = 0;
        for (CBORObject entry : expected) {
            List<String> names = Cbor.items(entry, "names").stream()
                    .flatMap(name -> Cbor.asText(name).stream())
                    .toList();
            Optional<byte[]> hash = Cbor.bytesField(entry, "hash");
            if (names.isEmpty() || hash.isEmpty()) {
                log.add(StatusCode.BOXES_HASH_MALFORMED, url, "An entry of the boxes hash lacks names or hash");
                return;
            }
            if (!namesFollow(found.get(), at, names)) {
                log.add(
                        at < found.get().size() ? StatusCode.BOXES_HASH_UNKNOWN_BOX : StatusCode.BOXES_HASH_MISMATCH,
                        url,
                        "The boxes of the file are not those that were signed");
                return;
            }
            int to = at + names.size();
            boolean isStore = names.equals(List.of(STORE));
            if (!isStore && !matches(entry, found.get().subList(at, to), algorithm, hash.get())) {
                log.add(StatusCode.BOXES_HASH_MISMATCH, url, "The box " + names.getFirst() + " was changed");
                return;
            }
            at = to;
        }
        if (at < found.get().size()) {
            log.add(StatusCode.BOXES_HASH_UNKNOWN_BOX, url, "The file has boxes that were not signed");
            return;
        }
        log.add(StatusCode.BOXES_HASH_MATCH, url, "The file is as signed");
    }

    private static boolean namesFollow(List<NamedBox> found, int at, List<String> names) {
        return at + names.size() <= found.size()
                && names.equals(found.subList(at, at + names.size()).stream()
                        .map(NamedBox::name)
                        .toList());
    }

    private boolean matches(CBORObject entry, List<NamedBox> boxes, String algorithm, byte[] hash) {
        Optional<HashAlgorithm> alg =
                HashAlgorithm.of(Cbor.textField(entry, "alg").orElse(algorithm));
        if (alg.isEmpty()) {
            return false;
        }
        MessageDigest digest = alg.get().digest();
        for (NamedBox box : boxes) {
            ByteRange place = box.place();
            digest.update(asset.file(), place.start(), place.length());
        }
        return MessageDigest.isEqual(hash, digest.digest());
    }
}
