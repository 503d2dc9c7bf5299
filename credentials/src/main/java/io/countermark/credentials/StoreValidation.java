package io.countermark.credentials;

import io.countermark.credentials.SignatureCheck.Signer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Validates the manifests of one store in the order of C2PA 2.4, section 15: the active one, then its ingredients. */
final class StoreValidation {

    private final ManifestStore store;
    private final SignatureCheck signatures;
    private final IdentityCheck identities;
    private final AssertionsCheck assertions;
    private final ActionsCheck actions;
    private final HardBindingCheck bindings;
    private final IngredientsCheck ingredients;
    private final StatusLog own = new StatusLog();
    private final StatusLog ofIngredients = new StatusLog();

    StoreValidation(ManifestStore store, Asset asset, SignatureCheck signatures, IdentityCheck identities) {
        Redactions redactions = Redactions.of(claims(store));
        this.store = store;
        this.signatures = signatures;
        this.identities = identities;
        this.assertions = new AssertionsCheck(redactions);
        this.actions = new ActionsCheck(store);
        this.bindings = new HardBindingCheck(store, asset);
        this.ingredients = new IngredientsCheck(store, redactions, this::checkManifest, ofIngredients);
    }

    private static List<Claim> claims(ManifestStore store) {
        List<Claim> claims = new ArrayList<>();
        for (Superbox manifest : store.manifests()) {
            for (Superbox claim : manifest.children(JumbfType.CLAIM)) {
                readable(claim).ifPresent(claims::add);
            }
        }
        return claims;
    }

    /** A claim that can't be read redacts nothing; that it can't is told when its manifest is checked. */
    private static Optional<Claim> readable(Superbox claim) {
        try {
            return Optional.of(Claim.parse(claim));
        } catch (MalformedStoreException e) {
            return Optional.empty();
        }
    }

    /** @param manifest of the active manifest; empty when it can't be read */
    record Outcome(Optional<Manifest> manifest, Optional<Signer> signer, StatusLog own, StatusLog ofIngredients) {}

    Outcome run() {
        Manifest active;
        try {
            active = Manifest.parse(store.active());
        } catch (MalformedStoreException e) {
            own.add(e, JumbfUri.manifest(store.active().label()));
            return new Outcome(Optional.empty(), Optional.empty(), own, ofIngredients);
        }
        Optional<Signer> signer = checkAllButBinding(active, own);
        bindings.check(active, own);
        ingredients.check(active, 1);
        return new Outcome(Optional.of(active), signer, own, ofIngredients);
    }

    private void checkManifest(Manifest manifest, StatusLog log) {
        checkAllButBinding(manifest, log);
    }

    private Optional<Signer> checkAllButBinding(Manifest manifest, StatusLog log) {
        Optional<Signer> signer = signatures.check(manifest, log);
        assertions.check(manifest, log);
        LaterEvidence.checkShape(manifest, log);
        HardBindingCheck.checkPresence(manifest, log);
        actions.check(manifest, log);
        IngredientsCheck.checkParents(manifest, log);
        identities.check(manifest, log);
        return signer;
    }
}
