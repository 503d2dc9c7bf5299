package io.countermark.credentials;

import com.upokecenter.cbor.CBORObject;
import io.countermark.container.CredentialSlot;
import io.countermark.container.EmbeddedCredentials;
import io.countermark.container.EmbeddedCredentials.Kind;
import io.countermark.credentials.CoseSigner.TokenTooLongException;
import io.countermark.credentials.CredentialsException.Reason;
import io.countermark.credentials.IngredientManifests.Source;
import io.countermark.credentials.ManifestDefinition.Action;
import io.countermark.credentials.ValidationReport.State;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An update manifest over a file's credentials (C2PA 2.4, 11.2.3). The hash of the manifest below leaves out the store where
 * it begins, however long it is; so this needs a container in which nothing else of the file says how long the store is: JPEG,
 * PNG and GIF do, while WebP (RIFF size), TIFF (count in the directory) and AVIF (offsets) hash that length.
 */
final class ManifestUpdate {

    private static final Set<Kind> CONTAINERS = Set.of(Kind.JPEG, Kind.PNG, Kind.GIF);

    private final byte[] file;
    private final EmbeddedCredentials existing;
    private final ManifestDefinition definition;
    private final ManifestStore store;

    ManifestUpdate(
            byte[] file, EmbeddedCredentials existing, ManifestDefinition definition, ManifestValidator validator) {
        this.file = file;
        this.existing = existing;
        this.definition = definition;
        this.store = store(existing);
        if (!CONTAINERS.contains(existing.kind())) {
            throw new CredentialsException(
                    Reason.UNSUPPORTED_FORMAT,
                    "The length of the credentials is hashed in "
                            + existing.kind().mediaType()
                            + ", so they can't be updated; sign the file again, with itself as parent");
        }
        boolean plain = definition.softBindings().isEmpty()
                && definition.components().isEmpty()
                && definition.thumbnail() == null
                && definition.parent() == null;
        boolean harmless = definition.actions().stream().map(Action::name).allMatch(ActionsCheck.IN_UPDATES::contains);
        if (!plain || !harmless) {
            throw bad("An update has no parent, components, thumbnail or soft bindings, and only actions of "
                    + ActionsCheck.IN_UPDATES.stream().sorted().toList());
        }
        if (validator.validate(file, Instant.now()).state() == State.INVALID) {
            throw bad("What is not valid can't be updated");
        }
    }

    private static ManifestStore store(EmbeddedCredentials existing) {
        if (existing.stores().size() != 1) {
            throw bad("There is no manifest to update");
        }
        try {
            return ManifestStore.parse(existing.stores().getFirst().bytes());
        } catch (MalformedStoreException e) {
            throw new CredentialsException(
                    Reason.BAD_DEFINITION, "The manifest to update can't be read: " + e.getMessage(), e);
        }
    }

    private static CredentialsException bad(String detail) {
        return new CredentialsException(Reason.BAD_DEFINITION, detail + " (C2PA 2.4, 11.2.3)");
    }

    /** The one ingredient, and the actions. */
    void fill(ManifestDraft draft, IngredientManifests ingredients) {
        Source source =
                new Source(Labels.PARENT_OF, definition.title(), existing.kind().mediaType(), file, null);
        CBORObject parent = ingredients.add(source, draft);
        draft.add(Labels.ACTIONS_V2, new ActionsAssertion(definition, parent, Map.of()).content(), true);
    }

    /** {@code c2pa.time-stamp}: label of each manifest to a token over its COSE signature's value (18.18). */
    void addTimeStamps(ManifestDraft draft, @Nullable TimeStampSource source) {
        if (source == null) {
            throw new CredentialsException(
                    Reason.TIME_STAMP_UNAVAILABLE, "To renew time-stamps, a time-stamp authority is needed");
        }
        CBORObject tokens = Cbor.map();
        for (Superbox manifest : store.manifests()) {
            signature(manifest)
                    .ifPresent(cose -> tokens.set(
                            Cbor.text(manifest.label()), Cbor.bytes(CoseSigner.stamp(source, cose.signature()))));
        }
        draft.add(Labels.TIME_STAMP, tokens, true);
    }

    /** {@code c2pa.certificate-status}: OCSP responses about the signers of the manifests that are there (18.19). */
    void addCertificateStatus(ManifestDraft draft, @Nullable RevocationSource source) {
        List<CBORObject> responses = new ArrayList<>();
        for (Superbox manifest : store.manifests()) {
            Optional<CoseSign1> cose = signature(manifest);
            if (source != null && cose.isPresent()) {
                response(source, cose.get()).ifPresent(der -> responses.add(Cbor.bytes(der)));
            }
        }
        if (responses.isEmpty()) {
            throw new CredentialsException(
                    Reason.REVOCATION_UNAVAILABLE, "Nobody says whether the signers' certificates were revoked");
        }
        CBORObject content = Cbor.map();
        content.set(Cbor.text("ocspVals"), Cbor.array(responses));
        draft.add(Labels.CERTIFICATE_STATUS, content, true);
    }

    private static Optional<byte[]> response(RevocationSource source, CoseSign1 cose) {
        try {
            List<X509Certificate> chain = cose.chain(false);
            return chain.isEmpty() ? Optional.empty() : source.response(chain);
        } catch (IOException e) {
            throw new CredentialsException(Reason.REVOCATION_UNAVAILABLE, "No OCSP response: " + e.getMessage(), e);
        } catch (MalformedStoreException e) {
            // A chain that can't be read has no responder to ask.
            return Optional.empty();
        }
    }

    private static Optional<CoseSign1> signature(Superbox manifest) {
        Optional<byte[]> bytes = manifest.child(Labels.SIGNATURE).flatMap(box -> box.content("cbor"));
        if (bytes.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(CoseSign1.parse(bytes.get(), StatusCode.CLAIM_SIGNATURE_MISMATCH));
        } catch (MalformedStoreException e) {
            return Optional.empty();
        }
    }

    /** The file with a longer store where the old one began. */
    byte[] signed(ManifestDraft draft, List<byte[]> others, CoseSigner cose) throws TokenTooLongException {
        byte[] claim = draft.claim();
        byte[] longer = ManifestDraft.store(others, draft.manifest(claim, cose.sign(claim)));
        CredentialSlot slot = EmbeddedCredentials.reserve(file, longer.length);
        int before = existing.stores().getFirst().place().start();
        if (slot.exclusions().getFirst().start() != before) {
            throw new CredentialsException(
                    Reason.UNSUPPORTED_FORMAT,
                    "The credentials stand at an unusual place of the file and can't be updated; sign it again");
        }
        return slot.fill(longer);
    }
}
