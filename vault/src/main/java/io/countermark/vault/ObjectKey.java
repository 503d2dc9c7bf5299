package io.countermark.vault;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The name under which an object lies in its {@link ObjectStore}: {@code TENANT/XX/OBJECT.VERSION}. */
final class ObjectKey {

    private static final String UUID_TEXT = "([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})";
    private static final Pattern OBJECT_KEY =
            Pattern.compile(UUID_TEXT + "/[0-9a-f]{2}/" + UUID_TEXT + "\\.([1-9][0-9]{0,8})");

    private ObjectKey() {}

    /** Where an object stands in its store. */
    static String of(ObjectName name) {
        String object = name.object().toString();
        return name.tenant() + "/" + object.substring(object.length() - 2) + "/" + object + "." + name.version();
    }

    /** The object that belongs under a key of the store. */
    static Optional<ObjectName> name(String key) {
        Matcher matcher = OBJECT_KEY.matcher(key);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        ObjectName name = new ObjectName(
                UUID.fromString(matcher.group(1)),
                UUID.fromString(matcher.group(2)),
                Integer.parseInt(matcher.group(3)));
        return of(name).equals(key) ? Optional.of(name) : Optional.empty();
    }
}
