package io.countermark.credentials;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a manifest is to say. Begin with the five parts that every manifest has and add the rest by the {@code with} methods.
 *
 * @param title        dc:title of the asset
 * @param generator    product name and version of the claim generator
 * @param actions      in order; the first is created or opened
 * @param softBindings algorithm names with values (C2PA 2.4, 18.10)
 * @param parent       the file that was opened, whose own manifests become an ingredient; null for a created one
 * @param assertions   more statements, as JSON
 * @param components   other files that went into the asset (18.16)
 * @param thumbnail    of the asset itself; null for none
 * @param redactions   assertions to take out of the ingredients' manifests (6.8)
 * @param binding      how the claim is bound to the file
 * @param complete     whether the actions are all that happened ({@code allActionsIncluded})
 */
public record ManifestDefinition(
        String title,
        Generator generator,
        List<Action> actions,
        List<SoftBinding> softBindings,
        @Nullable Parent parent,
        List<Assertion> assertions,
        List<Component> components,
        @Nullable Thumbnail thumbnail,
        List<Redaction> redactions,
        Binding binding,
        boolean complete) {

    /** IPTC digital source type of a photo taken by a camera. */
    public static final String DIGITAL_CAPTURE = "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture";

    /** IPTC digital source type of a picture drawn or composed by a person with a program. */
    public static final String DIGITAL_CREATION = "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCreation";

    public ManifestDefinition {
        actions = List.copyOf(actions);
        softBindings = List.copyOf(softBindings);
        assertions = List.copyOf(assertions);
        components = List.copyOf(components);
        redactions = List.copyOf(redactions);
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

    /** Without components, thumbnail and redactions; bound as suits the container, actions complete. */
    public ManifestDefinition(
            String title,
            Generator generator,
            List<Action> actions,
            List<SoftBinding> softBindings,
            @Nullable Parent parent,
            List<Assertion> assertions) {
        this(
                title,
                generator,
                actions,
                softBindings,
                parent,
                assertions,
                List.of(),
                null,
                List.of(),
                Binding.WHOLE_FILE,
                true);
    }

    public ManifestDefinition withActions(List<Action> all) {
        return new ManifestDefinition(
                title,
                generator,
                all,
                softBindings,
                parent,
                assertions,
                components,
                thumbnail,
                redactions,
                binding,
                complete);
    }

    /** @param origin what the asset was made from; null for nothing */
    public ManifestDefinition withParent(@Nullable Parent origin) {
        return new ManifestDefinition(
                title,
                generator,
                actions,
                softBindings,
                origin,
                assertions,
                components,
                thumbnail,
                redactions,
                binding,
                complete);
    }

    public ManifestDefinition withAssertions(List<Assertion> more) {
        return new ManifestDefinition(
                title,
                generator,
                actions,
                softBindings,
                parent,
                more,
                components,
                thumbnail,
                redactions,
                binding,
                complete);
    }

    public ManifestDefinition withComponents(List<Component> files) {
        return new ManifestDefinition(
                title,
                generator,
                actions,
                softBindings,
                parent,
                assertions,
                files,
                thumbnail,
                redactions,
                binding,
                complete);
    }

    public ManifestDefinition withThumbnail(@Nullable Thumbnail picture) {
        return new ManifestDefinition(
                title,
                generator,
                actions,
                softBindings,
                parent,
                assertions,
                components,
                picture,
                redactions,
                binding,
                complete);
    }

    public ManifestDefinition withRedactions(List<Redaction> what) {
        return new ManifestDefinition(
                title,
                generator,
                actions,
                softBindings,
                parent,
                assertions,
                components,
                thumbnail,
                what,
                binding,
                complete);
    }

    public ManifestDefinition withBinding(Binding how) {
        return new ManifestDefinition(
                title,
                generator,
                actions,
                softBindings,
                parent,
                assertions,
                components,
                thumbnail,
                redactions,
                how,
                complete);
    }

    /** @param all whether no action was left out */
    public ManifestDefinition withComplete(boolean all) {
        return new ManifestDefinition(
                title,
                generator,
                actions,
                softBindings,
                parent,
                assertions,
                components,
                thumbnail,
                redactions,
                binding,
                all);
    }

    /** Name and version of the claim generator. */
    public record Generator(String name, String version) {}

    /** How a standard manifest is bound to the bytes of the file (9.2). */
    public enum Binding {
        /** {@code c2pa.hash.data}, or {@code c2pa.hash.bmff.v3} for AVIF and HEIF. */
        WHOLE_FILE,
        /** {@code c2pa.hash.boxes}, a hash for each segment or chunk; JPEG and PNG only (18.7). */
        BOXES
    }

    /**
     * @param name              for example {@code c2pa.created}
     * @param when              claimed time; null when not said
     * @param digitalSourceType an IPTC URI; never on opened
     * @param description       for people; null when there is none
     * @param components        ids of the components that it concerns, as {@code c2pa.placed} has to name them
     */
    public record Action(
            String name,
            @Nullable Instant when,
            @Nullable String digitalSourceType,
            @Nullable String description,
            List<String> components) {

        public Action {
            components = List.copyOf(components);
        }

        /** An action on the asset as a whole. */
        public Action(
                String name, @Nullable Instant when, @Nullable String digitalSourceType, @Nullable String description) {
            this(name, when, digitalSourceType, description, List.of());
        }
    }

    /** @param value the raw bytes of the binding's value */
    public record SoftBinding(String algorithm, byte[] value) {}

    /**
     * @param format media type, {@code image/jpeg} or {@code image/png}
     * @param bytes  the small picture
     */
    public record Thumbnail(String format, byte[] bytes) {}

    /**
     * @param title     of the parent asset
     * @param format    media type
     * @param file      the parent's bytes
     * @param thumbnail null for none
     */
    public record Parent(
            String title,
            String format,
            byte[] file,
            @Nullable Thumbnail thumbnail) {

        /** Without a thumbnail. */
        public Parent(String title, String format, byte[] file) {
            this(title, format, file, null);
        }
    }

    /** What a component is to the asset (18.16.2). */
    public enum Relationship {
        /** Part of the asset: {@code componentOf}. */
        COMPONENT_OF(Labels.COMPONENT_OF),
        /** Something the asset was made with, for example a reference picture: {@code inputTo}. */
        INPUT_TO(Labels.INPUT_TO);

        private final String label;

        Relationship(String label) {
            this.label = label;
        }

        /** As the standard spells it. */
        public String label() {
            return label;
        }
    }

    /**
     * Another file that went into the asset; its credentials are kept.
     *
     * @param id        by which actions name it
     * @param title     of the file
     * @param format    media type
     * @param file      its bytes
     * @param thumbnail null for none
     */
    public record Component(
            String id,
            Relationship relationship,
            String title,
            String format,
            byte[] file,
            @Nullable Thumbnail thumbnail) {}

    /**
     * @param uri    absolute JUMBF URI of an assertion in an ingredient's manifest
     * @param reason for example {@code c2pa.PII.present} (6.8)
     */
    public record Redaction(String uri, String reason) {}

    /**
     * A statement of the caller's.
     *
     * @param label   for example {@code cawg.training-mining}
     * @param json    an object; stored as CBOR, but as JSON where the standard wants JSON-LD (metadata, receipts)
     * @param created whether the signer vouches for it ({@code created_assertions}) or only passes it on
     *                ({@code gathered_assertions}; C2PA 2.4, 10.3)
     */
    public record Assertion(String label, String json, boolean created) {}
}
