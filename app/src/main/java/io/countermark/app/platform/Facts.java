package io.countermark.app.platform;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Reads the packs of facts that the product ships as data (laws, forms, rules, state machines): {@code /data/*.json}. */
public final class Facts {

    /** Absent collections read as null would defeat the records' own checks, unknown fields would hide a misspelt rule. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private Facts() {}

    /** @throws IllegalStateException when the product was packed without the file */
    public static <T> T read(String name, Class<T> type) {
        try (InputStream in = Facts.class.getResourceAsStream("/data/" + name)) {
            if (in == null) {
                throw new IllegalStateException("The pack " + name + " is missing from this build");
            }
            return Objects.requireNonNull(JSON.readValue(in, type), name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
