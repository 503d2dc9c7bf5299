package io.countermark.transparency;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.countermark.transparency.LogException.Reason;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogEntryTest {

    private static final UUID ASSET = UUID.fromString("01890000-0000-7000-8000-0000000000aa");
    private static final Instant TIME = Instant.parse("2026-11-24T02:13:48.123Z");

    @Test
    void itsBytesAreAsDocumented() {
        LogEntry entry = new LogEntry(
                LogEntry.Kind.DERIVE,
                ASSET,
                new TreeMap<>(Map.of("pixels", hash(2), "bytes", hash(1))),
                List.of(hash(3), hash(4)),
                TIME);
        String expected =
                "{\"asset\":\"01890000-0000-7000-8000-0000000000aa\",\"commitments\":{\"bytes\":\"" + "01".repeat(32)
                        + "\",\"pixels\":\"" + "02".repeat(32) + "\"},\"parents\":[\"" + "03".repeat(32) + "\",\""
                        + "04".repeat(32)
                        + "\"],\"time\":\"2026-11-24T02:13:48Z\",\"type\":\"derive\",\"v\":1}";
        assertEquals(expected, new String(entry.encode(), StandardCharsets.US_ASCII));
    }

    @ParameterizedTest
    @EnumSource(LogEntry.Kind.class)
    void everyKindComesBack(LogEntry.Kind kind) {
        LogEntry entry = new LogEntry(kind, ASSET, new TreeMap<>(Map.of("bytes", hash(9))), List.of(hash(7)), TIME);
        LogEntry again = LogEntry.decode(entry.encode());
        assertEquals(kind, again.kind());
        assertArrayEquals(entry.encode(), again.encode());
        assertArrayEquals(MerkleProof.leafHash(entry.encode()), again.leafHash());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                " %s",
                "%s\n",
                "upper:%s",
                "v2:%s",
                "kind:%s",
                "time:%s",
                "order:%s",
                "utf:%s",
            })
    void anotherSpellingIsRefused(String how) {
        LogEntry entry = new LogEntry(
                LogEntry.Kind.INGEST, ASSET, new TreeMap<>(Map.of("a", hash(0xab), "b", hash(1))), List.of(), TIME);
        String right = new String(entry.encode(), StandardCharsets.US_ASCII);
        String wrong = switch (how.substring(0, Math.max(0, how.indexOf(':')))) {
            case "upper" -> right.replace("ab", "AB");
            case "v2" -> right.replace("\"v\":1", "\"v\":2");
            case "kind" -> right.replace("ingest", "invent");
            case "time" -> right.replace("2026-11-24", "2026-13-24");
            case "order" ->
                right.replace(
                        "{\"a\":\"" + "ab".repeat(32) + "\",\"b\":\"" + "01".repeat(32),
                        "{\"b\":\"" + "01".repeat(32) + "\",\"a\":\"" + "ab".repeat(32));
            case "utf" -> right.replace("ingest", "ing\u00e9st");
            default -> how.formatted(right);
        };
        TransparencyLogTest.assertReason(
                Reason.MALFORMED_ENTRY, () -> LogEntry.decode(wrong.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aCommitmentOpensWithItsSaltNameAndDigestOnly() {
        Commitment made = Commitment.to("bytes", hash(5), new SecureRandom());
        assertTrue(Commitment.opens("bytes", made.salt(), hash(5), made.value()));
        assertFalse(Commitment.opens("pixels", made.salt(), hash(5), made.value()));
        assertFalse(Commitment.opens("bytes", hash(0), hash(5), made.value()));
        assertFalse(Commitment.opens("bytes", made.salt(), hash(6), made.value()));
    }

    static byte[] hash(int fill) {
        byte[] hash = new byte[32];
        java.util.Arrays.fill(hash, (byte) fill);
        return hash;
    }
}
