package io.countermark.cli;

import io.countermark.credentials.CredentialsException;
import io.countermark.credentials.ManifestDefinition;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * What {@code sign --manifest FILE.json} says, in the words that other C2PA tools use:
 *
 * <pre>{@code
 * {"title": "Blue jacket, front",
 *  "claim_generator_info": [{"name": "My shop", "version": "2.1"}],
 *  "assertions": [{"label": "c2pa.actions.v2", "data": {"actions": [
 *    {"action": "c2pa.opened"},
 *    {"action": "c2pa.color_adjustments", "when": "2026-05-03T10:00:00Z", "description": "White balance"}]}}]}
 * }</pre>
 *
 * Every part may be left out. A field that is not known here is refused by name: a manifest must not silently say less than its
 * author meant.
 *
 * @param title     null takes the file's name
 * @param generator null is this program
 * @param actions   empty means opened
 */
record ManifestFile(
        @Nullable String title,
        ManifestDefinition.@Nullable Generator generator,
        List<ManifestDefinition.Action> actions) {

    static final ManifestFile EMPTY = new ManifestFile(null, null, List.of());

    private static final String OPENED = "c2pa.opened";
    private static final String CREATED = "c2pa.created";

    ManifestFile {
        actions = List.copyOf(actions);
    }

    static ManifestFile parse(String json) {
        JsonNode root;
        try {
            root = JsonLine.JSON.readTree(json);
        } catch (JacksonException e) {
            throw bad("It is not JSON: " + e.getOriginalMessage());
        }
        if (!root.isObject()) {
            throw bad("It is not a JSON object");
        }
        allow(root, Set.of("title", "claim_generator_info", "assertions"), "the manifest");
        return new ManifestFile(text(root, "title"), generator(root.path("claim_generator_info")), actions(root));
    }

    private static ManifestDefinition.@Nullable Generator generator(JsonNode info) {
        if (info.isMissingNode()) {
            return null;
        }
        JsonNode first = info.isArray() && info.size() == 1 ? info.get(0) : info;
        if (!first.isObject()) {
            throw bad("claim_generator_info is one object with name and version");
        }
        allow(first, Set.of("name", "version"), "claim_generator_info");
        return new ManifestDefinition.Generator(required(first, "name"), required(first, "version"));
    }

    private static List<ManifestDefinition.Action> actions(JsonNode root) {
        List<ManifestDefinition.Action> actions = new ArrayList<>();
        for (JsonNode assertion : root.path("assertions")) {
            allow(assertion, Set.of("label", "data"), "an assertion");
            String label = required(assertion, "label");
            if (!label.equals("c2pa.actions.v2") && !label.equals("c2pa.actions")) {
                throw bad("The assertion '" + label + "' can't be written, only c2pa.actions.v2");
            }
            allow(assertion.path("data"), Set.of("actions"), "data of " + label);
            for (JsonNode action : assertion.path("data").path("actions")) {
                actions.add(action(action));
            }
        }
        return actions;
    }

    private static ManifestDefinition.Action action(JsonNode node) {
        allow(node, Set.of("action", "when", "digitalSourceType", "description"), "an action");
        String when = text(node, "when");
        try {
            return new ManifestDefinition.Action(
                    required(node, "action"),
                    when == null ? null : Instant.parse(when),
                    text(node, "digitalSourceType"),
                    text(node, "description"));
        } catch (DateTimeParseException e) {
            throw bad("'when' is a time like 2026-05-03T10:00:00Z, not '" + when + "'");
        }
    }

    private static void allow(JsonNode node, Set<String> known, String where) {
        for (String name : node.propertyNames()) {
            if (!known.contains(name)) {
                throw bad("'" + name + "' in " + where + " is not known; known are "
                        + known.stream().sorted().toList());
            }
        }
    }

    private static @Nullable String text(JsonNode node, String name) {
        JsonNode value = node.path(name);
        if (value.isMissingNode()) {
            return null;
        }
        if (!value.isString()) {
            throw bad("'" + name + "' is not a text");
        }
        return value.asString();
    }

    private static String required(JsonNode node, String name) {
        String value = text(node, name);
        if (value == null) {
            throw bad("'" + name + "' is missing");
        }
        return value;
    }

    private static CredentialsException bad(String why) {
        return new CredentialsException(CredentialsException.Reason.BAD_DEFINITION, why);
    }

    /**
     * For one file. We open what somebody made, so without a word about it the first action is {@code c2pa.opened} with the file as
     * its parent; a definition that begins with {@code c2pa.created} has no parent.
     */
    ManifestDefinition definition(String fileName, String mediaType, byte[] file, Instant now) {
        String named = title == null ? fileName : title;
        List<ManifestDefinition.Action> all = new ArrayList<>(actions);
        boolean created = !all.isEmpty() && all.getFirst().name().equals(CREATED);
        boolean opened = !all.isEmpty() && all.getFirst().name().equals(OPENED);
        if (!created && !opened) {
            all.addFirst(new ManifestDefinition.Action(OPENED, now, null, null));
        }
        return new ManifestDefinition(
                named,
                generator == null ? new ManifestDefinition.Generator("Countermark", Version.number()) : generator,
                all,
                List.of(),
                created ? null : new ManifestDefinition.Parent(fileName, mediaType, file));
    }

    /** For an update of the credentials that are there: the same words, no parent of its own, and only the actions that it names. */
    ManifestDefinition update(String fileName) {
        return new ManifestDefinition(
                title == null ? fileName : title,
                generator == null ? new ManifestDefinition.Generator("Countermark", Version.number()) : generator,
                actions,
                List.of(),
                null);
    }
}
