package io.countermark.credentials;

import com.upokecenter.cbor.CBORObject;
import com.upokecenter.cbor.CBORType;
import io.countermark.credentials.ValidationReport.Kind;
import io.countermark.credentials.ValidationReport.Status;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A validated manifest store as crJSON, the view that C2PA's conformance programme has of an asset: every manifest, the active one
 * first, with its assertions, claim, signature and statuses. Byte strings are {@code b64'...'}; tags of CBOR are left out.
 */
final class CrJson {

    private static final String VOCABULARY = "https://c2pa.org/crjson";
    private static final String SPECIFICATION = "2.4.0";

    private final ManifestStore store;
    private final StoreValidation.Outcome outcome;
    private final Instant now;

    private CrJson(ManifestStore store, StoreValidation.Outcome outcome, Instant now) {
        this.store = store;
        this.outcome = outcome;
        this.now = now;
    }

    static String of(ManifestStore store, StoreValidation.Outcome outcome, Instant now) {
        return document(new CrJson(store, outcome, now).manifests());
    }

    /** For a file of which no store could be read. */
    static String empty() {
        return document(List.of());
    }

    private static String document(List<CBORObject> manifests) {
        CBORObject context = map();
        put(context, "@vocab", Cbor.text(VOCABULARY));
        put(context, "extras", Cbor.text(VOCABULARY + "/extras"));
        CBORObject generator = map();
        put(generator, "name", Cbor.text("Countermark"));
        CBORObject document = map();
        put(document, "@context", context);
        put(document, "manifests", Cbor.array(manifests));
        put(document, "jsonGenerator", generator);
        return document.ToJSONString();
    }

    static CBORObject map() {
        return CBORObject.NewOrderedMap();
    }

    static void put(CBORObject map, String name, CBORObject value) {
        map.set(Cbor.text(name), value);
    }

    private List<CBORObject> manifests() {
        List<CBORObject> manifests = new ArrayList<>();
        for (Superbox box : store.manifests().reversed()) {
            manifests.add(manifest(box));
        }
        return manifests;
    }

    private CBORObject manifest(Superbox box) {
        CBORObject object = map();
        put(object, "label", Cbor.text(box.label()));
        put(object, "isUpdateManifest", CBORObject.FromObject(box.is(JumbfType.UPDATE_MANIFEST)));
        put(object, "isCompressedManifest", CBORObject.FromObject(box.is(JumbfType.COMPRESSED_MANIFEST)));
        Optional<Manifest> readable = readable(box);
        readable.ifPresent(manifest -> {
            put(object, "assertions", assertions(manifest));
            put(
                    object,
                    manifest.claim().version() == 2 ? "claim.v2" : "claim",
                    plain(manifest.claim().content()));
            manifest.signature()
                    .flatMap(signature -> signature.content("cbor"))
                    .ifPresent(cose -> put(object, "signature", CrJsonSignature.of(cose)));
        });
        put(object, "validationResults", results(box));
        List<CBORObject> deltas = readable.map(this::deltas).orElse(List.of());
        if (!deltas.isEmpty()) {
            put(object, "ingredientDeltas", Cbor.array(deltas));
        }
        return object;
    }

    /** What can't be read is told by the statuses. */
    private static Optional<Manifest> readable(Superbox box) {
        try {
            return Optional.of(Manifest.parse(box));
        } catch (MalformedStoreException e) {
            return Optional.empty();
        }
    }

    private static CBORObject assertions(Manifest manifest) {
        CBORObject assertions = map();
        for (Superbox box : manifest.assertionBoxes()) {
            content(manifest, box).ifPresent(content -> put(assertions, box.label(), content));
        }
        return assertions;
    }

    private static Optional<CBORObject> content(Manifest manifest, Superbox box) {
        try {
            Optional<byte[]> cbor = box.content("cbor");
            if (cbor.isPresent()) {
                CBORObject content = Cbor.decode(cbor.get(), StatusCode.ASSERTION_CBOR_INVALID);
                return Optional.of(
                        Labels.base(box.label()).equals("cawg.identity") ? identity(content) : plain(content));
            }
            Optional<byte[]> json = box.content("json");
            if (json.isPresent()) {
                return Optional.of(Cbor.decodeJson(json.get(), StatusCode.ASSERTION_JSON_INVALID));
            }
        } catch (MalformedStoreException e) {
            return Optional.empty();
        }
        return box.content("bidb").isPresent() ? Optional.of(embedded(manifest, box)) : Optional.empty();
    }

    /** An identity's signature is told as that of the claim, and its padding not at all. */
    private static CBORObject identity(CBORObject content) {
        CBORObject object = plain(content);
        if (Cbor.isMap(object)) {
            object.Remove(Cbor.text("pad1"));
            object.Remove(Cbor.text("pad2"));
            Cbor.bytesField(content, "signature").ifPresent(cose -> put(object, "signature", CrJsonSignature.of(cose)));
        }
        return object;
    }

    /** A file that is embedded is only named, with its box's hash; {@code bfdb} holds toggles (1), media type, 0, file name. */
    private static CBORObject embedded(Manifest manifest, Superbox box) {
        CBORObject object = map();
        box.content("bfdb").ifPresent(description -> {
            String text = new String(description, StandardCharsets.UTF_8);
            int end = text.indexOf('\0', 1);
            put(object, "format", Cbor.text(text.substring(Math.min(1, text.length()), end < 0 ? text.length() : end)));
        });
        put(object, "identifier", Cbor.text(manifest.assertionUrl(box.label())));
        put(object, "hash", base64(HashAlgorithm.SHA256.hash(box)));
        return object;
    }

    private CBORObject results(Superbox box) {
        List<Status> statuses = box.label().equals(store.active().label())
                ? outcome.own().statuses()
                : outcome.ofIngredients().statuses().stream()
                        .filter(status -> concerns(status, box.label()))
                        .toList();
        CBORObject results = byKind(statuses);
        put(results, "specVersion", Cbor.text(SPECIFICATION));
        put(results, "validationTime", Cbor.text(now.toString()));
        return results;
    }

    private static boolean concerns(Status status, String manifest) {
        String url = JumbfUri.manifest(manifest);
        return status.url() != null && (status.url().equals(url) || status.url().startsWith(url + "/"));
    }

    private List<CBORObject> deltas(Manifest manifest) {
        List<CBORObject> deltas = new ArrayList<>();
        for (Manifest.Assertion assertion : manifest.assertions(Labels::isIngredient)) {
            String url = manifest.assertionUrl(assertion.label());
            Optional<String> target = Ingredient.of(assertion)
                    .flatMap(ingredient -> ingredient.manifest(store, manifest.label()))
                    .map(Superbox::label);
            List<Status> statuses = outcome.ofIngredients().statuses().stream()
                    .filter(status -> url.equals(status.url())
                            || target.filter(label -> concerns(status, label)).isPresent())
                    .toList();
            if (!statuses.isEmpty()) {
                CBORObject delta = map();
                put(delta, "ingredientAssertionURI", Cbor.text(url));
                put(delta, "validationDeltas", byKind(statuses));
                deltas.add(delta);
            }
        }
        return deltas;
    }

    private static CBORObject byKind(List<Status> statuses) {
        CBORObject map = map();
        for (Kind kind : List.of(Kind.SUCCESS, Kind.INFORMATIONAL, Kind.FAILURE)) {
            List<CBORObject> entries = statuses.stream()
                    .filter(status -> status.kind() == kind)
                    .map(CrJson::status)
                    .toList();
            put(map, kind.name().toLowerCase(Locale.ROOT), Cbor.array(entries));
        }
        return map;
    }

    private static CBORObject status(Status status) {
        CBORObject map = map();
        put(map, "code", Cbor.text(status.code()));
        if (status.url() != null) {
            put(map, "url", Cbor.text(status.url()));
        }
        put(map, "explanation", Cbor.text(status.explanation()));
        return map;
    }

    static CBORObject base64(byte[] bytes) {
        return Cbor.text("b64'" + Base64.getEncoder().encodeToString(bytes) + "'");
    }

    /** What JSON can say of a CBOR item; its depth is bounded by the decoder. */
    static CBORObject plain(CBORObject item) {
        if (item.getType() == CBORType.Integer || item.getType() == CBORType.FloatingPoint) {
            return item;
        }
        CBORObject bare = item.Untag();
        return switch (bare.getType()) {
            case Map -> {
                CBORObject map = map();
                bare.getEntries().forEach(entry -> put(map, key(entry.getKey()), plain(entry.getValue())));
                yield map;
            }
            case Array ->
                Cbor.array(bare.getValues().stream().map(CrJson::plain).toList());
            case ByteString -> base64(bare.GetByteString());
            default -> bare;
        };
    }

    private static String key(CBORObject key) {
        return Cbor.asText(key).orElseGet(key::toString);
    }
}
