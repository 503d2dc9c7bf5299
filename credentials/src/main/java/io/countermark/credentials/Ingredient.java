package io.countermark.credentials;

import com.upokecenter.cbor.CBORObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An ingredient assertion of any version (C2PA 2.4, 18.16).
 *
 * @param active    its manifest; empty when it has none
 * @param signature box of its claim signature; version 3 only
 * @param recorded  failures that the signer saw and recorded
 */
record Ingredient(
        String label,
        String relationship,
        Optional<HashedUri> active,
        Optional<HashedUri> signature,
        List<Recorded> recorded) {

    private static final int MAX_RECORDED = 4096;

    /** @param url empty when not told */
    record Recorded(String code, String url) {}

    /** Empty when it has no known relationship. */
    static Optional<Ingredient> of(Manifest.Assertion assertion) {
        CBORObject content = assertion.content();
        Optional<String> relationship = Cbor.textField(content, "relationship")
                .filter(text -> List.of(Labels.PARENT_OF, Labels.COMPONENT_OF, Labels.INPUT_TO)
                        .contains(text));
        Optional<HashedUri> active = Cbor.field(content, "activeManifest")
                .or(() -> Cbor.field(content, "c2pa_manifest"))
                .flatMap(HashedUri::of);
        Optional<HashedUri> signature = Cbor.field(content, "claimSignature").flatMap(HashedUri::of);
        return relationship.map(text -> new Ingredient(assertion.label(), text, active, signature, recorded(content)));
    }

    private static List<Recorded> recorded(CBORObject content) {
        List<CBORObject> statuses = new ArrayList<>(Cbor.items(content, "validationStatus"));
        Optional<CBORObject> results = Cbor.field(content, "validationResults");
        results.flatMap(map -> Cbor.field(map, "activeManifest"))
                .ifPresent(map -> statuses.addAll(Cbor.items(map, "failure")));
        results.map(map -> Cbor.items(map, "ingredientDeltas")).orElse(List.of()).stream()
                .flatMap(delta -> Cbor.field(delta, "validationDeltas").stream())
                .forEach(map -> statuses.addAll(Cbor.items(map, "failure")));
        return statuses.stream()
                .limit(MAX_RECORDED)
                .flatMap(status -> Cbor.textField(status, "code")
                        .map(code ->
                                new Recorded(code, Cbor.textField(status, "url").orElse("")))
                        .stream())
                .toList();
    }

    /** The manifest that it names, or (as some writers have it) whose claim it names. */
    Optional<Superbox> manifest(ManifestStore store, String currentManifest) {
        return target(store, currentManifest)
                .flatMap(box -> active.flatMap(uri -> JumbfUri.parse(uri.url(), currentManifest)))
                .flatMap(uri -> store.box().child(uri.manifest()));
    }

    /** The box that its hash is over: the manifest, or the claim in it. */
    Optional<Superbox> target(ManifestStore store, String currentManifest) {
        return active.flatMap(uri -> JumbfUri.parse(uri.url(), currentManifest))
                .flatMap(uri -> store.resolve(uri).filter(box -> uri.path().isEmpty() || box.is(JumbfType.CLAIM)));
    }

    /** Whether the signer knew of a failure: the code is the same, and so is the box, as far as it was told. */
    boolean acknowledges(ValidationReport.Status status) {
        return recorded.stream()
                .filter(known -> known.code().equals(status.code()))
                .anyMatch(known -> known.url().isEmpty() || status.url() == null || sameBox(known.url(), status.url()));
    }

    /** URIs of 1.x are relative to the ingredient's manifest or absolute. */
    private static boolean sameBox(String known, String found) {
        String relative = known.substring(known.indexOf('=') + 1);
        return known.equals(found) || found.endsWith("/" + relative);
    }
}
