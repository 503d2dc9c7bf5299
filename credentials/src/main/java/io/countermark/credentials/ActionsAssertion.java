package io.countermark.credentials;

import com.upokecenter.cbor.CBORObject;
import io.countermark.credentials.CredentialsException.Reason;
import io.countermark.credentials.ManifestDefinition.Action;
import io.countermark.credentials.ManifestDefinition.Redaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The {@code c2pa.actions.v2} assertion (C2PA 2.4, 18.15). */
final class ActionsAssertion {

    private final ManifestDefinition definition;
    private final @Nullable CBORObject parent;
    private final Map<String, CBORObject> components;

    /**
     * @param parent     hashed URI of the parent's ingredient; null when there is none
     * @param components hashed URIs of the other ingredients by their ids
     */
    ActionsAssertion(ManifestDefinition definition, @Nullable CBORObject parent, Map<String, CBORObject> components) {
        this.definition = definition;
        this.parent = parent;
        this.components = components;
    }

    /**
     * The content.
     *
     * @throws CredentialsException BAD_DEFINITION when an action breaks its rule
     */
    CBORObject content() {
        List<CBORObject> actions = new ArrayList<>();
        for (Action action : InceptionAction.first(definition.actions(), parent != null)) {
            actions.add(action(action));
        }
        for (Redaction redaction : definition.redactions()) {
            actions.add(redacted(redaction));
        }
        CBORObject content = Cbor.map();
        content.set(Cbor.text("actions"), Cbor.array(actions));
        content.set(Cbor.text("allActionsIncluded"), definition.complete() ? CBORObject.True : CBORObject.False);
        return content;
    }

    private CBORObject action(Action action) {
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
        List<CBORObject> ingredients = ingredients(action);
        if (!ingredients.isEmpty()) {
            CBORObject parameters = Cbor.map();
            parameters.set(Cbor.text("ingredients"), Cbor.array(ingredients));
            map.set(Cbor.text("parameters"), parameters);
        }
        return map;
    }

    private List<CBORObject> ingredients(Action action) {
        List<CBORObject> uris = new ArrayList<>();
        for (String id : action.components()) {
            CBORObject uri = components.get(id);
            if (uri == null) {
                throw bad("The action " + action.name() + " names the ingredient '" + id + "', which is not there");
            }
            uris.add(uri);
        }
        switch (action.name()) {
            case Labels.OPENED -> {
                return parent == null ? List.of() : List.of(parent);
            }
            case Labels.PLACED, Labels.REMOVED -> {
                if (uris.isEmpty()) {
                    throw bad("The action " + action.name() + " has to name its ingredients");
                }
            }
            case Labels.REDACTED -> throw bad("Redactions are told as such; their actions are written by themselves");
            case Labels.WATERMARKED_BOUND -> {
                if (definition.softBindings().isEmpty()) {
                    throw bad("The action c2pa.watermarked.bound needs a soft binding");
                }
            }
            default -> {
                // Other actions have no rules of their own.
            }
        }
        return uris;
    }

    private static CBORObject redacted(Redaction redaction) {
        CBORObject parameters = Cbor.map();
        parameters.set(Cbor.text("redacted"), Cbor.text(redaction.uri()));
        CBORObject map = Cbor.map();
        map.set(Cbor.text("action"), Cbor.text(Labels.REDACTED));
        map.set(Cbor.text("reason"), Cbor.text(redaction.reason()));
        map.set(Cbor.text("parameters"), parameters);
        return map;
    }

    private static CredentialsException bad(String detail) {
        return new CredentialsException(Reason.BAD_DEFINITION, detail + " (C2PA 2.4, 18.15)");
    }
}
