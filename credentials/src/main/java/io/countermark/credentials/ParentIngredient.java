package io.countermark.credentials;

import com.upokecenter.cbor.CBORObject;
import io.countermark.container.EmbeddedCredentials;
import io.countermark.container.MalformedImageException;
import io.countermark.credentials.CredentialsException.Reason;
import io.countermark.credentials.ManifestDefinition.Parent;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The asset that was opened, as ingredient v3 (C2PA 2.4, 18.16).
 *
 * @param assertion content of the ingredient assertion
 * @param manifests of the parent, as boxes to copy into the new store
 */
record ParentIngredient(CBORObject assertion, List<byte[]> manifests) {

    /** The parent that the definition names, or else the file itself when it has credentials; null when there is none. */
    static @Nullable ParentIngredient of(
            byte[] file, EmbeddedCredentials existing, ManifestDefinition definition, ManifestValidator validator) {
        Parent parent = definition.parent();
        if (parent == null) {
            return existing.stores().isEmpty()
                    ? null
                    : of(new Parent(definition.title(), existing.kind().mediaType(), file), validator);
        }
        if (!existing.stores().isEmpty() && !Arrays.equals(file, parent.file())) {
            throw new CredentialsException(
                    Reason.BAD_DEFINITION, "The file has credentials of its own, so it can't have another parent");
        }
        return of(parent, validator);
    }

    private static ParentIngredient of(Parent parent, ManifestValidator validator) {
        CBORObject assertion = Cbor.map();
        assertion.set(Cbor.text("relationship"), Cbor.text(Labels.PARENT_OF));
        assertion.set(Cbor.text("dc:title"), Cbor.text(parent.title()));
        assertion.set(Cbor.text("dc:format"), Cbor.text(parent.format()));
        Optional<Superbox> store = store(parent.file());
        if (store.isEmpty()) {
            return new ParentIngredient(assertion, List.of());
        }
        Superbox active = store.get().children().getLast();
        assertion.set(Cbor.text("activeManifest"), hashedUri(JumbfUri.manifest(active.label()), active));
        active.child(Labels.SIGNATURE)
                .ifPresent(signature -> assertion.set(
                        Cbor.text("claimSignature"),
                        hashedUri(JumbfUri.absolute(active.label(), Labels.SIGNATURE), signature)));
        assertion.set(
                Cbor.text("validationResults"), RecordedResults.of(validator.validate(parent.file(), Instant.now())));
        List<byte[]> manifests =
                store.get().children().stream().map(Superbox::box).toList();
        return new ParentIngredient(assertion, manifests);
    }

    private static CBORObject hashedUri(String url, Superbox box) {
        return ManifestDraft.hashedUri(url, box.box());
    }

    /** The parent's store; empty when it has none that can be read, for then nothing can be kept. */
    private static Optional<Superbox> store(byte[] file) {
        try {
            List<EmbeddedCredentials.Store> stores = EmbeddedCredentials.read(file)
                    .map(EmbeddedCredentials::stores)
                    .orElse(List.of());
            if (stores.size() != 1) {
                return Optional.empty();
            }
            Superbox store = Jumbf.parse(stores.getFirst().bytes());
            return store.children().isEmpty() ? Optional.empty() : Optional.of(store);
        } catch (MalformedStoreException | MalformedImageException e) {
            return Optional.empty();
        }
    }
}
