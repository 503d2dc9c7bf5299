package io.countermark.transparency;

import static io.countermark.transparency.TransparencyLogTest.assertReason;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.countermark.transparency.LogException.Reason;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimestampTest {

    private static final Instant NOW = Instant.parse("2026-11-24T02:00:00Z");
    private static final TimestampAuthority AUTHORITY =
            TimestampAuthority.generate("Example", Clock.fixed(NOW, ZoneOffset.UTC));
    private static final TimestampAuthority OTHER =
            TimestampAuthority.generate("Other", Clock.fixed(NOW.plusSeconds(5), ZoneOffset.UTC));
    private static final String CHECKPOINT = checkpoint(7);

    @TempDir
    Path temporary;

    private static String checkpoint(long size) {
        String text = new Checkpoint("log.example/countermark", size, new byte[32]).text();
        return new SignedNote(text, List.of(TransparencyLogTest.SIGNER.sign(text, 0))).note();
    }

    private static byte[] stamp(TimestampAuthority authority) {
        byte[] request = Timestamp.request(CHECKPOINT, new SecureRandom());
        return Timestamp.token(request, authority.respond(request));
    }

    @Test
    void aTokenSaysWhenTheCheckpointWasThere() {
        Timestamp verified = Timestamp.verify(
                stamp(AUTHORITY), CHECKPOINT, List.of(AUTHORITY.chain().getLast()));
        assertEquals(NOW, verified.time());
        assertThat(verified.expires()).isAfter(NOW.plusSeconds(86_400L * 3000));
    }

    @Test
    void anotherCheckpointRootOrResponseIsRefused() {
        byte[] token = stamp(AUTHORITY);
        assertReason(
                Reason.BAD_SIGNATURE,
                () -> Timestamp.verify(
                        token, checkpoint(8), List.of(AUTHORITY.chain().getLast())));
        assertReason(
                Reason.BAD_SIGNATURE,
                () -> Timestamp.verify(token, CHECKPOINT, List.of(OTHER.chain().getLast())));
        byte[] request = Timestamp.request(CHECKPOINT, new SecureRandom());
        byte[] another = Timestamp.request(CHECKPOINT, new SecureRandom());
        assertReason(Reason.BAD_SIGNATURE, () -> Timestamp.token(request, AUTHORITY.respond(another)));
        assertReason(Reason.MALFORMED_ENTRY, () -> AUTHORITY.respond(new byte[] {1, 2, 3}));
    }

    @Test
    void aFlippedBitInATokenChangesNothingThatIsBelieved() {
        byte[] token = stamp(AUTHORITY);
        List<X509Certificate> anchors = List.of(AUTHORITY.chain().getLast());
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int refused = 0;
        for (int round = 0; round < 1000; round++) {
            byte[] changed = token.clone();
            int bit = random.nextInt(8 * changed.length);
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            try {
                // Bits that carry nothing (an unused algorithm parameter, say) may flip; the time may not.
                assertEquals(
                        NOW, Timestamp.verify(changed, CHECKPOINT, anchors).time(), "seed " + seed + " bit " + bit);
            } catch (LogException e) {
                assertEquals(Reason.BAD_SIGNATURE, e.reason());
                refused++;
            }
        }
        assertThat(refused).as("seed " + seed).isGreaterThan(950);
    }

    @Test
    void aQuorumNeedsAuthoritiesUnderDifferentRoots() {
        List<X509Certificate> anchors =
                List.of(AUTHORITY.chain().getLast(), OTHER.chain().getLast());
        byte[] one = stamp(AUTHORITY);
        assertEquals(
                List.of(NOW, NOW.plusSeconds(5)),
                Timestamp.verifyQuorum(List.of(stamp(OTHER), one), CHECKPOINT, anchors, 2).stream()
                        .map(Timestamp::time)
                        .toList());
        assertReason(
                Reason.BAD_SIGNATURE,
                () -> Timestamp.verifyQuorum(List.of(one, stamp(AUTHORITY)), CHECKPOINT, anchors, 2));
    }

    /** An authority whose certificates end in two years, asked today; one of then, asked in a year and in three. */
    @Test
    void aRenewalInTimeKeepsAnOldTokenAlive() throws Exception {
        Instant past = NOW.minus(Duration.ofDays(3650 - 730));
        TimestampAuthority made = TimestampAuthority.generate("Old", Clock.fixed(past, ZoneOffset.UTC));
        TimestampAuthority old =
                TimestampAuthority.of(made.privateKey(), made.chain(), Clock.fixed(NOW, ZoneOffset.UTC));
        byte[] token = stamp(old);
        byte[] renewal = renew(token, NOW.plus(Duration.ofDays(365)));
        byte[] tooLate = renew(token, NOW.plus(Duration.ofDays(1095)));
        List<X509Certificate> anchors =
                List.of(old.chain().getLast(), OTHER.chain().getLast());
        TimestampChain chain = TimestampChain.verify(List.of(token, renewal), CHECKPOINT, anchors);
        assertEquals(NOW, chain.time());
        assertThat(chain.expires()).isAfter(NOW.plus(Duration.ofDays(3000)));
        assertReason(
                Reason.BAD_SIGNATURE,
                () -> TimestampChain.verify(List.of(token, tooLate), CHECKPOINT, anchors)); // was dead by then
        assertReason(
                Reason.BAD_SIGNATURE,
                () -> TimestampChain.verify(List.of(stamp(old), renewal), CHECKPOINT, anchors)); // of another token
        assertReason(
                Reason.BAD_SIGNATURE, () -> TimestampChain.verify(List.of(renewal), CHECKPOINT, anchors)); // no first
        assumeTrue(OutsideVerifierTest.onPath("openssl"), "skipped: openssl is not installed");
        Path older = Files.write(temporary.resolve("older.tst"), token);
        Path newer = Files.write(temporary.resolve("newer.tst"), renewal);
        Path root = pem(OTHER);
        Path shown = Files.writeString(
                temporary.resolve("data"), SignedNote.parse(CHECKPOINT).text());
        for (Path data : List.of(older, shown)) {
            OutsideVerifierTest.Ran ran = OutsideVerifierTest.run(
                    Map.of(),
                    "openssl",
                    "ts",
                    "-verify",
                    "-data",
                    data.toString(),
                    "-in",
                    newer.toString(),
                    "-token_in",
                    "-CAfile",
                    root.toString());
            assertEquals(data.equals(older), ran.code() == 0, ran.text());
        }
    }

    private static byte[] renew(byte[] token, Instant time) {
        TimestampAuthority then =
                TimestampAuthority.of(OTHER.privateKey(), OTHER.chain(), Clock.fixed(time, ZoneOffset.UTC));
        byte[] request = Timestamp.request(TimestampChain.imprint(token), new SecureRandom());
        return Timestamp.token(request, then.respond(request));
    }

    private Path pem(TimestampAuthority authority) throws Exception {
        return Files.writeString(
                temporary.resolve("root.pem"),
                "-----BEGIN CERTIFICATE-----\n"
                        + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                                .encodeToString(authority.chain().getLast().getEncoded())
                        + "\n-----END CERTIFICATE-----\n");
    }

    @Test
    void opensslAcceptsOurTokens() throws Exception {
        assumeTrue(OutsideVerifierTest.onPath("openssl"), "skipped: openssl is not installed");
        Path data = Files.writeString(
                temporary.resolve("data"), SignedNote.parse(CHECKPOINT).text());
        Path other = Files.writeString(
                temporary.resolve("other"), SignedNote.parse(checkpoint(8)).text());
        byte[] request = Timestamp.request(CHECKPOINT, new SecureRandom());
        Path response = Files.write(temporary.resolve("r.tsr"), AUTHORITY.respond(request));
        Path root = pem(AUTHORITY);
        assertEquals(
                0,
                openssl(data, response, root).code(),
                openssl(data, response, root).text());
        assertNotEquals(0, openssl(other, response, root).code());
    }

    private static OutsideVerifierTest.Ran openssl(Path data, Path response, Path root) throws Exception {
        return OutsideVerifierTest.run(
                Map.of(),
                "openssl",
                "ts",
                "-verify",
                "-data",
                data.toString(),
                "-in",
                response.toString(),
                "-CAfile",
                root.toString());
    }
}
