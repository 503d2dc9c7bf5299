package io.countermark.cli;

import io.countermark.container.ImageFormat;
import io.countermark.credentials.CredentialsException;
import io.countermark.credentials.CredentialsException.Reason;
import io.countermark.credentials.ManifestDefinition;
import io.countermark.credentials.ManifestDefinition.Action;
import io.countermark.credentials.ManifestDefinition.Assertion;
import io.countermark.credentials.ManifestDefinition.Binding;
import io.countermark.credentials.ManifestDefinition.Component;
import io.countermark.credentials.ManifestDefinition.Parent;
import io.countermark.credentials.ManifestDefinition.Redaction;
import io.countermark.credentials.ManifestDefinition.Relationship;
import io.countermark.credentials.ManifestDefinition.Thumbnail;
import io.countermark.credentials.ManifestValidator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What a manifest says besides its title and actions. */
final class StatementOptions {

    /** What picture data may be used for, by whoever trains or mines (CAWG Training and data mining 1.1). */
    enum Use {
        allowed,
        notAllowed,
        constrained
    }

    private static final List<String> MINING =
            List.of("cawg.data_mining", "cawg.ai_inference", "cawg.ai_generative_training", "cawg.ai_training");

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--parent",
            paramLabel = "FILE",
            description = "The picture that this one was made from; by default the picture itself as it was")
    private @Nullable Path parent;

    @Option(
            names = "--component",
            paramLabel = "FILE",
            description = "A picture that was placed in this one; its credentials are kept; may be repeated")
    private List<Path> components = List.of();

    @Option(
            names = "--input",
            paramLabel = "FILE",
            description = "A picture that this one was made with, as a reference; may be repeated")
    private List<Path> inputs = List.of();

    @Option(
            names = "--thumbnail",
            paramLabel = "FILE",
            description = "A small JPEG or PNG of the picture to keep in the manifest")
    private @Nullable Path thumbnail;

    @Option(
            names = "--training-mining",
            paramLabel = "USE",
            description = "May the picture be mined, or train models: ${COMPLETION-CANDIDATES}")
    private @Nullable Use mining;

    @Option(
            names = "--assertion",
            paramLabel = "LABEL=FILE.json",
            description = "A further statement, for example cawg.metadata; the signer passes it on; may be repeated")
    private Map<String, Path> assertions = new LinkedHashMap<>();

    @Option(
            names = "--redact",
            paramLabel = "ASSERTION",
            description = {
                "Take an assertion out of the credentials that are there: its label in the newest manifest, or its whole URI",
                "(self#jumbf=...); may be repeated"
            })
    private List<String> redacted = List.of();

    @Option(
            names = "--redact-reason",
            paramLabel = "REASON",
            defaultValue = "c2pa.PII.present",
            description = "Why (default: ${DEFAULT-VALUE})")
    private String reason;

    @Option(names = "--boxes", description = "Hash each segment or chunk by itself; JPEG and PNG only")
    private boolean boxes;

    /** @param definition what the manifest says so far, about {@code file} */
    ManifestDefinition with(ManifestDefinition definition, byte[] file) throws IOException {
        ManifestDefinition extended = definition
                .withAssertions(statements())
                .withRedactions(redactions(file))
                .withBinding(boxes ? Binding.BOXES : Binding.WHOLE_FILE);
        if (parent != null) {
            byte[] bytes = ImageFile.bytes(parent);
            extended = extended.withParent(new Parent(name(parent), mediaType(parent, bytes), bytes));
        }
        if (thumbnail != null) {
            byte[] bytes = ImageFile.bytes(thumbnail);
            extended = extended.withThumbnail(new Thumbnail(mediaType(thumbnail, bytes), bytes));
        }
        return withComponents(extended);
    }

    /** Each component is placed by an action of its own, as the standard has it (18.15.4). */
    private ManifestDefinition withComponents(ManifestDefinition definition) throws IOException {
        List<Component> all = new ArrayList<>();
        List<Action> actions = new ArrayList<>(definition.actions());
        for (Path file : components) {
            Component component = component(file, Relationship.COMPONENT_OF, all.size());
            all.add(component);
            actions.add(new Action("c2pa.placed", Instant.now(), null, null, List.of(component.id())));
        }
        for (Path file : inputs) {
            all.add(component(file, Relationship.INPUT_TO, all.size()));
        }
        return definition.withComponents(all).withActions(actions);
    }

    private static Component component(Path file, Relationship relationship, int number) throws IOException {
        byte[] bytes = ImageFile.bytes(file);
        return new Component("component-" + number, relationship, name(file), mediaType(file, bytes), bytes, null);
    }

    private List<Assertion> statements() {
        List<Assertion> all = new ArrayList<>();
        assertions.forEach((label, file) -> {
            byte[] utf8 = OptionValues.text(spec, "--assertion", file).getBytes(StandardCharsets.ISO_8859_1);
            all.add(new Assertion(label, new String(utf8, StandardCharsets.UTF_8), false));
        });
        if (mining != null) {
            Map<String, Object> entries = new LinkedHashMap<>();
            MINING.forEach(kind -> entries.put(kind, Map.of("use", mining.name())));
            all.add(new Assertion("cawg.training-mining", JsonLine.of(Map.of("entries", entries)), false));
        }
        return all;
    }

    private List<Redaction> redactions(byte[] file) {
        if (redacted.isEmpty()) {
            return List.of();
        }
        String newest = new ManifestValidator(List.of(), List.of())
                .validate(file, Instant.now())
                .activeManifest();
        if (newest == null) {
            throw new CredentialsException(Reason.BAD_DEFINITION, "There are no credentials to redact");
        }
        return redacted.stream()
                .map(what -> new Redaction(
                        what.startsWith("self#jumbf=")
                                ? what
                                : "self#jumbf=/c2pa/" + newest + "/c2pa.assertions/" + what,
                        reason))
                .toList();
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }

    private static String mediaType(Path file, byte[] bytes) {
        return ImageFormat.sniff(bytes)
                .map(ImageFormat::mediaType)
                .orElseThrow(() -> new CredentialsException(Reason.UNSUPPORTED_FORMAT, file + " is no picture"));
    }
}
