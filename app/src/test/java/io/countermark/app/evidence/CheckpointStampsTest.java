package io.countermark.app.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.countermark.app.ServerTest;
import io.countermark.app.platform.Jobs;
import io.countermark.app.platform.RefusedToStartException;
import io.countermark.app.platform.SealedKeys;
import io.countermark.transparency.LogException;
import io.countermark.transparency.NoteKey;
import io.countermark.transparency.NoteSigner;
import io.countermark.transparency.TimestampAuthority;
import io.countermark.transparency.TimestampChain;
import io.countermark.transparency.TransparencyLog;
import io.countermark.transparency.Witness;
import io.countermark.transparency.WitnessServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;

/** Authorities and a witness at addresses, as they are in production. */
@ServerTest
class CheckpointStampsTest {

    @Autowired
    private Jobs jobs;

    @Autowired
    private StampTable table;

    @Autowired
    private SealedKeys keys;

    @Autowired
    private TransparencyLog log;

    @Autowired
    private Clock clock;

    @TempDir
    Path temporary;

    private final TimestampAuthority one = TimestampAuthority.generate("One", Clock.systemUTC());
    private final TimestampAuthority two = TimestampAuthority.generate("Two", Clock.systemUTC());
    private final TimestampAuthority ending = ending();
    private final AtomicInteger asked = new AtomicInteger();
    private HttpServer server;

    /** Whose certificate ends in 50 days. */
    private static TimestampAuthority ending() {
        Clock then = Clock.fixed(Clock.systemUTC().instant().minus(Duration.ofDays(3600)), ZoneOffset.UTC);
        TimestampAuthority made = TimestampAuthority.generate("Ending", then);
        return TimestampAuthority.of(made.privateKey(), made.chain(), Clock.systemUTC());
    }

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        serve("/one", one);
        serve("/two", two);
        serve("/ending", ending);
        serve("/down", null);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void serve(String path, @Nullable TimestampAuthority authority) {
        server.createContext(path, exchange -> {
            try (exchange) {
                asked.incrementAndGet();
                byte[] request = exchange.getRequestBody().readAllBytes();
                byte[] answer = authority == null ? new byte[0] : authority.respond(request);
                exchange.sendResponseHeaders(authority == null ? 503 : 200, Math.max(1, answer.length));
                exchange.getResponseBody().write(answer.length == 0 ? new byte[1] : answer);
            }
        });
    }

    private String address(String path) {
        return "http://localhost:" + server.getAddress().getPort() + path;
    }

    private EvidenceSettings settings(int needed, List<String> witnesses, String... paths) throws IOException {
        StringBuilder pem = new StringBuilder();
        for (TimestampAuthority authority : List.of(one, two, ending)) {
            pem.append("-----BEGIN CERTIFICATE-----\n")
                    .append(Base64.getMimeEncoder(64, new byte[] {'\n'})
                            .encodeToString(encoded(authority.chain().getLast())))
                    .append("\n-----END CERTIFICATE-----\n");
        }
        Path roots = Files.writeString(temporary.resolve("roots.pem"), pem);
        List<URI> authorities =
                Arrays.stream(paths).map(path -> URI.create(address(path))).toList();
        return new EvidenceSettings(authorities, roots, needed, Duration.ofDays(180), witnesses);
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateException e) {
            throw new AssertionError(e);
        }
    }

    private CheckpointStamps stamps(EvidenceSettings settings) {
        return new CheckpointStamps(
                jobs, table, new TimeSource(settings, keys, clock), new Witnesses(settings, log), log, clock);
    }

    private long grow() {
        return log.append(("stamps " + UUID.randomUUID()).getBytes(StandardCharsets.UTF_8))
                .index();
    }

    @Test
    void twoOfThreeAuthoritiesAreEnoughAndNobodyWaitsForThem() throws IOException {
        CheckpointStamps stamps = stamps(settings(2, List.of(), "/down", "/one", "/two"));
        long index = grow();
        assertThat(stamps.covering(index).size()).isGreaterThan(index);
        assertThat(asked).as("a request asks no authority").hasValue(0);
        stamps.run(new CheckpointStamps.Payload(index));
        assertThat(asked).hasValue(3);
        assertThat(table.covering(index, 2))
                .hasValueSatisfying(covering -> assertThat(covering.tokens())
                        .extracting(StampedCheckpoint.Token::root)
                        .contains(one.chain().getLast(), two.chain().getLast()));
        stamps.run(new CheckpointStamps.Payload(index));
        assertThat(asked).as("what is stamped is not stamped again").hasValue(3);
    }

    @Test
    void withTooFewItIsTriedAgainAndOnlyTheMissingAreAsked() throws IOException {
        long index = grow();
        CheckpointStamps lacking = stamps(settings(2, List.of(), "/one", "/down"));
        assertThatThrownBy(() -> lacking.run(new CheckpointStamps.Payload(index)))
                .isInstanceOf(LogException.class)
                .hasMessageContaining("Fewer than 2");
        assertThat(lacking.covering(index).tokens())
                .as("what there is is shown")
                .extracting(StampedCheckpoint.Token::root)
                .contains(one.chain().getLast());
        asked.set(0);
        stamps(settings(2, List.of(), "/one", "/two")).run(new CheckpointStamps.Payload(index));
        assertThat(asked).hasValue(1);
        assertThat(table.covering(index, 2)).isPresent();
    }

    @Test
    void aTokenThatWillLoseItsForceIsStampedAgainByOneThatOutlivesIt() throws Exception {
        long index = grow();
        EvidenceSettings settings = settings(1, List.of(), "/ending");
        stamps(settings).run(new CheckpointStamps.Payload(index));
        EvidenceSettings both = settings(1, List.of(), "/ending", "/down", "/two");
        StampRenewals renewals = new StampRenewals(jobs, table, new TimeSource(both, keys, clock), both, clock);
        assertThat(renewals.renew(clock.instant().plus(Duration.ofDays(30)))).isZero();
        assertThat(table.covering(index, 1).orElseThrow().tokens().getFirst().renewals())
                .as("not due yet")
                .isEmpty();
        EvidenceSettings none = settings(1, List.of(), "/ending");
        assertThat(new StampRenewals(jobs, table, new TimeSource(none, keys, clock), none, clock)
                        .renew(clock.instant().plus(Duration.ofDays(180))))
                .as("nobody outlives it")
                .isPositive();
        assertThat(renewals.renew(clock.instant().plus(Duration.ofDays(180)))).isZero();
        StampedCheckpoint covering = table.covering(index, 1).orElseThrow();
        StampedCheckpoint.Token kept = covering.tokens().stream()
                .filter(token -> token.root().equals(ending.chain().getLast()))
                .findFirst()
                .orElseThrow();
        assertThat(kept.chain()).hasSize(2);
        TimestampChain chain = TimestampChain.verify(kept.chain(), covering.note(), kept.roots());
        assertThat(chain.time()).isEqualTo(kept.time());
        assertThat(chain.expires()).isAfter(clock.instant().plus(Duration.ofDays(3000)));
        int before = asked.get();
        assertThat(renewals.renew(clock.instant().plus(Duration.ofDays(180)))).isZero();
        assertThat(asked).as("once is enough").hasValue(before);
    }

    @Test
    void aWitnessCosignsWhatIsStamped() throws IOException {
        NoteSigner key =
                NoteSigner.generate("witness.example/w1", NoteKey.Algorithm.ED25519_COSIGNATURE, new SecureRandom());
        Witness witness = new Witness(temporary.resolve("witness"), key, log.keys(), Clock.systemUTC());
        try (WitnessServer running =
                WitnessServer.start(witness, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), line -> {})) {
            String peer = "http://localhost:" + running.address().getPort() + " " + key.verifierKey();
            long index = grow();
            stamps(settings(1, List.of(peer), "/one")).run(new CheckpointStamps.Payload(index));
            StampedCheckpoint covering = table.covering(index, 1).orElseThrow();
            assertThat(covering.witnesses()).extracting(NoteKey::text).containsExactly(key.verifierKey());
            assertThat(covering.note()).contains("\u2014 witness.example/w1 ");
        }
    }

    @Test
    void moreThanThereAreCanNotBeNeeded() {
        assertThatThrownBy(() -> stamps(settings(3, List.of(), "/one", "/two")))
                .isInstanceOf(RefusedToStartException.class)
                .hasMessageContaining("time-needed");
    }
}
