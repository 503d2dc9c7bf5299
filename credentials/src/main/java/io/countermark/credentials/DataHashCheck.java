package io.countermark.credentials;

import com.upokecenter.cbor.CBORObject;
import io.countermark.container.ByteRange;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Has the file the hash of {@code c2pa.hash.data}? (C2PA 2.4, 15.12.1.) */
final class DataHashCheck {

    private static final int MAX_EXCLUSIONS = 1024;

    private final Asset asset;
    private final boolean updated;

    /** @param updated whether update manifests made the store longer since the hash was taken (11.2.3) */
    DataHashCheck(Asset asset, boolean updated) {
        this.asset = asset;
        this.updated = updated;
    }

    void check(CBORObject content, String claimAlgorithm, String url, StatusLog log) {
        Optional<HashAlgorithm> algorithm =
                HashAlgorithm.of(Cbor.textField(content, "alg").orElse(claimAlgorithm));
        Optional<byte[]> hash = Cbor.bytesField(content, "hash");
        Optional<List<ByteRange>> exclusions = exclusions(content);
        if (algorithm.isEmpty()) {
            log.add(StatusCode.ALGORITHM_UNSUPPORTED, url, "The hash algorithm is not one that C2PA allows");
        } else if (hash.isEmpty() || exclusions.isEmpty()) {
            log.add(StatusCode.DATA_HASH_MALFORMED, url, "The data hash lacks its hash or has exclusions out of order");
        } else {
            check(exclusions.get(), algorithm.get(), hash.get(), url, log);
        }
    }

    private void check(List<ByteRange> exclusions, HashAlgorithm algorithm, byte[] hash, String url, StatusLog log) {
        if (exclusions.stream().anyMatch(this::isTooWide)) {
            log.add(StatusCode.DATA_HASH_MISMATCH, url, "The exclusion for the manifest store covers more than it");
            return;
        }
        boolean inFile = exclusions.stream().allMatch(range -> range.end() <= asset.file().length);
        if (!inFile || !MessageDigest.isEqual(hash, DataHash.of(asset.file(), exclusions, algorithm))) {
            log.add(StatusCode.DATA_HASH_MISMATCH, url, "The file was changed after signing");
            return;
        }
        if (exclusions.stream().anyMatch(range -> !overlapsStore(range))) {
            log.add(
                    StatusCode.DATA_HASH_ADDITIONAL_EXCLUSIONS,
                    url,
                    "Parts of the file besides the manifest store are not covered");
        }
        log.add(StatusCode.DATA_HASH_MATCH, url, "The file is as signed");
    }

    /** The store's exclusion may hold the store and nothing else (15.12.1.1). */
    private boolean isTooWide(ByteRange range) {
        return overlapsStore(range)
                && (range.start() < asset.place().start()
                        || range.end() > asset.place().end());
    }

    private boolean overlapsStore(ByteRange range) {
        return range.start() < asset.place().end() && asset.place().start() < range.end();
    }

    /** Ascending and not overlapping; empty when they are not, or not in a file that Java can hold. */
    private Optional<List<ByteRange>> exclusions(CBORObject content) {
        List<ByteRange> ranges = new ArrayList<>();
        List<CBORObject> items = Cbor.items(content, "exclusions");
        if (items.size() > MAX_EXCLUSIONS) {
            return Optional.empty();
        }
        int end = 0;
        for (CBORObject item : items) {
            Optional<Long> start = Cbor.sizeField(item, "start");
            Optional<Long> length = Cbor.sizeField(item, "length");
            if (start.isEmpty()
                    || length.isEmpty()
                    || start.get() < end
                    || start.get() + length.get() > Integer.MAX_VALUE) {
                return Optional.empty();
            }
            ByteRange range = new ByteRange(start.get().intValue(), length.get().intValue());
            range = updated && range.start() == asset.place().start() ? asset.place() : range;
            ranges.add(range);
            end = range.end();
        }
        return Optional.of(ranges);
    }
}
