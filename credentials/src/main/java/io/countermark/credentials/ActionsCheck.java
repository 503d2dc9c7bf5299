package io.countermark.credentials;

import com.upokecenter.cbor.CBORObject;
import io.countermark.credentials.Manifest.Assertion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Do the actions keep their rules? (C2PA 2.4, 15.10.3.2 and 18.15.) Claims of 1.x are asked only for their shape. */
final class ActionsCheck {

    static final Set<String> IN_UPDATES =
            Set.of("c2pa.edited.metadata", Labels.OPENED, "c2pa.published", Labels.REDACTED);

    private final ManifestStore store;

    ActionsCheck(ManifestStore store) {
        this.store = store;
    }

    void check(Manifest manifest, StatusLog log) {
        List<Assertion> assertions = manifest.assertions(Labels::isActions);
        List<String> names = new ArrayList<>();
        for (Assertion assertion : assertions) {
            String url = manifest.assertionUrl(assertion.label());
            List<CBORObject> actions = Cbor.items(assertion.content(), "actions");
            if (actions.isEmpty()) {
                log.add(StatusCode.ACTION_MALFORMED, url, "The actions assertion has no actions");
            }
            for (CBORObject action : actions) {
                Optional<String> name = Cbor.textField(action, "action").filter(text -> !text.isEmpty());
                if (name.isEmpty()) {
                    log.add(StatusCode.ACTION_MALFORMED, url, "An action has no name");
                } else {
                    names.add(name.get());
                    checkAction(manifest, action, name.get(), url, log);
                }
            }
        }
        if (manifest.claim().version() == 2) {
            checkInception(manifest, names, log);
        }
    }

    private static void checkInception(Manifest manifest, List<String> names, StatusLog log) {
        String url = manifest.assertionUrl(Labels.ACTIONS_V2);
        if (manifest.isUpdate()) {
            if (!IN_UPDATES.containsAll(names)) {
                log.add(StatusCode.MANIFEST_UPDATE_INVALID, url, "An update manifest can't change content");
            }
            return;
        }
        if (names.isEmpty() || !isInception(names.getFirst())) {
            log.add(StatusCode.ACTION_MALFORMED, url, "The first action is neither c2pa.created nor c2pa.opened");
        }
        if (names.stream().filter(ActionsCheck::isInception).count() > 1) {
            log.add(StatusCode.ACTION_MALFORMED, url, "There is more than one c2pa.created or c2pa.opened");
        }
    }

    private static boolean isInception(String name) {
        return name.equals(Labels.CREATED) || name.equals(Labels.OPENED);
    }

    private void checkAction(Manifest manifest, CBORObject action, String name, String url, StatusLog log) {
        if (manifest.claim().version() < 2) {
            return;
        }
        switch (name) {
            case Labels.OPENED -> checkIngredients(manifest, action, Labels.PARENT_OF, true, url, log);
            case Labels.PLACED, Labels.REMOVED ->
                checkIngredients(manifest, action, Labels.COMPONENT_OF, false, url, log);
            case Labels.REDACTED -> checkRedaction(manifest, action, url, log);
            case Labels.WATERMARKED_BOUND -> checkSoftBinding(manifest, url, log);
            default -> {
                // Other actions have no rules of their own.
            }
        }
    }

    private void checkIngredients(
            Manifest manifest, CBORObject action, String relationship, boolean one, String url, StatusLog log) {
        List<HashedUri> uris = ingredients(action);
        boolean countFits = one ? uris.size() == 1 : !uris.isEmpty();
        boolean allFit = uris.stream()
                .allMatch(uri -> manifest.assertion(uri)
                        .filter(box -> Labels.isIngredient(box.label()))
                        .filter(box -> uri.matches(box, manifest.claim().algorithm()))
                        .filter(box ->
                                relationship(box).filter(relationship::equals).isPresent())
                        .isPresent());
        if (!countFits || !allFit) {
            log.add(
                    StatusCode.ACTION_INGREDIENT_MISMATCH,
                    url,
                    "The action " + Cbor.textField(action, "action").orElse("") + " lacks its " + relationship
                            + " ingredient");
        }
    }

    private static List<HashedUri> ingredients(CBORObject action) {
        Optional<CBORObject> parameters = Cbor.field(action, "parameters");
        List<CBORObject> many =
                parameters.map(map -> Cbor.items(map, "ingredients")).orElse(List.of());
        List<CBORObject> one = parameters.flatMap(map -> Cbor.field(map, "ingredient")).stream()
                .toList();
        return (many.isEmpty() ? one : many)
                .stream().flatMap(item -> HashedUri.of(item).stream()).toList();
    }

    private static Optional<String> relationship(Superbox box) {
        return box.content("cbor").flatMap(bytes -> {
            try {
                return Cbor.textField(Cbor.decode(bytes, StatusCode.ASSERTION_CBOR_INVALID), "relationship");
            } catch (MalformedStoreException e) {
                return Optional.empty();
            }
        });
    }

    private void checkRedaction(Manifest manifest, CBORObject action, String url, StatusLog log) {
        Optional<String> redacted = Cbor.field(action, "parameters").flatMap(map -> Cbor.textField(map, "redacted"));
        boolean listed = redacted.filter(uri -> manifest.claim().redacted().contains(uri))
                .isPresent();
        boolean gone = redacted.flatMap(uri -> JumbfUri.parse(uri, manifest.label()))
                .filter(uri -> store.box().child(uri.manifest()).isPresent())
                .isPresent();
        if (!listed || !gone) {
            log.add(StatusCode.ACTION_REDACTION_MISMATCH, url, "The action c2pa.redacted fits no redacted assertion");
        }
    }

    private static void checkSoftBinding(Manifest manifest, String url, StatusLog log) {
        boolean bound = manifest.claim().assertions().stream()
                .flatMap(uri -> manifest.assertionLabel(uri).stream())
                .anyMatch(label -> Labels.base(label).equals(Labels.SOFT_BINDING));
        if (!bound) {
            log.add(
                    StatusCode.ACTION_SOFT_BINDING_MISSING,
                    url,
                    "The action c2pa.watermarked.bound has no soft binding in its manifest");
        }
    }
}
