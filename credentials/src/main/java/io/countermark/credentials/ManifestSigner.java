package io.countermark.credentials;

import com.upokecenter.cbor.CBORException;
import com.upokecenter.cbor.CBORObject;
import io.countermark.container.CredentialSlot;
import io.countermark.container.EmbeddedCredentials;
import io.countermark.container.MalformedImageException;
import io.countermark.credentials.CoseSigner.TokenTooLongException;
import io.countermark.credentials.CredentialsException.Reason;
import io.countermark.credentials.IngredientManifests.Source;
import io.countermark.credentials.ManifestDefinition.Component;
import io.countermark.credentials.ManifestDefinition.Parent;
import io.countermark.credentials.ManifestDefinition.SoftBinding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Signs image files with C2PA 2.4 manifests: claim v2, actions v2, soft bindings, thumbnails, ingredients v3 with their
 * manifests, data, BMFF or boxes hash, COSE signature with the chain in the protected header; on request with a time-stamp, a
 * stapled OCSP response and a CAWG identity. Thread-safe; the {@code with} methods give another signer.
 */
public final class ManifestSigner {

    private final ClaimSigner signer;
    private final ManifestValidator parents;
    private final Supplier<UUID> ids;
    private final @Nullable TimeStampSource timeStamps;
    private final @Nullable RevocationSource revocations;
    private final @Nullable Identity identity;

    public ManifestSigner(ClaimSigner signer) {
        this(signer, new ManifestValidator(List.of(), List.of()));
    }

    /** @param parents validates the credentials of ingredients; what it finds is recorded in them */
    public ManifestSigner(ClaimSigner signer, ManifestValidator parents) {
        this(signer, parents, UUID::randomUUID);
    }

    /** @param ids for the manifest's label and the instance */
    ManifestSigner(ClaimSigner signer, ManifestValidator parents, Supplier<UUID> ids) {
        this(signer, parents, ids, null, null, null);
    }

    private ManifestSigner(
            ClaimSigner signer,
            ManifestValidator parents,
            Supplier<UUID> ids,
            @Nullable TimeStampSource timeStamps,
            @Nullable RevocationSource revocations,
            @Nullable Identity identity) {
        this.signer = signer;
        this.parents = parents;
        this.ids = ids;
        this.timeStamps = timeStamps;
        this.revocations = revocations;
        this.identity = identity;
    }

    /** Every signature gets a time-stamp (10.3.2.5); without one, {@code sign} throws TIME_STAMP_UNAVAILABLE. */
    public ManifestSigner withTimeStamps(@Nullable TimeStampSource source) {
        return new ManifestSigner(signer, parents, ids, source, revocations, identity);
    }

    /** Every signature gets an OCSP response stapled (14.5.2), where the source has one. */
    public ManifestSigner withRevocations(@Nullable RevocationSource source) {
        return new ManifestSigner(signer, parents, ids, timeStamps, source, identity);
    }

    /** Every standard manifest gets a {@code cawg.identity} assertion. */
    public ManifestSigner withIdentity(@Nullable Identity who) {
        return new ManifestSigner(signer, parents, ids, timeStamps, revocations, who);
    }

    /** What an update manifest renews of the manifests that are there. */
    public enum Renewal {
        /** {@code c2pa.time-stamp} over the signature of every manifest in the store (18.18). */
        TIME_STAMPS,
        /** {@code c2pa.certificate-status}: OCSP responses about the signers of every manifest (18.19). */
        CERTIFICATE_STATUS
    }

    /**
     * The file with a manifest store in it; pixel data is not touched. An existing store stays: the file itself then is the
     * parent, and a {@code created} action becomes {@code opened} with the parent as its ingredient.
     *
     * @throws CredentialsException UNSUPPORTED_FORMAT, MALFORMED_IMAGE, BAD_DEFINITION when the actions break the rules
     *     of 18.15 or another parent is named for a file that has credentials of its own, or TIME_STAMP_UNAVAILABLE
     */
    public SignedImage sign(byte[] file, ManifestDefinition definition) {
        return onReadable(file, existing -> {
            Signing signing = signing(file, existing, definition);
            byte[] signed = seal(room -> signing.embedded(file, cose(room), identity, room));
            return new SignedImage(signed, signing.label());
        });
    }

    /**
     * A manifest store for a file that stays as it is, to be kept beside it ({@code name.c2pa}; 11.4) or at an address that
     * the file's XMP names.
     *
     * @throws CredentialsException as {@link #sign}; BAD_DEFINITION, too, when the file has a store in it, for that would be
     *     the one that counts
     */
    public DetachedManifest signDetached(byte[] file, ManifestDefinition definition) {
        return onReadable(file, existing -> {
            if (!existing.stores().isEmpty()) {
                throw new CredentialsException(
                        Reason.BAD_DEFINITION, "The file carries credentials, so none can be kept beside it");
            }
            Signing signing = signing(file, existing, definition);
            byte[] store = seal(room -> signing.detached(file, cose(room), identity, room));
            return new DetachedManifest(store, signing.label());
        });
    }

    /**
     * Adds an update manifest (11.2.3): metadata, time-stamps, receipts or redactions for a file whose bytes stay.
     *
     * @param renewals what to renew of the manifests that are there
     * @throws CredentialsException as {@link #sign}; BAD_DEFINITION, too, when there is no manifest to update, or the
     *     definition wants what an update must not have; UNSUPPORTED_FORMAT for containers in which a longer store
     *     changes bytes that were hashed
     */
    public SignedImage update(byte[] file, ManifestDefinition definition, Set<Renewal> renewals) {
        return onReadable(file, existing -> {
            ManifestUpdate update = new ManifestUpdate(file, existing, definition, parents);
            ManifestDraft draft = draft(definition, JumbfType.UPDATE_MANIFEST);
            IngredientManifests ingredients = new IngredientManifests(definition.redactions(), parents);
            update.fill(draft, ingredients);
            if (renewals.contains(Renewal.TIME_STAMPS)) {
                update.addTimeStamps(draft, timeStamps);
            }
            if (renewals.contains(Renewal.CERTIFICATE_STATUS)) {
                update.addCertificateStatus(draft, revocations);
            }
            addAssertions(draft, definition);
            byte[] signed = seal(room -> update.signed(draft, ingredients.all(), cose(room)));
            return new SignedImage(signed, draft.label());
        });
    }

    private static <T> T onReadable(byte[] file, Function<EmbeddedCredentials, T> work) {
        try {
            return work.apply(EmbeddedCredentials.read(file)
                    .orElseThrow(() -> new CredentialsException(
                            Reason.UNSUPPORTED_FORMAT, "Not an image file that can carry credentials")));
        } catch (MalformedImageException e) {
            throw new CredentialsException(Reason.MALFORMED_IMAGE, "The image is damaged: " + e.getMessage(), e);
        }
    }

    private ManifestDraft draft(ManifestDefinition definition, JumbfType type) {
        return new ManifestDraft("urn:c2pa:" + ids.get(), "xmp:iid:" + ids.get(), definition, type);
    }

    /** Everything but the binding to the file. */
    private Signing signing(byte[] file, EmbeddedCredentials existing, ManifestDefinition definition) {
        Parent parent = parent(file, existing, definition);
        ManifestDraft draft = draft(definition, JumbfType.STANDARD_MANIFEST);
        IngredientManifests ingredients = new IngredientManifests(definition.redactions(), parents);
        CBORObject parentUri = parent == null
                ? null
                : ingredients.add(
                        new Source(
                                Labels.PARENT_OF, parent.title(), parent.format(), parent.file(), parent.thumbnail()),
                        draft);
        Map<String, CBORObject> components = new HashMap<>();
        for (Component component : definition.components()) {
            Source source = new Source(
                    component.relationship().label(),
                    component.title(),
                    component.format(),
                    component.file(),
                    component.thumbnail());
            components.put(component.id(), ingredients.add(source, draft));
        }
        draft.add(Labels.ACTIONS_V2, new ActionsAssertion(definition, parentUri, components).content(), true);
        if (definition.thumbnail() != null) {
            draft.addFile(Labels.THUMBNAIL_CLAIM, definition.thumbnail());
        }
        definition.softBindings().forEach(binding -> draft.add(Labels.SOFT_BINDING, softBinding(binding), true));
        addAssertions(draft, definition);
        return new Signing(
                draft, HardBinding.of(definition.binding(), existing.kind()), existing.kind(), ingredients.all());
    }

    /** The parent that the definition names, or else the file itself when it has credentials; null when there is none. */
    private static @Nullable Parent parent(byte[] file, EmbeddedCredentials existing, ManifestDefinition definition) {
        Parent parent = definition.parent();
        if (existing.stores().isEmpty()) {
            return parent;
        }
        if (parent == null) {
            return new Parent(definition.title(), existing.kind().mediaType(), file);
        }
        if (!Arrays.equals(file, parent.file())) {
            throw new CredentialsException(
                    Reason.BAD_DEFINITION, "The file has credentials of its own, so it can't have another parent");
        }
        return parent;
    }

    /** Signs with room for a time-stamp token, and once more with the room that the authority turns out to need. */
    private static byte[] seal(Attempt attempt) {
        try {
            return attempt.with(CoseSigner.TOKEN_ROOM);
        } catch (TokenTooLongException e) {
            try {
                return attempt.with(Math.multiplyExact(e.length(), 5) / 4 + 1024);
            } catch (TokenTooLongException again) {
                throw new CredentialsException(
                        Reason.TIME_STAMP_UNAVAILABLE, "The time-stamp authority's tokens change their length", again);
            }
        }
    }

    /** Signing with a given room for tokens. */
    private interface Attempt {

        byte[] with(int room) throws TokenTooLongException;
    }

    private CoseSigner cose(int room) {
        return new CoseSigner(signer, timeStamps, stapled(), room);
    }

    private List<byte[]> stapled() {
        if (revocations == null) {
            return List.of();
        }
        try {
            return revocations.response(signer.chain()).stream().toList();
        } catch (IOException e) {
            throw new CredentialsException(Reason.REVOCATION_UNAVAILABLE, "No OCSP response: " + e.getMessage(), e);
        }
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

    private static void addAssertions(ManifestDraft draft, ManifestDefinition definition) {
        for (ManifestDefinition.Assertion assertion : definition.assertions()) {
            CBORObject content = json(assertion);
            if (Labels.isJson(assertion.label())) {
                byte[] utf8 = compact(assertion.json()).getBytes(StandardCharsets.UTF_8);
                draft.addJson(assertion.label(), utf8, assertion.created());
            } else {
                draft.add(assertion.label(), content, assertion.created());
            }
        }
    }

    /** JSON without white space between its tokens; c2pa-ts hashes what it writes anew, which has none. */
    private static String compact(String json) {
        StringBuilder compact = new StringBuilder(json.length());
        boolean quoted = false;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (quoted || !Character.isWhitespace(c)) {
                compact.append(c);
            }
            if (quoted && c == '\\') {
                compact.append(json.charAt(++i));
            } else if (c == '"') {
                quoted = !quoted;
            }
        }
        return compact.toString();
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

    /** A standard manifest whose assertions but the binding are there. Two passes (10.4): lengths first, then the values. */
    private record Signing(
            ManifestDraft draft, HardBinding binding, EmbeddedCredentials.Kind kind, List<byte[]> others) {

        String label() {
            return draft.label();
        }

        byte[] embedded(byte[] file, CoseSigner cose, @Nullable Identity identity, int room)
                throws TokenTooLongException {
            blank(file, 1, identity, room);
            byte[] empty = draft.manifest(draft.claim(), cose.placeholder());
            CredentialSlot slot = EmbeddedCredentials.reserve(file, ManifestDraft.store(others, empty).length);
            draft.put(binding.label(), binding.of(slot.file(), kind, slot.exclusions()), true);
            return slot.fill(store(cose, identity, room));
        }

        byte[] detached(byte[] file, CoseSigner cose, @Nullable Identity identity, int room)
                throws TokenTooLongException {
            blank(file, 0, identity, room);
            draft.put(binding.label(), binding.of(file, kind, List.of()), true);
            return store(cose, identity, room);
        }

        private void blank(byte[] file, int exclusions, @Nullable Identity identity, int room) {
            draft.put(binding.label(), binding.blank(file, kind, exclusions), true);
            if (identity != null) {
                draft.put(Labels.CAWG_IDENTITY, identity.blank(draft, binding.label(), room), false);
            }
        }

        private byte[] store(CoseSigner cose, @Nullable Identity identity, int room) throws TokenTooLongException {
            if (identity != null) {
                draft.put(Labels.CAWG_IDENTITY, identity.sign(draft, binding.label(), room), false);
            }
            byte[] claim = draft.claim();
            return ManifestDraft.store(others, draft.manifest(claim, cose.sign(claim)));
        }
    }

    /**
     * @param file          the signed bytes
     * @param manifestLabel label of the active manifest, {@code urn:c2pa:...}
     */
    public record SignedImage(byte[] file, String manifestLabel) {}

    /**
     * @param store         the manifest store, media type {@code application/c2pa}
     * @param manifestLabel label of the active manifest
     */
    public record DetachedManifest(byte[] store, String manifestLabel) {}
}
