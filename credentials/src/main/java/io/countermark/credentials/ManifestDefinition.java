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
 * @param assertions   more statements, as JSON
 */
public record ManifestDefinition(
        String title,
        Generator generator,
        List<Action> actions,
        List<SoftBinding> softBindings,
        @Nullable Parent parent,
        List<Assertion> assertions) {

    /** IPTC digital source type of a photo taken by a camera. */
    public static final String DIGITAL_CAPTURE = "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture";

    /** IPTC digital source type of a picture drawn or composed by a person with a program. */
    public static final String DIGITAL_CREATION = "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCreation";

    public ManifestDefinition {
        actions = List.copyOf(actions);
        softBindings = List.copyOf(softBindings);
        assertions = List.copyOf(assertions);
    }

    /** Without further statements. */
    public ManifestDefinition(
            String title,
            Generator generator,
            List<Action> actions,
            List<SoftBinding> softBindings,
            @Nullable Parent parent) {
        this(title, generator, actions, softBindings, parent, List.of());
    }

    /** Name and version of the claim generator. */
    public record Generator(String name, String version) {}

    /**
     * @param name              for example {@code c2pa.created}
     * @param when              claimed time; null when not said
     * @param digitalSourceType an IPTC URI; never on opened
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

    /**
     * A statement of the caller's.
     *
     * @param label   for example {@code cawg.training-mining}
     * @param json    an object; stored as CBOR
     * @param created whether the signer vouches for it ({@code created_assertions}) or only passes it on
     *                ({@code gathered_assertions}; C2PA 2.4, 10.3)
     */
    public record Assertion(String label, String json, boolean created) {}
}
