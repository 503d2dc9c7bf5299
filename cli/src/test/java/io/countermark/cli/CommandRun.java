package io.countermark.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

/**
 * What a command printed and returned when run in this process.
 *
 * @param code exit code
 * @param out  standard output
 * @param err  standard error
 */
record CommandRun(int code, String out, String err) {

    static CommandRun of(Object... arguments) {
        List<String> words =
                java.util.Arrays.stream(arguments).map(Object::toString).toList();
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = Main.commandLine(words);
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
        int code = line.execute(words.toArray(String[]::new));
        return new CommandRun(code, out.toString(), err.toString());
    }

    /** The lines of standard output, each one JSON object. */
    List<JsonNode> json() {
        return out.lines().map(JsonLine.JSON::readTree).toList();
    }

    /** The names of a JSON line's members, in order. */
    static List<String> members(JsonNode line) {
        return List.copyOf(line.propertyNames());
    }
}
