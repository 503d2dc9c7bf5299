package io.countermark.cli;

import io.countermark.container.EmbeddedCredentials;
import io.countermark.container.ImageMetadata;
import io.countermark.container.MetadataPrivacy;
import io.countermark.container.MetadataPrivacy.Stripped;
import io.countermark.container.PrivacyReport.Removed;
import io.countermark.container.RightsMetadata;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "metadata",
        header = "Show, set or clean the rights metadata of pictures",
        description = {
            "JPEG, PNG, WebP, AVIF, HEIF and TIFF; picture data is never touched. Set metadata before signing: credentials that are",
            "in a picture do not hold for one whose metadata was changed."
        },
        subcommands = {MetadataCommand.Show.class, MetadataCommand.Set.class, MetadataCommand.Strip.class})
final class MetadataCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "Say what to do: show, set or strip");
    }

    @Command(
            name = "show",
            header = "Show what pictures say about their rights",
            description = "JSON: file, rights (each field that is there).")
    static final class Show implements Callable<Integer> {

        @Spec
        private CommandSpec spec;

        @Mixin
        private OutputOptions options;

        @Parameters(arity = "1..*", paramLabel = "IMAGE", description = "Pictures, or folders of them")
        private List<Path> images;

        @Override
        public Integer call() {
            return new FileRun(spec.commandLine(), options).run(images, Show::show);
        }

        private static Outcome show(Path file) throws IOException {
            Map<String, Object> fields = RightsFields.of(ImageMetadata.read(ImageFile.bytes(file)));
            String text = fields.isEmpty()
                    ? ": says nothing about its rights"
                    : fields.entrySet().stream()
                            .map(field -> "\n  " + field.getKey() + ": " + field.getValue())
                            .collect(Collectors.joining());
            return Outcome.of(file.toString()).with("rights", fields).done(file + text);
        }
    }

    @Command(
            name = "set",
            header = "Write rights metadata into copies of pictures",
            description = {
                "Fields that are not named stay; an empty text takes a field out. JSON: file, output, credentials (none|broken)."
            })
    static final class Set implements Callable<Integer> {

        @Spec
        private CommandSpec spec;

        @Mixin
        private OutputOptions options;

        @Mixin
        private RightsOptions fields;

        @Parameters(arity = "1..*", paramLabel = "IMAGE", description = "Pictures, or folders of them")
        private List<Path> images;

        @Option(
                names = {"-o", "--output"},
                required = true,
                paramLabel = "DIR",
                description = "Folder for the changed pictures")
        private Path output;

        @Override
        public Integer call() {
            fields.check(spec);
            OutputFolder folder = new OutputFolder(output);
            return new FileRun(spec.commandLine(), options).run(images, file -> set(file, folder));
        }

        private Outcome set(Path file, OutputFolder folder) throws IOException {
            byte[] bytes = ImageFile.bytes(file);
            RightsMetadata wanted = fields.over(ImageMetadata.read(bytes));
            Path target = folder.target(file, "");
            DurableFile.write(target, ImageMetadata.write(bytes, wanted));
            return changed(file, target, bytes).done(file + ": written -> " + target + note(bytes));
        }
    }

    @Command(
            name = "strip",
            header = "Take place, serial numbers, previews and maker notes out of copies of pictures",
            description =
                    "Rights metadata stays. JSON: file, output, credentials (none|broken), removed, left (reason, where).")
    static final class Strip implements Callable<Integer> {

        @Spec
        private CommandSpec spec;

        @Mixin
        private OutputOptions options;

        @Parameters(arity = "1..*", paramLabel = "IMAGE", description = "Pictures, or folders of them")
        private List<Path> images;

        @Option(
                names = {"-o", "--output"},
                required = true,
                paramLabel = "DIR",
                description = "Folder for the cleaned pictures")
        private Path output;

        @Override
        public Integer call() {
            OutputFolder folder = new OutputFolder(output);
            return new FileRun(spec.commandLine(), options).run(images, file -> strip(file, folder));
        }

        private static Outcome strip(Path file, OutputFolder folder) throws IOException {
            byte[] bytes = ImageFile.bytes(file);
            Stripped stripped = MetadataPrivacy.strip(bytes);
            Path target = folder.target(file, "");
            DurableFile.write(target, stripped.file());
            List<Removed> removed = stripped.report().removed();
            List<Removed> left = stripped.report().left();
            String text = file + ": "
                    + (removed.isEmpty() ? "nothing to remove" : "removed " + names(removed))
                    + (left.isEmpty() ? "" : "; still there: " + names(left));
            return changed(file, target, bytes)
                    .with("removed", json(removed))
                    .with("left", json(left))
                    .done(text + " -> " + target + (removed.isEmpty() ? "" : note(bytes)));
        }

        private static String names(List<Removed> found) {
            return found.stream().map(Removed::where).collect(Collectors.joining(", "));
        }

        private static List<Map<String, String>> json(List<Removed> found) {
            return found.stream()
                    .map(one -> Map.of("reason", one.reason().name(), "where", one.where()))
                    .toList();
        }
    }

    private static Outcome.Fields changed(Path file, Path target, byte[] before) {
        return Outcome.of(file.toString())
                .with("output", target.toString())
                .with("credentials", isSigned(before) ? "broken" : "none");
    }

    private static String note(byte[] before) {
        return isSigned(before) ? " (its content credentials do not hold any longer: sign it again)" : "";
    }

    private static boolean isSigned(byte[] file) {
        @Nullable EmbeddedCredentials found = EmbeddedCredentials.read(file).orElse(null);
        return found != null && !found.stores().isEmpty();
    }
}
