package io.countermark.transparency;

import io.countermark.transparency.LogException.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What happened to an asset, as an entry of a {@link TransparencyLog}. It holds no personal data: an id that is random, salted
 * commitments, the entries it follows from, and a time that is claimed (that the entry was there by then, only a checkpoint shows).
 *
 * <p>Its bytes are JSON in the one form that RFC 8785 gives it: ASCII, no white space, names in this order, 65,535 bytes at most.
 *
 * <pre>
 *   {"asset":"UUID","commitments":{"NAME":"64 hex digits",...},"parents":["64 hex digits",...],
 *    "time":"YYYY-MM-DDThh:mm:ssZ","type":"KIND","v":1}        (on one line)
 * </pre>
 *
 * NAME is 1 to 32 of {@code a-z 0-9 -} and begins with a letter; at most 32 of them, sorted. Hex digits are lower case. Parents are
 * leaf hashes, at most 256, in the order given. Parents make the history a graph: a rendition made from two pictures has two.
 *
 * @param kind        what happened
 * @param asset       to which asset
 * @param commitments a name to the value of a {@link Commitment}, for example {@code bytes}, {@code pixels}, {@code manifest}
 * @param parents     leaf hashes of entries that this one follows from
 * @param time        claimed, whole seconds
 */
public record LogEntry(
        Kind kind, UUID asset, SortedMap<String, byte[]> commitments, List<byte[]> parents, Instant time) {

    private static final int MOST_COMMITMENTS = 32;
    private static final int MOST_PARENTS = 256;
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,31}");
    private static final Pattern PAIR = Pattern.compile("\"([a-z0-9-]{1,32})\":\"([0-9a-f]{64})\"");
    private static final Pattern HASH = Pattern.compile("\"([0-9a-f]{64})\"");
    private static final Pattern ENTRY =
            Pattern.compile("\\{\"asset\":\"([0-9a-f-]{36})\",\"commitments\":\\{([^{}]*+)},"
                    + "\"parents\":\\[([^\\[\\]]*+)],\"time\":\"([0-9TZ:-]{20})\",\"type\":\"([a-z]{1,16})\",\"v\":1}");

    /** What happened. */
    public enum Kind {
        /** An original came in. */
        INGEST,
        /** A rendition was made from it. */
        DERIVE,
        /** Its content was changed by a person. */
        EDIT,
        /** It passed to another holder. */
        TRANSFER,
        /** Its use was allowed to somebody. */
        LICENCE,
        /** A complaint names it. */
        NOTICE,
        /** A complaint about it was decided. */
        DETERMINATION,
        /** An earlier entry no longer holds. */
        REVOKE;

        /** As written in an entry, for example {@code ingest}. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public LogEntry {
        commitments = Collections.unmodifiableSortedMap(new TreeMap<>(commitments));
        parents = List.copyOf(parents);
        time = time.truncatedTo(ChronoUnit.SECONDS);
        if (commitments.size() > MOST_COMMITMENTS || parents.size() > MOST_PARENTS) {
            throw malformed("more than 32 commitments or 256 parents");
        }
        if (!commitments.keySet().stream().allMatch(name -> NAME.matcher(name).matches())) {
            throw malformed("a commitment's name has 1 to 32 of a-z 0-9 - and begins with a letter");
        }
        if (commitments.values().stream().anyMatch(value -> value.length != 32)
                || parents.stream().anyMatch(hash -> hash.length != 32)) {
            throw malformed("commitments and parents have 32 bytes");
        }
    }

    /** The bytes to append. */
    public byte[] encode() {
        HexFormat hex = HexFormat.of();
        List<String> pairs = new ArrayList<>();
        commitments.forEach((name, value) -> pairs.add("\"" + name + "\":\"" + hex.formatHex(value) + "\""));
        List<String> hashes =
                parents.stream().map(hash -> "\"" + hex.formatHex(hash) + "\"").toList();
        String json = "{\"asset\":\"" + asset + "\",\"commitments\":{" + String.join(",", pairs) + "},\"parents\":["
                + String.join(",", hashes) + "],\"time\":\"" + time + "\",\"type\":\"" + kind.text() + "\",\"v\":1}";
        return json.getBytes(StandardCharsets.US_ASCII);
    }

    /** The hash that names this entry, for example as a parent of another: 32 bytes. */
    public byte[] leafHash() {
        return MerkleProof.leafHash(encode());
    }

    /** @throws LogException MALFORMED_ENTRY when the bytes are not exactly what {@link #encode} writes */
    public static LogEntry decode(byte[] bytes) {
        Matcher matcher = ENTRY.matcher(ascii(bytes));
        if (!matcher.matches()) {
            throw malformed("not an entry of version 1");
        }
        SortedMap<String, byte[]> commitments = new TreeMap<>();
        for (Matcher pair = PAIR.matcher(matcher.group(2)); pair.find(); ) {
            commitments.put(pair.group(1), HexFormat.of().parseHex(pair.group(2)));
        }
        List<byte[]> parents = new ArrayList<>();
        for (Matcher hash = HASH.matcher(matcher.group(3)); hash.find(); ) {
            parents.add(HexFormat.of().parseHex(hash.group(1)));
        }
        try {
            LogEntry entry = new LogEntry(
                    kind(matcher.group(5)),
                    UUID.fromString(matcher.group(1)),
                    commitments,
                    parents,
                    Instant.parse(matcher.group(4)));
            if (Arrays.equals(bytes, entry.encode())) {
                return entry;
            }
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new LogException(Reason.MALFORMED_ENTRY, "Entry: its time or id has no sense", e);
        }
        throw malformed("not in its one right spelling");
    }

    /** The commitments by name, for building an entry. */
    public static SortedMap<String, byte[]> commitments(Map<String, Commitment> made) {
        SortedMap<String, byte[]> values = new TreeMap<>();
        made.forEach((name, commitment) -> values.put(name, commitment.value()));
        return values;
    }

    private static Kind kind(String text) {
        for (Kind kind : Kind.values()) {
            if (kind.text().equals(text)) {
                return kind;
            }
        }
        throw malformed("no kind " + text);
    }

    private static String ascii(byte[] bytes) {
        try {
            return StandardCharsets.US_ASCII
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new LogException(Reason.MALFORMED_ENTRY, "Entry: not ASCII", e);
        }
    }

    private static LogException malformed(String what) {
        return new LogException(Reason.MALFORMED_ENTRY, "Entry: " + what);
    }
}
