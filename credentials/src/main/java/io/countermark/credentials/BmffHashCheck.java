package io.countermark.credentials;

import com.upokecenter.cbor.CBORObject;
import io.countermark.container.BmffBoxes.Box;
import io.countermark.container.MalformedImageException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Has the file the hash of {@code c2pa.hash.bmff}? (C2PA 2.4, 15.12.2.) For pictures: paths of top-level boxes; a hash tree
 * over fragments or exclusions inside of boxes are told as not supported.
 */
final class BmffHashCheck {

    private static final Set<String> MANDATORY = Set.of("/uuid", "/ftyp", "/mfra");
    private static final int MAX_EXCLUSIONS = 256;

    private final Asset asset;

    BmffHashCheck(Asset asset) {
        this.asset = asset;
    }

    /** @param data bytes that must stand at offsets of the box */
    private record Exclusion(String type, Optional<Long> length, List<Pattern> data) {}

    private record Pattern(long offset, byte[] value) {}

    void check(CBORObject content, String label, String claimAlgorithm, String url, StatusLog log) {
        Optional<HashAlgorithm> algorithm =
                HashAlgorithm.of(Cbor.textField(content, "alg").orElse(claimAlgorithm));
        Optional<byte[]> hash = Cbor.bytesField(content, "hash");
        if (!asset.kind().isBmff()) {
            log.add(StatusCode.BMFF_HASH_MALFORMED, url, "A BMFF hash in a file that is none");
            return;
        }
        if (algorithm.isEmpty()) {
            log.add(StatusCode.ALGORITHM_UNSUPPORTED, url, "The hash algorithm is not one that C2PA allows");
            return;
        }
        if (hash.isEmpty()
                || Cbor.field(content, "merkle").filter(Cbor::isArray).isPresent()) {
            log.add(StatusCode.BMFF_HASH_MALFORMED, url, "The BMFF hash has no hash of the whole file");
            return;
        }
        Optional<List<Exclusion>> exclusions = exclusions(content);
        if (exclusions.isEmpty()) {
            log.add(StatusCode.BMFF_HASH_MALFORMED, url, "The BMFF hash has exclusions that are not supported");
            return;
        }
        check(exclusions.get(), algorithm.get(), !label.equals(Labels.BMFF_HASH), hash.get(), url, log);
    }

    private void check(
            List<Exclusion> exclusions,
            HashAlgorithm algorithm,
            boolean withOffsets,
            byte[] hash,
            String url,
            StatusLog log) {
        byte[] found;
        try {
            found = BmffHash.of(asset.file(), algorithm, withOffsets, box -> isExcluded(box, exclusions));
        } catch (MalformedImageException e) {
            log.add(StatusCode.BMFF_HASH_MISMATCH, url, "The file's boxes can't be followed");
            return;
        }
        if (!MessageDigest.isEqual(hash, found)) {
            log.add(StatusCode.BMFF_HASH_MISMATCH, url, "The file was changed after signing");
            return;
        }
        if (exclusions.stream().anyMatch(exclusion -> !MANDATORY.contains("/" + exclusion.type()))) {
            log.add(
                    StatusCode.BMFF_HASH_ADDITIONAL_EXCLUSIONS,
                    url,
                    "Boxes of the file besides the manifest store are not covered");
        }
        log.add(StatusCode.BMFF_HASH_MATCH, url, "The file is as signed");
    }

    private boolean isExcluded(Box box, List<Exclusion> exclusions) {
        return exclusions.stream()
                .anyMatch(exclusion -> exclusion.type().equals(box.type())
                        && exclusion
                                .length()
                                .map(length -> length == box.length())
                                .orElse(true)
                        && exclusion.data().stream().allMatch(pattern -> stands(pattern, box)));
    }

    private boolean stands(Pattern pattern, Box box) {
        long from = box.offset() + pattern.offset();
        long to = from + pattern.value().length;
        return to <= box.end()
                && Arrays.equals(asset.file(), (int) from, (int) to, pattern.value(), 0, pattern.value().length);
    }

    /** Empty when one is not of a form that is supported here. */
    private static Optional<List<Exclusion>> exclusions(CBORObject content) {
        List<Exclusion> found = new ArrayList<>();
        for (CBORObject item : Cbor.items(content, "exclusions")) {
            Optional<String> path = Cbor.textField(item, "xpath").filter(text -> text.matches("/[\\x20-\\x7E]{4}"));
            boolean more = List.of("subset", "version", "flags").stream()
                    .anyMatch(name -> Cbor.field(item, name)
                            .filter(value -> !value.isNull())
                            .isPresent());
            Optional<List<Pattern>> data = patterns(item);
            if (path.isEmpty() || more || data.isEmpty() || found.size() >= MAX_EXCLUSIONS) {
                return Optional.empty();
            }
            found.add(new Exclusion(path.get().substring(1), Cbor.sizeField(item, "length"), data.get()));
        }
        return Optional.of(found);
    }

    private static Optional<List<Pattern>> patterns(CBORObject exclusion) {
        List<Pattern> found = new ArrayList<>();
        for (CBORObject item : Cbor.items(exclusion, "data")) {
            Optional<Long> offset = Cbor.sizeField(item, "offset").filter(at -> at < Integer.MAX_VALUE);
            Optional<byte[]> value = Cbor.bytesField(item, "value");
            if (offset.isEmpty() || value.isEmpty()) {
                return Optional.empty();
            }
            found.add(new Pattern(offset.get(), value.get()));
        }
        return Optional.of(found);
    }
}
