package io.countermark.cli;

import io.countermark.fingerprint.PdqHash;
import io.countermark.fingerprint.index.PdqList;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Which originals an index on disk is made of, so that it can be made anew: the file {@code register.jsonl} beside it, one JSON
 * object a line, {@code id} and, for a code without a picture, {@code pdq} and {@code quality}. Lines are synced before the index is
 * added to, and gone before the index removes. While the index is made anew the file {@code rebuilding} says that it is not whole.
 */
final class RegisterFile implements AutoCloseable {

    /** A global code without its picture. */
    record Code(PdqHash hash, int quality) {}

    private static final String NAME = "register.jsonl";
    private static final String REBUILDING = "rebuilding";

    private final FileChannel channel;
    private final Set<String> known;

    private RegisterFile(FileChannel channel, Set<String> known) {
        this.channel = channel;
        this.known = known;
    }

    static RegisterFile open(Path folder) throws IOException {
        Path file = folder.resolve(NAME);
        Set<String> known = Files.exists(file) ? new HashSet<>(read(folder).keySet()) : new HashSet<>();
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        // A line that a crash cut off must not swallow the next one.
        if (channel.size() > 0 && !endsWithLine(file)) {
            channel.write(ByteBuffer.wrap(new byte[] {'\n'}));
        }
        return new RegisterFile(channel, known);
    }

    private static boolean endsWithLine(Path file) throws IOException {
        try (FileChannel reading = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer last = ByteBuffer.allocate(1);
            reading.read(last, reading.size() - 1);
            return last.get(0) == '\n';
        }
    }

    /** Ids in the order in which they were added; the value is null for a picture. */
    static Map<String, @Nullable Code> read(Path folder) throws IOException {
        Path file = folder.resolve(NAME);
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString(), null, "no register of originals is there");
        }
        Map<String, @Nullable Code> registered = new LinkedHashMap<>();
        // Malformed characters, of a line that was cut off, are replaced.
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                put(line, registered);
            }
        }
        return registered;
    }

    private static void put(String line, Map<String, @Nullable Code> registered) {
        try {
            JsonNode node = JsonLine.JSON.readTree(line);
            JsonNode id = node.get("id");
            if (id != null && id.isString()) {
                registered.put(id.asString(), code(node));
            }
        } catch (JacksonException | IllegalArgumentException e) {
            // Cut off by a crash: what it was about was never acknowledged.
            return;
        }
    }

    private static @Nullable Code code(JsonNode node) {
        JsonNode pdq = node.get("pdq");
        return pdq == null
                ? null
                : new Code(PdqHash.fromHex(pdq.asString()), node.path("quality").asInt());
    }

    /** Durable when it returns. */
    void added(String id) throws IOException {
        if (known.add(id)) {
            append(JsonLine.of(Map.of("id", id)) + "\n");
        }
    }

    /** Durable, with one sync for all of them, when it returns. */
    void added(List<PdqList.Line> codes) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (PdqList.Line code : codes) {
            known.add(code.id());
            // A list that is imported again may have other codes for its ids; the last line counts.
            lines.append(line(code.id(), new Code(code.hash(), code.quality()))).append('\n');
        }
        append(lines.toString());
    }

    private static String line(String id, Code code) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("id", id);
        fields.put("pdq", code.hash().toHex());
        fields.put("quality", code.quality());
        return JsonLine.of(fields);
    }

    private void append(String lines) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(lines.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        channel.force(false);
    }

    /** Writes the file anew without these. */
    static void remove(Path folder, Set<String> ids) throws IOException {
        StringBuilder kept = new StringBuilder();
        read(folder).forEach((id, code) -> {
            if (!ids.contains(id)) {
                kept.append(code == null ? JsonLine.of(Map.of("id", id)) : line(id, code))
                        .append('\n');
            }
        });
        DurableFile.write(folder.resolve(NAME), kept.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** From now until {@link #endRebuild} the index is not whole, also after a crash. */
    static void beginRebuild(Path folder) throws IOException {
        DurableFile.write(folder.resolve(REBUILDING), new byte[0]);
    }

    static void endRebuild(Path folder) throws IOException {
        Files.delete(folder.resolve(REBUILDING));
    }

    /** @throws CommandException when making it anew was interrupted */
    static void requireWhole(Path folder) throws CommandException {
        if (Files.exists(folder.resolve(REBUILDING))) {
            throw new CommandException(
                    "index-incomplete",
                    "Making the index " + folder + " anew was interrupted: run index rebuild again");
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
