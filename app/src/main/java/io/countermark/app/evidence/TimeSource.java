package io.countermark.app.evidence;

import io.countermark.app.platform.RefusedToStartException;
import io.countermark.app.platform.SealedKeys;
import io.countermark.transparency.LogException;
import io.countermark.transparency.Timestamp;
import io.countermark.transparency.TimestampAuthority;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** Gets time-stamp tokens over checkpoints: from the authorities that are set, or from the embedded one. */
@Component
class TimeSource {

    static final String EMBEDDED = "embedded";

    private static final String KEY = "time-stamp-authority";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int LONGEST_ANSWER = 256 << 10;

    private final EvidenceSettings settings;
    private final SealedKeys keys;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    TimeSource(EvidenceSettings settings, SealedKeys keys, Clock clock) {
        this.settings = settings;
        this.keys = keys;
        this.clock = clock;
        if (!settings.timeAuthorities().isEmpty() && settings.timeRoots() == null) {
            throw new RefusedToStartException(
                    "countermark.evidence.time-authorities needs countermark.evidence.time-roots, a PEM file with their roots");
        }
    }

    /** Names of the authorities, as they stand in the table. */
    List<String> authorities() {
        return settings.timeAuthorities().isEmpty()
                ? List.of(EMBEDDED)
                : settings.timeAuthorities().stream().map(URI::toString).toList();
    }

    /**
     * Asks one authority and checks its answer.
     *
     * @throws LogException BAD_SIGNATURE when what it answers does not hold
     * @throws IOException  when it does not answer
     */
    StampedCheckpoint.Token stamp(String authority, String note) throws IOException {
        byte[] request = Timestamp.request(note, random);
        if (authority.equals(EMBEDDED)) {
            TimestampAuthority embedded = embedded();
            byte[] token = Timestamp.token(request, embedded.respond(request));
            return checked(token, note, List.of(embedded.chain().getLast()));
        }
        return checked(Timestamp.token(request, ask(URI.create(authority), request)), note, roots());
    }

    private static StampedCheckpoint.Token checked(byte[] token, String note, List<X509Certificate> roots) {
        LogException last = new LogException(LogException.Reason.BAD_SIGNATURE, "Time-stamp: no root is set");
        for (X509Certificate root : roots) {
            try {
                Timestamp stamp = Timestamp.verify(token, note, List.of(root));
                return new StampedCheckpoint.Token(token, root, stamp.time());
            } catch (LogException e) {
                last = e;
            }
        }
        throw last;
    }

    private byte[] ask(URI authority, byte[] request) throws IOException {
        try {
            HttpResponse<InputStream> response = http.send(
                    HttpRequest.newBuilder(authority)
                            .timeout(PATIENCE)
                            .header("Content-Type", "application/timestamp-query")
                            .POST(HttpRequest.BodyPublishers.ofByteArray(request))
                            .build(),
                    HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                if (response.statusCode() != 200) {
                    throw new IOException(authority + " answered " + response.statusCode());
                }
                return body.readNBytes(LONGEST_ANSWER);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while asking " + authority, e);
        }
    }

    private List<X509Certificate> roots() throws IOException {
        Path file = settings.timeRoots();
        return file == null ? List.of() : certificates(Files.readAllBytes(file));
    }

    private TimestampAuthority embedded() {
        SealedKeys.Key key = keys.openOrCreate(KEY, () -> {
            TimestampAuthority made = TimestampAuthority.generate("Countermark (clock of this very server)", clock);
            ByteArrayOutputStream chain = new ByteArrayOutputStream();
            made.chain().forEach(certificate -> chain.writeBytes(encoded(certificate)));
            return new SealedKeys.Key(made.privateKey().getEncoded(), chain.toByteArray());
        });
        byte[] chain = key.certificate();
        if (chain == null) {
            throw new IllegalStateException("The key " + KEY + " is stored without its certificates");
        }
        try {
            return TimestampAuthority.of(
                    KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(key.secret())),
                    certificates(chain),
                    clock);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A stored key can't be read", e);
        }
    }

    static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("A certificate that was read has an encoding", e);
        }
    }

    /** All of a PEM or DER file. */
    static List<X509Certificate> certificates(byte[] encoded) {
        try {
            List<X509Certificate> all = new ArrayList<>();
            for (Certificate one :
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(encoded))) {
                all.add((X509Certificate) one);
            }
            return all;
        } catch (CertificateException e) {
            throw new IllegalStateException("Certificates that can't be read", e);
        }
    }
}
