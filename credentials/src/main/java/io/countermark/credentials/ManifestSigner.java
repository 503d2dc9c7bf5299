package io.countermark.credentials;

import com.upokecenter.cbor.CBORException;
import com.upokecenter.cbor.CBORObject;
import io.countermark.container.CredentialSlot;
import io.countermark.container.EmbeddedCredentials;
import io.countermark.container.EmbeddedCredentials.Kind;
import io.countermark.container.MalformedImageException;
import io.countermark.credentials.CredentialsException.Reason;
import io.countermark.credentials.ManifestDefinition.Action;
import io.countermark.credentials.ManifestDefinition.SoftBinding;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Signs image files with a C2PA 2.4 manifest: claim v2, actions v2, soft bindings, a parent's manifests as ingredient v3,
 * data hash, COSE signature with the chain in the protected header. Thread-safe.
 */
public final class ManifestSigner {

    private final SigningCredential credential;
    private final ManifestValidator parents;
    private final Supplier<UUID> ids;

    public ManifestSigner(SigningCredential credential) {
        this(credential, new ManifestValidator(List.of(), List.of()));
    }

    /** @param parents validates the credentials of parents; what it finds is recorded in the ingredient */
    public ManifestSigner(SigningCredential credential, ManifestValidator parents) {
        this(credential, parents, UUID::randomUUID);
    }

    /** @param ids for the manifest's label and the instance */
    ManifestSigner(SigningCredential credential, ManifestValidator parents, Supplier<UUID> ids) {
        this.credential = credential;
        this.parents = parents;
        this.ids = ids;
    }

    /**
     * The file with a manifest store in it; pixel data is not touched. An existing store stays: the file itself then is the
     * parent, and a {@code created} action becomes {@code opened} with the parent as its ingredient.
     *
     * @throws CredentialsException UNSUPPORTED_FORMAT, MALFORMED_IMAGE, or BAD_DEFINITION when the actions break the rules
     *     of 18.15 or another parent is named for a file that has credentials of its own
     */
    public SignedImage sign(byte[] file, ManifestDefinition definition) {
        try {
            EmbeddedCredentials existing = EmbeddedCredentials.read(file)
                    .orElseThrow(() -> new CredentialsException(
                            Reason.UNSUPPORTED_FORMAT, "Not an image file that can carry credentials"));
            return sign(file, existing, definition);
        } catch (MalformedImageException e) {
            throw new CredentialsException(Reason.MALFORMED_IMAGE, "The image is damaged: " + e.getMessage(), e);
        }
    }

    private SignedImage sign(byte[] file, EmbeddedCredentials existing, ManifestDefinition definition) {
        ParentIngredient parent = ParentIngredient.of(file, existing, definition, parents);
        ManifestDraft draft = new ManifestDraft("urn:c2pa:" + ids.get(), "xmp:iid:" + ids.get(), definition);
        CBORObject parentUri = parent == null ? null : draft.add(Labels.INGREDIENT_V3, parent.assertion(), true);
        draft.add(Labels.ACTIONS_V2, actions(definition, parentUri), true);
        definition.softBindings().forEach(binding -> draft.add(Labels.SOFT_BINDING, softBinding(binding), true));
        for (ManifestDefinition.Assertion assertion : definition.assertions()) {
            draft.add(assertion.label(), json(assertion), assertion.created());
        }
        return bind(file, draft, parent == null ? List.of() : parent.manifests());
    }

    /** Two passes (10.4): the first with hashes and a signature of the right lengths, the second with the real ones. */
    private SignedImage bind(byte[] file, ManifestDraft draft, List<byte[]> parents) {
        try {
            boolean bmff = EmbeddedCredentials.kindOf(file).filter(Kind::isBmff).isPresent();
            String binding = bmff ? Labels.BMFF_HASH_V3 : Labels.DATA_HASH;
            byte[] noHash = new byte[HashAlgorithm.SHA256.length()];
            draft.put(binding, bmff ? BmffHash.assertion(noHash) : new byte[DataHash.length(1)], true);
            byte[] empty = draft.manifest(
                    draft.claim(), CoseSign1.placeholder(credential).encode());
            CredentialSlot slot = EmbeddedCredentials.reserve(file, ManifestDraft.store(parents, empty).length);
            draft.put(binding, bmff ? bmffHash(slot.file()) : dataHash(slot), true);
            byte[] claim = draft.claim();
            byte[] manifest =
                    draft.manifest(claim, CoseSign1.sign(credential, claim).encode());
            return new SignedImage(slot.fill(ManifestDraft.store(parents, manifest)), draft.label());
        } catch (GeneralSecurityException e) {
            throw new CredentialsException(Reason.BAD_KEY, "The key can't sign: " + e.getMessage(), e);
        }
    }

    private static byte[] dataHash(CredentialSlot slot) {
        byte[] hash = DataHash.of(slot.file(), slot.exclusions(), HashAlgorithm.SHA256);
        return DataHash.assertion(slot.exclusions(), hash);
    }

    private static byte[] bmffHash(byte[] file) {
        return BmffHash.assertion(
                BmffHash.of(file, HashAlgorithm.SHA256, true, box -> BmffHash.isMandatoryExclusion(file, box)));
    }

    private static CBORObject actions(ManifestDefinition definition, @Nullable CBORObject parent) {
        List<Action> actions = InceptionAction.first(definition.actions(), parent != null);
        boolean bound = actions.stream().anyMatch(action -> action.name().equals(Labels.WATERMARKED_BOUND));
        if (bound && definition.softBindings().isEmpty()) {
            throw new CredentialsException(
                    Reason.BAD_DEFINITION, "The action c2pa.watermarked.bound needs a soft binding (18.15)");
        }
        CBORObject content = Cbor.map();
        content.set(
                Cbor.text("actions"),
                Cbor.array(
                        actions.stream().map(action -> action(action, parent)).toList()));
        content.set(Cbor.text("allActionsIncluded"), CBORObject.True);
        return content;
    }

    private static CBORObject action(Action action, @Nullable CBORObject parent) {
        CBORObject map = Cbor.map();
        map.set(Cbor.text("action"), Cbor.text(action.name()));
        if (action.when() != null) {
            map.set(Cbor.text("when"), Cbor.time(action.when()));
        }
        if (action.digitalSourceType() != null) {
            map.set(Cbor.text("digitalSourceType"), Cbor.text(action.digitalSourceType()));
        }
        if (action.description() != null) {
            map.set(Cbor.text("description"), Cbor.text(action.description()));
        }
        if (parent != null && action.name().equals(Labels.OPENED)) {
            CBORObject parameters = Cbor.map();
            parameters.set(Cbor.text("ingredients"), Cbor.array(List.of(parent)));
            map.set(Cbor.text("parameters"), parameters);
        }
        return map;
    }

    private static CBORObject softBinding(SoftBinding binding) {
        CBORObject block = Cbor.map();
        block.set(Cbor.text("scope"), Cbor.map());
        block.set(Cbor.text("value"), Cbor.bytes(binding.value()));
        CBORObject content = Cbor.map();
        content.set(Cbor.text("alg"), Cbor.text(binding.algorithm()));
        content.set(Cbor.text("blocks"), Cbor.array(List.of(block)));
        content.set(Cbor.text("pad"), Cbor.bytes(new byte[0]));
        return content;
    }

    private static CBORObject json(ManifestDefinition.Assertion assertion) {
        try {
            CBORObject content = CBORObject.FromJSONString(assertion.json());
            if (Cbor.isMap(content)) {
                return content;
            }
        } catch (CBORException e) {
            throw new CredentialsException(
                    Reason.BAD_DEFINITION, "The assertion " + assertion.label() + " is no JSON: " + e.getMessage(), e);
        }
        throw new CredentialsException(
                Reason.BAD_DEFINITION, "The assertion " + assertion.label() + " is no JSON object");
    }

    /**
     * @param file          the signed bytes
     * @param manifestLabel label of the active manifest, {@code urn:c2pa:...}
     */
    public record SignedImage(byte[] file, String manifestLabel) {}
}
