package io.countermark.credentials;

import com.upokecenter.cbor.CBORObject;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The boxes of a manifest on their way to being signed (C2PA 2.4, 11.1). */
final class ManifestDraft {

    /** What signatures, hashes and times of this version of the standard look like. */
    static final String SPEC_VERSION = "2.4";

    private static final HashAlgorithm HASH = HashAlgorithm.SHA256;

    private record Assertion(byte[] box, boolean created) {}

    private final String label;
    private final String instanceId;
    private final ManifestDefinition definition;
    private final Map<String, Assertion> assertions = new LinkedHashMap<>();

    ManifestDraft(String label, String instanceId, ManifestDefinition definition) {
        this.label = label;
        this.instanceId = instanceId;
        this.definition = definition;
    }

    String label() {
        return label;
    }

    /**
     * Adds a CBOR assertion; a label that is taken gets an instance number (6.4).
     *
     * @return the hashed URI by which others may refer to it
     */
    CBORObject add(String wanted, CBORObject content, boolean created) {
        String free = wanted;
        for (int instance = 1; assertions.containsKey(free); instance++) {
            free = wanted + "__" + instance;
        }
        return hashedUri(JumbfUri.assertion(free), put(free, Cbor.encode(content), created));
    }

    /**
     * Adds or replaces an assertion given as encoded CBOR.
     *
     * @return its superbox
     */
    byte[] put(String name, byte[] cbor, boolean created) {
        byte[] box = Jumbf.superbox(JumbfType.CBOR, name, Jumbf.box("cbor", cbor));
        assertions.put(name, new Assertion(box, created));
        return box;
    }

    /** {@code {url, hash}}: the hash is over the superbox's payload, without its 8-byte header (8.4.2.3). */
    static CBORObject hashedUri(String url, byte[] superbox) {
        byte[] payload = Arrays.copyOfRange(superbox, 8, superbox.length);
        CBORObject uri = Cbor.map();
        uri.set(Cbor.text("url"), Cbor.text(url));
        uri.set(Cbor.text("hash"), Cbor.bytes(HASH.hash(payload)));
        return uri;
    }

    /** The claim's CBOR (10.2). */
    byte[] claim() {
        CBORObject generator = Cbor.map();
        generator.set(Cbor.text("name"), Cbor.text(definition.generator().name()));
        generator.set(Cbor.text("version"), Cbor.text(definition.generator().version()));
        generator.set(Cbor.text("specVersion"), Cbor.text(SPEC_VERSION));
        CBORObject claim = Cbor.map();
        claim.set(Cbor.text("instanceID"), Cbor.text(instanceId));
        claim.set(Cbor.text("claim_generator_info"), generator);
        claim.set(Cbor.text("signature"), Cbor.text(JumbfUri.absolute(label, Labels.SIGNATURE)));
        claim.set(Cbor.text("created_assertions"), Cbor.array(uris(true)));
        if (!uris(false).isEmpty()) {
            claim.set(Cbor.text("gathered_assertions"), Cbor.array(uris(false)));
        }
        claim.set(Cbor.text("dc:title"), Cbor.text(definition.title()));
        claim.set(Cbor.text("alg"), Cbor.text(HASH.label()));
        return Cbor.encode(claim);
    }

    private List<CBORObject> uris(boolean created) {
        List<CBORObject> uris = new ArrayList<>();
        assertions.forEach((name, assertion) -> {
            if (assertion.created() == created) {
                uris.add(hashedUri(JumbfUri.assertion(name), assertion.box()));
            }
        });
        return uris;
    }

    /** The manifest superbox. */
    byte[] manifest(byte[] claim, byte[] signature) {
        byte[][] boxes = assertions.values().stream().map(Assertion::box).toArray(byte[][]::new);
        return Jumbf.superbox(
                JumbfType.STANDARD_MANIFEST,
                label,
                Jumbf.superbox(JumbfType.ASSERTION_STORE, Labels.ASSERTION_STORE, boxes),
                Jumbf.superbox(JumbfType.CLAIM, Labels.CLAIM_V2, Jumbf.box("cbor", claim)),
                Jumbf.superbox(JumbfType.SIGNATURE, Labels.SIGNATURE, Jumbf.box("cbor", signature)));
    }

    /** A store of the parents' manifests and this one, which comes last and so is the active one (15.5.1). */
    static byte[] store(List<byte[]> parents, byte[] manifest) {
        ByteArrayOutputStream manifests = new ByteArrayOutputStream();
        parents.forEach(manifests::writeBytes);
        manifests.writeBytes(manifest);
        return Jumbf.superbox(JumbfType.MANIFEST_STORE, Labels.STORE, manifests.toByteArray());
    }
}
