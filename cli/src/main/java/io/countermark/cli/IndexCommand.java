package io.countermark.cli;

import io.countermark.fingerprint.Describer;
import io.countermark.fingerprint.Description;
import io.countermark.fingerprint.index.CopyIndex;
import io.countermark.fingerprint.index.IndexStatistics;
import io.countermark.fingerprint.index.PdqList;
import io.countermark.imaging.DecodedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "index",
        header = "Register originals in a folder's index, and find copies of them",
        subcommands = {
            IndexCommand.Add.class,
            IndexSearchCommand.class,
            IndexCommand.Stats.class,
            IndexCommand.Remove.class,
            IndexCommand.Rebuild.class,
            IndexPdqCommands.Export.class,
            IndexPdqCommands.Import.class
        })
final class IndexCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "What should be done? add, search, stats, remove, rebuild, export-pdq or import-pdq");
    }

    @Command(
            name = "add",
            header = "Register originals",
            description = {
                "A picture that was acknowledged is found from then on, also after a crash. The index keeps about 7 kB a picture",
                "and the path of the file, not the picture: searching opens the original to compare it. Adding a path again replaces it.",
                "JSON: file, original (its absolute path, the id), features, quality."
            })
    static final class Add implements Callable<Integer> {

        @Spec
        private CommandSpec spec;

        @Mixin
        private OutputOptions options;

        @Parameters(
                index = "0",
                paramLabel = "INDEXDIR",
                description = "Folder of the index; made when it is not there")
        private Path folder;

        @Parameters(index = "1..*", arity = "1..*", paramLabel = "IMAGE", description = "Pictures, or folders of them")
        private List<Path> images;

        @Override
        public Integer call() throws IOException {
            RegisterFile.requireWhole(folder);
            try (CopyIndex index = CopyIndex.open(folder);
                    RegisterFile register = RegisterFile.open(folder)) {
                return new FileRun(spec.commandLine(), options).run(images, file -> add(index, register, file));
            }
        }
    }

    private static Outcome add(CopyIndex index, RegisterFile register, Path file) throws IOException {
        byte[] bytes = ImageFile.bytes(file);
        String id = file.toAbsolutePath().normalize().toString();
        try (DecodedImage image = ImageFile.decode(bytes)) {
            Description description = Describer.describe(bytes, image.picture());
            register.added(id);
            index.add(id, description);
            return Outcome.of(file.toString())
                    .with("original", id)
                    .with("features", description.featureCount())
                    .with("quality", description.quality())
                    .done(file + ": registered, " + description.featureCount() + " features");
        }
    }

    @Command(
            name = "stats",
            header = "Say what an index holds",
            description = {
                "JSON: file, pictures, removed (replaced ones that still take room), features, segments, pending (in the journal),",
                "bytes, bytesPerPicture."
            })
    static final class Stats implements Callable<Integer> {

        @Spec
        private CommandSpec spec;

        @Mixin
        private OutputOptions options;

        @Parameters(index = "0", paramLabel = "INDEXDIR", description = "Folder of the index")
        private Path folder;

        @Override
        public Integer call() throws IOException {
            RegisterFile.requireWhole(folder);
            try (CopyIndex index = CopyIndex.openForReading(folder)) {
                new FileRun(spec.commandLine(), options).print(describe(index.statistics()));
                return 0;
            }
        }

        private Outcome describe(IndexStatistics statistics) {
            return Outcome.of(folder.toString())
                    .with("pictures", statistics.pictures())
                    .with("removed", statistics.removed())
                    .with("features", statistics.features())
                    .with("segments", statistics.segments())
                    .with("pending", statistics.pending())
                    .with("bytes", statistics.bytes())
                    .with("bytesPerPicture", Math.round(statistics.bytesAPicture()))
                    .done(String.format(
                            Locale.ROOT,
                            "%s: %,d pictures, %,d bytes (%,.0f a picture), %d segments, %d in the journal",
                            folder,
                            statistics.pictures(),
                            statistics.bytes(),
                            statistics.bytesAPicture(),
                            statistics.segments(),
                            statistics.pending()));
        }
    }

    @Command(
            name = "remove",
            header = "Take originals out of an index",
            description = {
                "When it ends, no search finds them and no file of the index holds anything of them.",
                "JSON: file, original, removed (false when it was not registered)."
            })
    static final class Remove implements Callable<Integer> {

        @Spec
        private CommandSpec spec;

        @Mixin
        private OutputOptions options;

        @Parameters(index = "0", paramLabel = "INDEXDIR", description = "Folder of the index")
        private Path folder;

        @Parameters(
                index = "1..*",
                arity = "1..*",
                paramLabel = "IMAGE",
                description =
                        "Paths that were added, the files need not be there any more; pdq:ID for a code of a list")
        private List<String> images;

        @Override
        public Integer call() throws IOException {
            RegisterFile.requireWhole(folder);
            try (CopyIndex index = CopyIndex.open(folder)) {
                Map<String, String> ids = new LinkedHashMap<>();
                images.forEach(image -> ids.put(image, id(index, image)));
                RegisterFile.remove(folder, Set.copyOf(ids.values()));
                Set<String> removed = index.removeAll(ids.values());
                FileRun run = new FileRun(spec.commandLine(), options);
                ids.forEach((image, id) -> run.print(outcome(image, id, removed.contains(id))));
                return removed.containsAll(ids.values()) ? 0 : 1;
            }
        }

        private static String id(CopyIndex index, String image) {
            return index.contains(image)
                    ? image
                    : Path.of(image).toAbsolutePath().normalize().toString();
        }

        private static Outcome outcome(String image, String id, boolean removed) {
            Outcome.Fields fields = Outcome.of(image).with("original", id).with("removed", removed);
            return removed ? fields.done(image + ": removed") : fields.failed(image + ": not registered");
        }
    }

    @Command(
            name = "rebuild",
            header = "Make a damaged or outdated index anew from the originals",
            description = {
                "Reads the register beside the index and describes every original again. An original whose file is gone can't be",
                "registered again: its line fails, and the rest is done."
            })
    static final class Rebuild implements Callable<Integer> {

        @Spec
        private CommandSpec spec;

        @Mixin
        private OutputOptions options;

        @Parameters(index = "0", paramLabel = "INDEXDIR", description = "Folder of the index")
        private Path folder;

        @Override
        public Integer call() throws IOException {
            Map<String, RegisterFile.@Nullable Code> registered = RegisterFile.read(folder);
            RegisterFile.beginRebuild(folder);
            CopyIndex.erase(folder);
            List<Path> originals = registered.entrySet().stream()
                    .filter(entry -> entry.getValue() == null)
                    .map(entry -> Path.of(entry.getKey()))
                    .toList();
            try (CopyIndex index = CopyIndex.open(folder);
                    RegisterFile register = RegisterFile.open(folder)) {
                addCodes(index, registered);
                int code = new FileRun(spec.commandLine(), options)
                        .run(originals, file -> IndexCommand.add(index, register, file));
                RegisterFile.endRebuild(folder);
                return code;
            }
        }

        private static void addCodes(CopyIndex index, Map<String, RegisterFile.@Nullable Code> registered)
                throws IOException {
            List<PdqList.Line> batch = new ArrayList<>();
            for (Map.Entry<String, RegisterFile.@Nullable Code> entry : registered.entrySet()) {
                RegisterFile.Code code = entry.getValue();
                if (code != null) {
                    batch.add(new PdqList.Line(code.hash(), code.quality(), entry.getKey()));
                }
                if (batch.size() == CopyIndex.MAX_BATCH) {
                    index.addCodes(batch);
                    batch.clear();
                }
            }
            index.addCodes(batch);
        }
    }
}
