package io.countermark.cli;

import io.countermark.fingerprint.PdqHash;
import io.countermark.fingerprint.index.CopyIndex;
import io.countermark.fingerprint.index.PdqList;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Lists of PDQ hashes out of an index and into one: platforms exchange codes without pictures. */
final class IndexPdqCommands {

    /** Before the id of a code, so that it is no picture's: those are absolute paths. */
    private static final String PREFIX = "pdq:";

    private IndexPdqCommands() {}

    /** Whether the id of an entry is that of a code from a list. */
    static boolean isCode(String id) {
        return id.startsWith(PREFIX);
    }

    @Command(
            name = "export-pdq",
            header = "Write the PDQ hashes of an index as a list",
            description = {
                "CSV with the header hash,quality,id, or with --json one object a line with the same names. An id that a",
                "spreadsheet would take for a formula gets an apostrophe before it in CSV; import-pdq takes it off again."
            })
    static final class Export implements Callable<Integer> {

        @Spec
        private CommandSpec spec;

        @Parameters(index = "0", paramLabel = "INDEXDIR", description = "Folder of the index")
        private Path folder;

        @Option(names = "--json", description = "JSON lines instead of CSV")
        private boolean json;

        @Override
        public Integer call() throws IOException {
            RegisterFile.requireWhole(folder);
            PrintWriter out = spec.commandLine().getOut();
            try (CopyIndex index = CopyIndex.openForReading(folder)) {
                if (!json) {
                    out.println(PdqList.HEADER);
                }
                index.codes(line -> out.println(json ? JsonLine.of(fields(bare(line))) : PdqList.toCsv(bare(line))));
                out.flush();
            }
            return 0;
        }

        private static PdqList.Line bare(PdqList.Line line) {
            return isCode(line.id())
                    ? new PdqList.Line(line.hash(), line.quality(), line.id().substring(PREFIX.length()))
                    : line;
        }

        private static Map<String, @Nullable Object> fields(PdqList.Line line) {
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            fields.put("hash", line.hash().toHex());
            fields.put("quality", line.quality());
            fields.put("id", line.id());
            return fields;
        }
    }

    @Command(
            name = "import-pdq",
            header = "Add somebody else's list of PDQ hashes to an index",
            description = {
                "CSV with the columns hash, quality, id, or JSON lines with these names. All lines are checked before one is added.",
                "Each is registered as pdq:ID, beside the originals; one that was imported before gets the new code.",
                "A search that comes near such a code answers CANNOT_TELL: without the original's pixels nothing decides."
            })
    static final class Import implements Callable<Integer> {

        @Spec
        private CommandSpec spec;

        @Parameters(
                index = "0",
                paramLabel = "INDEXDIR",
                description = "Folder of the index; made when it is not there")
        private Path folder;

        @Parameters(index = "1", paramLabel = "FILE", description = "The list")
        private Path file;

        @Override
        public Integer call() throws IOException {
            RegisterFile.requireWhole(folder);
            ImageFile.requireRegular(file);
            read(line -> {});
            int[] count = {0};
            try (CopyIndex index = CopyIndex.open(folder);
                    RegisterFile register = RegisterFile.open(folder)) {
                List<PdqList.Line> batch = new ArrayList<>();
                read(line -> {
                    batch.add(line);
                    if (batch.size() == CopyIndex.MAX_BATCH) {
                        count[0] += add(index, register, batch);
                    }
                });
                count[0] += add(index, register, batch);
            }
            spec.commandLine().getOut().println(count[0] + " codes added");
            return 0;
        }

        private static int add(CopyIndex index, RegisterFile register, List<PdqList.Line> batch) throws IOException {
            int count = batch.size();
            register.added(batch);
            index.addCodes(batch);
            batch.clear();
            return count;
        }

        private void read(PdqList.Sink sink) throws IOException {
            PdqList.Sink prefixed = line -> sink.accept(prefixed(line));
            try (BufferedReader in = Files.newBufferedReader(file)) {
                if (isJson()) {
                    PdqList.readJsonLines(in, Import::parseJson, prefixed);
                } else {
                    PdqList.readCsv(in, prefixed);
                }
            } catch (IllegalArgumentException e) {
                throw new CommandException("malformed-list", file + ": " + e.getMessage());
            } catch (CharacterCodingException e) {
                throw new CommandException("malformed-list", file + " is not UTF-8");
            }
        }

        private static PdqList.Line prefixed(PdqList.Line line) {
            return new PdqList.Line(line.hash(), line.quality(), PREFIX + line.id());
        }

        /** Whether the first character that is not blank opens an object. */
        private boolean isJson() throws IOException {
            try (BufferedReader in = Files.newBufferedReader(file)) {
                int c = in.read();
                while (c >= 0 && (Character.isWhitespace(c) || c == 0xFEFF)) {
                    c = in.read();
                }
                return c == '{';
            }
        }

        private static PdqList.Line parseJson(String line) {
            try {
                JsonNode node = JsonLine.JSON.readTree(line);
                String hash = node.path("hash").asString("");
                String id = node.path("id").asString("");
                return new PdqList.Line(
                        PdqHash.fromHex(hash), node.path("quality").asInt(-1), id);
            } catch (JacksonException e) {
                throw new IllegalArgumentException("no object with hash, quality and id", e);
            }
        }
    }
}
