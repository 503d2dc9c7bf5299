package io.countermark.credentials;

import com.upokecenter.cbor.CBORObject;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A manifest with its claim (C2PA 2.4, 11.1).
 *
 * @param signature the box; empty when the claim's URI leads nowhere in this manifest
 */
record Manifest(Superbox box, Claim claim, Optional<Superbox> signature) {

    /** An assertion that the claim refers to, with its content. */
    record Assertion(String label, Superbox box, CBORObject content) {}

    /** @throws MalformedStoreException claim.missing, claim.multiple, or as {@link Claim#parse} */
    static Manifest parse(Superbox box) throws MalformedStoreException {
        if (box.is(JumbfType.COMPRESSED_MANIFEST)) {
            throw new MalformedStoreException(
                    StatusCode.MANIFEST_COMPRESSED_INVALID, "Compressed manifests are not supported");
        }
        List<Superbox> claims = box.children(JumbfType.CLAIM);
        if (claims.isEmpty()) {
            throw new MalformedStoreException(StatusCode.CLAIM_MISSING, "The manifest has no claim");
        }
        if (claims.size() > 1) {
            throw new MalformedStoreException(StatusCode.CLAIM_MULTIPLE, "The manifest has more than one claim");
        }
        Claim claim = Claim.parse(claims.getFirst());
        Optional<Superbox> signature = JumbfUri.parse(claim.signature(), box.label())
                .filter(uri -> uri.manifest().equals(box.label()) && uri.path().size() == 1)
                .flatMap(uri -> box.child(uri.label()))
                .filter(child -> child.is(JumbfType.SIGNATURE));
        return new Manifest(box, claim, signature);
    }

    String label() {
        return box.label();
    }

    boolean isUpdate() {
        return box.is(JumbfType.UPDATE_MANIFEST);
    }

    String url(String path) {
        return JumbfUri.absolute(label(), path);
    }

    String signatureUrl() {
        return url(Labels.SIGNATURE);
    }

    String assertionUrl(String label) {
        return url(Labels.ASSERTION_STORE + "/" + label);
    }

    List<Superbox> assertionBoxes() {
        return box.child(JumbfType.ASSERTION_STORE).map(Superbox::children).orElse(List.of());
    }

    /** The box of an assertion of this manifest. */
    Optional<Superbox> assertion(HashedUri uri) {
        return assertionLabel(uri)
                .flatMap(label -> box.child(JumbfType.ASSERTION_STORE).flatMap(store -> store.child(label)));
    }

    /** The label of an assertion of this manifest; empty when the URI leads elsewhere. */
    Optional<String> assertionLabel(HashedUri uri) {
        return JumbfUri.parse(uri.url(), label())
                .filter(parsed -> parsed.manifest().equals(label()))
                .filter(parsed ->
                        parsed.path().size() == 2 && parsed.path().getFirst().equals(Labels.ASSERTION_STORE))
                .map(JumbfUri::label);
    }

    /** Declared assertions with CBOR content whose label passes; those that can't be read are another check's matter. */
    List<Assertion> assertions(Predicate<String> wanted) {
        return claim.assertions().stream()
                .flatMap(uri -> assertion(uri).stream())
                .filter(found -> wanted.test(found.label()))
                .flatMap(found -> content(found).stream())
                .toList();
    }

    private static Optional<Assertion> content(Superbox box) {
        Optional<byte[]> cbor = box.content("cbor");
        if (cbor.isEmpty()) {
            return Optional.empty();
        }
        try {
            CBORObject content = Cbor.decode(cbor.get(), StatusCode.ASSERTION_CBOR_INVALID);
            return Optional.of(new Assertion(box.label(), box, content));
        } catch (MalformedStoreException e) {
            return Optional.empty();
        }
    }
}
