package io.countermark.credentials;

import com.upokecenter.cbor.CBORObject;
import io.countermark.container.EmbeddedCredentials;
import io.countermark.container.MalformedImageException;
import io.countermark.credentials.CredentialsException.Reason;
import io.countermark.credentials.ManifestDefinition.Redaction;
import io.countermark.credentials.ManifestDefinition.Thumbnail;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The files that went into an asset, as ingredient v3 assertions, and their manifests, which the new store keeps (C2PA 2.4,
 * 18.16 and 6.8).
 */
final class IngredientManifests {

    private final List<Redaction> redactions;
    private final ManifestValidator validator;
    private final Map<String, byte[]> manifests = new LinkedHashMap<>();
    private final List<Redaction> pending;

    /** @param validator what it finds is recorded in the ingredients */
    IngredientManifests(List<Redaction> redactions, ManifestValidator validator) {
        this.redactions = redactions;
        this.validator = validator;
        this.pending = new ArrayList<>(redactions);
    }

    /** One file. */
    record Source(
            String relationship,
            String title,
            String format,
            byte[] file,
            @Nullable Thumbnail thumbnail) {}

    /**
     * Adds the assertion to the draft and the file's manifests to the store.
     *
     * @return the assertion's hashed URI
     */
    CBORObject add(Source source, ManifestDraft draft) {
        CBORObject assertion = Cbor.map();
        assertion.set(Cbor.text("relationship"), Cbor.text(source.relationship()));
        assertion.set(Cbor.text("dc:title"), Cbor.text(source.title()));
        assertion.set(Cbor.text("dc:format"), Cbor.text(source.format()));
        if (source.thumbnail() != null) {
            assertion.set(Cbor.text("thumbnail"), draft.addFile(Labels.THUMBNAIL_INGREDIENT, source.thumbnail()));
        }
        store(source.file()).ifPresent(store -> keep(store, source.file(), assertion));
        return draft.add(Labels.INGREDIENT_V3, assertion, true);
    }

    private void keep(Superbox store, byte[] file, CBORObject assertion) {
        for (Superbox manifest : store.children()) {
            byte[] box = redacted(manifest);
            byte[] known = manifests.putIfAbsent(manifest.label(), box);
            if (known != null && !Arrays.equals(known, box)) {
                throw new CredentialsException(
                        Reason.BAD_DEFINITION,
                        "Two ingredients bring different manifests with the label " + manifest.label());
            }
        }
        String active = store.children().getLast().label();
        assertion.set(
                Cbor.text("activeManifest"),
                ManifestDraft.hashedUri(JumbfUri.manifest(active), manifests.getOrDefault(active, new byte[8])));
        store.children()
                .getLast()
                .child(Labels.SIGNATURE)
                .ifPresent(signature -> assertion.set(
                        Cbor.text("claimSignature"),
                        ManifestDraft.hashedUri(JumbfUri.absolute(active, Labels.SIGNATURE), signature.box())));
        assertion.set(Cbor.text("validationResults"), RecordedResults.of(validator.validate(file, Instant.now())));
    }

    private byte[] redacted(Superbox manifest) {
        byte[] box = manifest.box();
        for (Redaction redaction : redactions) {
            JumbfUri uri = JumbfUri.parse(redaction.uri(), "")
                    .filter(parsed -> !parsed.manifest().isEmpty()
                            && parsed.path().size() == 2
                            && parsed.path().getFirst().equals(Labels.ASSERTION_STORE))
                    .orElseThrow(() ->
                            bad("To redact, name an assertion by its absolute JUMBF URI, not " + redaction.uri()));
            if (uri.manifest().equals(manifest.label())) {
                if (Labels.isActions(uri.label()) || Labels.isHardBinding(uri.label())) {
                    throw bad("Actions and hard bindings can't be redacted");
                }
                box = RedactedManifest.without(box, uri.label());
                pending.remove(redaction);
            }
        }
        return box;
    }

    /**
     * The manifests to put before the new one.
     *
     * @throws CredentialsException BAD_DEFINITION when a redaction names no ingredient's manifest
     */
    List<byte[]> all() {
        if (!pending.isEmpty()) {
            throw bad("No ingredient has the manifest of " + pending.getFirst().uri());
        }
        return List.copyOf(manifests.values());
    }

    private static CredentialsException bad(String detail) {
        return new CredentialsException(Reason.BAD_DEFINITION, detail + " (C2PA 2.4, 6.8)");
    }

    /** The file's store; empty when it has none that can be read, for then nothing can be kept. */
    static Optional<Superbox> store(byte[] file) {
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
