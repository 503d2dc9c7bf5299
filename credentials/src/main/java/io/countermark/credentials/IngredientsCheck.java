package io.countermark.credentials;

import io.countermark.credentials.Manifest.Assertion;
import io.countermark.credentials.ValidationReport.Kind;
import io.countermark.credentials.ValidationReport.Status;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/** Are the manifests of the ingredients there, as they were, and good? (C2PA 2.4, 15.11.) */
final class IngredientsCheck {

    /** Generations; more than any history of edits that was seen. */
    static final int MAX_DEPTH = 32;

    private static final int MAX_INGREDIENTS = 256;

    private final ManifestStore store;
    private final Redactions redactions;
    private final BiConsumer<Manifest, StatusLog> check;
    private final StatusLog log;
    private final Set<String> visited = new HashSet<>();
    private int count;

    /**
     * @param check everything about a manifest but its ingredients and its hard binding's match
     * @param log   where the statuses of ingredients go
     */
    IngredientsCheck(ManifestStore store, Redactions redactions, BiConsumer<Manifest, StatusLog> check, StatusLog log) {
        this.store = store;
        this.redactions = redactions;
        this.check = check;
        this.log = log;
    }

    /** How many parents, and are they told as the standard has it? Statuses of the manifest itself. */
    static void checkParents(Manifest manifest, StatusLog own) {
        int parents = 0;
        List<Assertion> assertions = manifest.assertions(Labels::isIngredient);
        for (Assertion assertion : assertions) {
            Optional<Ingredient> ingredient = Ingredient.of(assertion);
            if (ingredient.isEmpty()) {
                own.add(
                        StatusCode.INGREDIENT_MALFORMED,
                        manifest.assertionUrl(assertion.label()),
                        "The ingredient has no known relationship");
            } else if (ingredient.get().relationship().equals(Labels.PARENT_OF)) {
                parents++;
            }
        }
        String url = JumbfUri.manifest(manifest.label());
        if (manifest.isUpdate() && (parents != 1 || assertions.size() != 1)) {
            own.add(StatusCode.MANIFEST_UPDATE_WRONG_PARENTS, url, "An update manifest has exactly one parent");
        } else if (parents > 1) {
            own.add(StatusCode.MANIFEST_MULTIPLE_PARENTS, url, "The manifest has more than one parent");
        }
    }

    /** Checks the ingredients of a manifest and theirs in turn. */
    void check(Manifest manifest, int depth) {
        if (depth > MAX_DEPTH) {
            log.add(
                    StatusCode.GENERAL_ERROR,
                    JumbfUri.manifest(manifest.label()),
                    "Ingredients nest deeper than " + MAX_DEPTH);
            return;
        }
        for (Assertion assertion : manifest.assertions(Labels::isIngredient)) {
            if (++count > MAX_INGREDIENTS) {
                log.add(
                        StatusCode.GENERAL_ERROR,
                        manifest.assertionUrl(assertion.label()),
                        "More than " + MAX_INGREDIENTS + " ingredients");
                return;
            }
            Optional<Ingredient> ingredient = Ingredient.of(assertion);
            if (ingredient.isPresent()) {
                check(manifest, ingredient.get(), depth);
            }
        }
    }

    private void check(Manifest manifest, Ingredient ingredient, int depth) {
        String url = manifest.assertionUrl(ingredient.label());
        if (ingredient.active().isEmpty()) {
            log.add(StatusCode.INGREDIENT_UNKNOWN_PROVENANCE, url, "The ingredient has no manifest");
            return;
        }
        Optional<Superbox> box = ingredient.manifest(store, manifest.label());
        StatusLog found = new StatusLog();
        if (box.isEmpty()) {
            found.add(StatusCode.INGREDIENT_MANIFEST_MISSING, url, "The ingredient's manifest is not in the store");
        } else {
            checkHashes(manifest, ingredient, box.get(), url, found);
            checkManifest(box.get(), found, depth);
        }
        for (Status status : found.statuses()) {
            if (status.kind() != Kind.FAILURE || !ingredient.acknowledges(status)) {
                log.add(status);
            }
        }
    }

    private void checkHashes(Manifest manifest, Ingredient ingredient, Superbox box, String url, StatusLog found) {
        String algorithm = manifest.claim().algorithm();
        HashedUri active = ingredient.active().orElseThrow();
        boolean whole = ingredient
                .target(store, manifest.label())
                .filter(target -> active.matches(target, algorithm))
                .isPresent();
        if (whole || active.matches(box, algorithm) || matchesClaim(active, box, algorithm)) {
            found.add(StatusCode.INGREDIENT_MANIFEST_VALIDATED, url, "The ingredient's manifest is as it was");
            return;
        }
        if (!redactions.touches(box.label())) {
            found.add(StatusCode.INGREDIENT_MANIFEST_MISMATCH, url, "The ingredient's manifest was changed");
            return;
        }
        Optional<Superbox> signature = box.child(JumbfType.SIGNATURE);
        if (ingredient.signature().isEmpty() || signature.isEmpty()) {
            found.add(StatusCode.INGREDIENT_SIGNATURE_MISSING, url, "The redacted ingredient's signature is not told");
        } else if (ingredient.signature().get().matches(signature.get(), algorithm)) {
            found.add(
                    StatusCode.INGREDIENT_SIGNATURE_VALIDATED, url, "The redacted ingredient's signature is as it was");
        } else {
            found.add(StatusCode.INGREDIENT_SIGNATURE_MISMATCH, url, "The redacted ingredient's signature was changed");
        }
    }

    /** Writers of 1.0 hashed the ingredient's claim instead of its manifest. */
    private static boolean matchesClaim(HashedUri active, Superbox box, String algorithm) {
        return box.child(JumbfType.CLAIM)
                .flatMap(claim -> claim.content("cbor"))
                .flatMap(bytes -> HashAlgorithm.of(active.algorithm().orElse(algorithm))
                        .map(alg -> MessageDigest.isEqual(active.hash(), alg.hash(bytes))))
                .orElse(false);
    }

    /** A manifest that several ingredients name is checked once. */
    private void checkManifest(Superbox box, StatusLog found, int depth) {
        if (!visited.add(box.label())) {
            return;
        }
        try {
            Manifest manifest = Manifest.parse(box);
            check.accept(manifest, found);
            check(manifest, depth + 1);
        } catch (MalformedStoreException e) {
            found.add(e, JumbfUri.manifest(box.label()));
        }
    }
}
