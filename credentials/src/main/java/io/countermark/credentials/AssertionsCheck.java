package io.countermark.credentials;

import com.upokecenter.cbor.CBORObject;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Are the assertions those that the claim names, whole and alone? (C2PA 2.4, 15.10.) */
final class AssertionsCheck {

    private static final int MAX_JSON = 1024 * 1024;

    private final Redactions redactions;

    AssertionsCheck(Redactions redactions) {
        this.redactions = redactions;
    }

    void check(Manifest manifest, StatusLog log) {
        Set<String> declared = new HashSet<>();
        for (HashedUri uri : manifest.claim().assertions()) {
            Optional<String> label = manifest.assertionLabel(uri);
            if (label.isEmpty()) {
                log.add(StatusCode.ASSERTION_OUTSIDE_MANIFEST, uri.url(), "The claim names an assertion elsewhere");
                continue;
            }
            declared.add(label.get());
            checkReference(manifest, uri, label.get(), log);
        }
        for (Superbox box : manifest.assertionBoxes()) {
            if (!declared.contains(box.label())) {
                log.add(
                        StatusCode.ASSERTION_UNDECLARED,
                        manifest.assertionUrl(box.label()),
                        "The claim does not name this assertion");
            }
        }
        checkOwnRedactions(manifest, log);
    }

    private void checkReference(Manifest manifest, HashedUri uri, String label, StatusLog log) {
        String url = manifest.assertionUrl(label);
        Optional<Superbox> box = manifest.assertion(uri);
        boolean redacted = redactions.covers(manifest.label(), label);
        if (redacted && Labels.isActions(label)) {
            log.add(StatusCode.ACTION_REDACTED, url, "Actions can't be redacted");
        } else if (redacted && Labels.isHardBinding(label)) {
            log.add(StatusCode.HARD_BINDING_REDACTED, url, "A hard binding can't be redacted");
        } else if (redacted) {
            if (box.isPresent() && !isBlank(box.get())) {
                log.add(StatusCode.ASSERTION_NOT_REDACTED, url, "The redacted assertion is still there");
            }
        } else if (box.isEmpty()) {
            log.add(StatusCode.ASSERTION_MISSING, url, "The claim names an assertion that is not there");
        } else if (uri.matches(box.get(), manifest.claim().algorithm())) {
            log.add(StatusCode.HASHED_URI_MATCH, url, "The assertion is as signed");
            checkContent(box.get(), url, log);
        } else {
            log.add(StatusCode.HASHED_URI_MISMATCH, url, "The assertion was changed after signing");
        }
    }

    /** Redaction by 1.x overwrites the content with zeros. */
    private static boolean isBlank(Superbox box) {
        return box.contents().stream().allMatch(content -> {
            for (int i = content.offset(); i < content.offset() + content.length(); i++) {
                if (box.store()[i] != 0) {
                    return false;
                }
            }
            return true;
        });
    }

    private static void checkContent(Superbox box, String url, StatusLog log) {
        try {
            Optional<byte[]> cbor = box.content("cbor");
            if (box.is(JumbfType.CBOR) && cbor.isPresent()) {
                Cbor.decode(cbor.get(), StatusCode.ASSERTION_CBOR_INVALID);
            }
            Optional<byte[]> json = box.content("json").filter(bytes -> bytes.length <= MAX_JSON);
            if (box.is(JumbfType.JSON) && json.isPresent()) {
                Cbor.decodeJson(json.get(), StatusCode.ASSERTION_JSON_INVALID);
            }
        } catch (MalformedStoreException e) {
            log.add(e, url);
        }
    }

    private static void checkOwnRedactions(Manifest manifest, StatusLog log) {
        for (String url : manifest.claim().redacted()) {
            boolean own = JumbfUri.parse(url, manifest.label())
                    .filter(uri -> uri.manifest().equals(manifest.label()))
                    .isPresent();
            if (own) {
                log.add(StatusCode.ASSERTION_SELF_REDACTED, url, "A manifest can't redact its own assertions");
            }
        }
        checkReferences(manifest, log);
    }

    /** Data that is kept elsewhere must be described well, and must not be what binds the claim (18.12, 18.24). */
    private static void checkReferences(Manifest manifest, StatusLog log) {
        for (Manifest.Assertion cloud :
                manifest.assertions(label -> Labels.base(label).equals(Labels.CLOUD_DATA))) {
            String url = manifest.assertionUrl(cloud.label());
            Optional<String> label = Cbor.textField(cloud.content(), "label");
            boolean located =
                    Cbor.field(cloud.content(), "location").filter(Cbor::isMap).isPresent();
            if (label.isEmpty()
                    || !located
                    || Cbor.textField(cloud.content(), "content_type").isEmpty()) {
                log.add(StatusCode.CLOUD_DATA_MALFORMED, url, "Cloud data lacks label, location or content type");
            } else if (Labels.isHardBinding(label.get())) {
                log.add(StatusCode.CLOUD_DATA_HARD_BINDING, url, "A hard binding can't be kept elsewhere");
            } else if (Labels.isActions(label.get())) {
                log.add(StatusCode.CLOUD_DATA_ACTIONS, url, "Actions can't be kept elsewhere");
            }
        }
        List<Manifest.Assertion> references =
                manifest.assertions(label -> Labels.base(label).equals(Labels.EXTERNAL_REFERENCE));
        for (Manifest.Assertion reference : references) {
            Optional<CBORObject> location =
                    Cbor.field(reference.content(), "location").filter(Cbor::isMap);
            if (location.isEmpty()) {
                log.add(
                        StatusCode.EXTERNAL_REFERENCE_MALFORMED,
                        manifest.assertionUrl(reference.label()),
                        "The external reference has no location");
            }
        }
    }
}
