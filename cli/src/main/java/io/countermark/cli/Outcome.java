package io.countermark.cli;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of one file.
 *
 * @param fields of its JSON line, in order
 * @param text   the same for people, one line or several
 * @param failed whether it makes the command end with 1
 */
record Outcome(Map<String, @Nullable Object> fields, String text, boolean failed) {

    Outcome {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    boolean isSilent() {
        return text.isEmpty();
    }

    /** Fields in the order of the calls. */
    static final class Fields {

        private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();

        Fields with(String name, @Nullable Object value) {
            fields.put(name, value);
            return this;
        }

        Outcome done(String text) {
            return new Outcome(fields, text, false);
        }

        /** Goes on elsewhere: nothing is printed yet. */
        Outcome silent() {
            return new Outcome(fields, "", false);
        }

        Outcome failed(String text) {
            return new Outcome(fields, text, true);
        }
    }

    static Fields of(String file) {
        return new Fields().with("file", file);
    }
}
