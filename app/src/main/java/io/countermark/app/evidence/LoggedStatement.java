package io.countermark.app.evidence;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * A statement's place in the log.
 *
 * @param type     {@code ingest} or {@code derive}
 * @param index    of the entry, from 0
 * @param leafHash RFC 6962, 64 lower-case hexadecimal digits
 * @param content  the entry's bytes
 * @param salts    of its commitments by name, 64 hexadecimal digits each; whoever has them can open the commitments
 * @param loggedAt when its place was put on record
 */
public record LoggedStatement(
        String type, long index, String leafHash, byte[] content, Map<String, String> salts, Instant loggedAt) {

    public LoggedStatement {
        salts = Map.copyOf(salts);
    }

    /** The salts in the order of their names, as {@code name=hex} lines. */
    static String text(Map<String, String> salts) {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(salts)
                .forEach((name, salt) ->
                        text.append(name).append('=').append(salt).append('\n'));
        return text.toString();
    }

    /** Reads {@link #text}. */
    static Map<String, String> salts(String text) {
        Map<String, String> salts = new TreeMap<>();
        text.lines().forEach(line -> {
            int equals = line.indexOf('=');
            salts.put(line.substring(0, equals), line.substring(equals + 1));
        });
        return salts;
    }
}
