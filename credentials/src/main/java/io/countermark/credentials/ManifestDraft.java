package io.countermark.credentials;

import com.upokecenter.cbor.CBORObject;
import io.countermark.credentials.ManifestDefinition.Thumbnail;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The boxes of a manifest on their way to being signed (C2PA 2.4, 11.1). */
final class ManifestDraft {

    /** What signatures, hashes and times of this version of the standard look like. */
    static final String SPEC_VERSION = "2.4";

    private static final HashAlgorithm HASH = HashAlgorithm.SHA256;

    private record Assertion(byte[] box, boolean created) {}

    private final String label;
    private final String instanceId;
    private final ManifestDefinition definition;
    private final JumbfType type;
    private final Map<String, Assertion> assertions = new LinkedHashMap<>();

    /** @param type standard or update manifest */
    ManifestDraft(String label, String instanceId, ManifestDefinition definition, JumbfType type) {
        this.type = type;
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
        String name = free(wanted);
        return hashedUri(JumbfUri.assertion(name), put(name, Cbor.encode(content), created));
    }

    private String free(String wanted) {
        String free = wanted;
        for (int instance = 1; assertions.containsKey(free); instance++) {
            free = wanted + "__" + instance;
        }
        return free;
    }

    /** Adds a JSON-LD assertion in a box of its own kind, as metadata and receipts have it (18.14, 18.27). */
    void addJson(String wanted, byte[] utf8, boolean created) {
        String name = free(wanted);
        byte[] box = Jumbf.superbox(JumbfType.JSON, name, Jumbf.box("json", utf8));
        assertions.put(name, new Assertion(box, created));
    }

    /**
     * Adds an embedded file (18.8): its media type and its bytes.
     *
     * @return the hashed URI by which others may refer to it
     */
    CBORObject addFile(String wanted, Thumbnail file) {
        String name = free(wanted);
        ByteArrayOutputStream description = new ByteArrayOutputStream();
        description.write(0);
        description.writeBytes(file.format().getBytes(StandardCharsets.US_ASCII));
        description.write(0);
        byte[] box = Jumbf.superbox(
                JumbfType.EMBEDDED_FILE,
                name,
                Jumbf.box("bfdb", description.toByteArray()),
                Jumbf.box("bidb", file.bytes()));
        assertions.put(name, new Assertion(box, true));
        return hashedUri(JumbfUri.assertion(name), box);
    }

    /** The hashed URI of what stands under a label now; empty when nothing does. */
    Optional<CBORObject> reference(String name) {
        return Optional.ofNullable(assertions.get(name))
                .map(assertion -> hashedUri(JumbfUri.assertion(name), assertion.box()));
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
        if (!definition.redactions().isEmpty()) {
            claim.set(
                    Cbor.text("redacted_assertions"),
                    Cbor.array(definition.redactions().stream()
                            .map(redaction -> Cbor.text(redaction.uri()))
                            .toList()));
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
                type,
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
