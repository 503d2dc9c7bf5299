package io.countermark.credentials;

import io.countermark.credentials.Manifest.Assertion;
import java.util.List;
import java.util.Optional;

/** Is the file the one that was signed? (C2PA 2.4, 15.12.) */
final class HardBindingCheck {

    private final ManifestStore store;
    private final Asset asset;

    HardBindingCheck(ManifestStore store, Asset asset) {
        this.store = store;
        this.asset = asset;
    }

    /** Is there exactly one binding, in the right place? (15.10.3.1.) */
    static void checkPresence(Manifest manifest, StatusLog log) {
        List<String> created = bindings(manifest, manifest.claim().created());
        List<String> all = bindings(manifest, manifest.claim().assertions());
        String url = JumbfUri.manifest(manifest.label());
        if (manifest.isUpdate()) {
            if (!all.isEmpty()) {
                log.add(StatusCode.MANIFEST_UPDATE_INVALID, url, "An update manifest can't have a hard binding");
            }
        } else if (created.isEmpty()) {
            log.add(StatusCode.CLAIM_HARD_BINDINGS_MISSING, url, "Nothing binds the claim to the file");
        } else if (all.size() > 1) {
            log.add(StatusCode.MULTIPLE_HARD_BINDINGS, url, "More than one assertion binds the claim to the file");
        }
    }

    private static List<String> bindings(Manifest manifest, List<HashedUri> uris) {
        return uris.stream()
                .flatMap(uri -> manifest.assertionLabel(uri).stream())
                .filter(Labels::isHardBinding)
                .toList();
    }

    /** Checks the binding of the active manifest; that of an update manifest is its parent's. */
    void check(Manifest active, StatusLog log) {
        Manifest bound = active;
        for (int i = 0; bound.isUpdate() && i < IngredientsCheck.MAX_DEPTH; i++) {
            Optional<Manifest> parent = parent(bound);
            if (parent.isEmpty()) {
                break;
            }
            bound = parent.get();
        }
        boolean updated = active.isUpdate();
        List<Assertion> assertions = bound.assertions(Labels::isHardBinding);
        if (assertions.isEmpty() || bound.isUpdate()) {
            log.add(
                    StatusCode.CLAIM_HARD_BINDINGS_MISSING,
                    JumbfUri.manifest(active.label()),
                    "No readable assertion binds the claim to the file");
        }
        for (Assertion assertion : assertions) {
            check(bound, assertion, updated, log);
        }
    }

    private Optional<Manifest> parent(Manifest update) {
        return update.assertions(Labels::isIngredient).stream()
                .flatMap(assertion -> Ingredient.of(assertion).stream())
                .filter(ingredient -> ingredient.relationship().equals(Labels.PARENT_OF))
                .findFirst()
                .flatMap(ingredient -> ingredient.manifest(store, update.label()))
                .flatMap(box -> {
                    try {
                        return Optional.of(Manifest.parse(box));
                    } catch (MalformedStoreException e) {
                        // Told where the ingredient is checked.
                        return Optional.empty();
                    }
                });
    }

    private void check(Manifest manifest, Assertion assertion, boolean updated, StatusLog log) {
        String url = manifest.assertionUrl(assertion.label());
        String algorithm = manifest.claim().algorithm();
        String label = Labels.base(assertion.label());
        if (label.equals(Labels.DATA_HASH)) {
            new DataHashCheck(asset, updated).check(assertion.content(), algorithm, url, log);
        } else if (label.equals(Labels.BOXES_HASH)) {
            new BoxesHashCheck(asset).check(assertion.content(), algorithm, url, log);
        } else if (Labels.isBmffHash(label)) {
            new BmffHashCheck(asset).check(assertion.content(), label, algorithm, url, log);
        } else {
            log.add(StatusCode.GENERAL_ERROR, url, "A binding by " + label + " can't be checked");
        }
    }
}
