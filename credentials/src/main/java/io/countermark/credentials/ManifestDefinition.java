package io.countermark.credentials;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a manifest is to say.
 *
 * @param title        dc:title of the asset
 * @param generator    product name and version of the claim generator
 * @param actions      in order; the first is created or opened
 * @param softBindings algorithm names with values (C2PA 2.4, 18.10)
 * @param parent       the file that was opened, whose own manifests become an ingredient; null for a created one
 */
public record ManifestDefinition(
        String title,
        Generator generator,
        List<Action> actions,
        List<SoftBinding> softBindings,
        @Nullable Parent parent) {

    public ManifestDefinition {
        actions = List.copyOf(actions);
        softBindings = List.copyOf(softBindings);
    }

    /** Name and version of the claim generator. */
    public record Generator(String name, String version) {}

    /**
     * @param name              for example {@code c2pa.created}
     * @param when              claimed time; null when not said
     * @param digitalSourceType an IPTC URI; only on created
     * @param description       for people; null when there is none
     */
    public record Action(
            String name,
            @Nullable Instant when,
            @Nullable String digitalSourceType,
            @Nullable String description) {}

    /** @param value the raw bytes of the binding's value */
    public record SoftBinding(String algorithm, byte[] value) {}

    /**
     * @param title  of the parent asset
     * @param format media type
     * @param file   the parent's bytes
     */
    public record Parent(String title, String format, byte[] file) {}
}
