package io.countermark.credentials;

import com.upokecenter.cbor.CBORObject;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * A reference to a box with the hash of its payload (C2PA 2.4, 8.4.2).
 *
 * @param algorithm label of the hash algorithm; empty when that of the claim holds
 */
record HashedUri(String url, byte[] hash, Optional<String> algorithm) {

    static Optional<HashedUri> of(CBORObject map) {
        Optional<String> url = Cbor.textField(map, "url");
        Optional<byte[]> hash = Cbor.bytesField(map, "hash");
        return url.isPresent() && hash.isPresent()
                ? Optional.of(new HashedUri(url.get(), hash.get(), Cbor.textField(map, "alg")))
                : Optional.empty();
    }

    /** Whether the box has this hash; false, too, for an algorithm that is not allowed. */
    boolean matches(Superbox box, String claimAlgorithm) {
        return HashAlgorithm.of(algorithm.orElse(claimAlgorithm))
                .filter(alg -> MessageDigest.isEqual(hash, alg.hash(box)))
                .isPresent();
    }
}
