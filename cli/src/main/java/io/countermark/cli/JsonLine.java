package io.countermark.cli;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Writes one JSON object on one line; a name with a null value is kept, so that readers see every field. */
final class JsonLine {

    static final JsonMapper JSON = new JsonMapper();

    private JsonLine() {}

    static String of(Map<String, @Nullable Object> fields) {
        return JSON.writeValueAsString(fields);
    }

    /** JSON has no infinity (an unchanged picture's PSNR): it becomes null. */
    static @Nullable Double number(double value) {
        return Double.isFinite(value) ? value : null;
    }
}
