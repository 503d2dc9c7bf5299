package io.countermark.app.evidence;

import io.countermark.app.platform.RefusedToStartException;
import io.countermark.app.platform.SealedKeys;
import io.countermark.credentials.HttpTimeStampSource;
import io.countermark.credentials.TimeStampSource;
import io.countermark.transparency.LogException;
import io.countermark.transparency.Timestamp;
import io.countermark.transparency.TimestampAuthority;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
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

    private final EvidenceSettings settings;
    private final SealedKeys keys;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    TimeSource(EvidenceSettings settings, SealedKeys keys, Clock clock) {
        this.settings = settings;
        this.keys = keys;
        this.clock = clock;
        if (!settings.timeAuthorities().isEmpty() && settings.timeRoots() == null) {
            throw new RefusedToStartException(
                    "countermark.evidence.time-authorities needs countermark.evidence.time-roots, a PEM file with their roots");
        }
        if (settings.timeNeeded() < 1 || settings.timeNeeded() > authorities().size()) {
            throw new RefusedToStartException(
                    "countermark.evidence.time-needed is 1 to the number of time-authorities, "
                            + authorities().size() + ", not " + settings.timeNeeded());
        }
    }

    /** Whether a stamp is got without a network, and so at once. */
    boolean isEmbedded() {
        return settings.timeAuthorities().isEmpty();
    }

    /** How many of the authorities must have stamped a state before it counts. */
    int needed() {
        return settings.timeNeeded();
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
     * @param imprint SHA-256 of what is to be stamped
     * @throws LogException BAD_SIGNATURE when what it answers does not hold
     * @throws IOException  when it does not answer
     */
    StampedCheckpoint.Token stamp(String authority, byte[] imprint) throws IOException {
        if (authority.equals(EMBEDDED)) {
            TimestampAuthority embedded = embedded();
            byte[] request = Timestamp.request(imprint, random);
            byte[] token = Timestamp.token(request, embedded.respond(request));
            return checked(token, imprint, List.of(embedded.chain().getLast()));
        }
        TimeStampSource source = new HttpTimeStampSource(URI.create(authority), PATIENCE);
        return checked(source.token(imprint), imprint, roots());
    }

    private static StampedCheckpoint.Token checked(byte[] token, byte[] imprint, List<X509Certificate> roots) {
        LogException last = new LogException(LogException.Reason.BAD_SIGNATURE, "Time-stamp: no root is set");
        for (X509Certificate root : roots) {
            try {
                Timestamp stamp = Timestamp.verify(token, imprint, List.of(root));
                return new StampedCheckpoint.Token(token, root, stamp.time(), stamp.expires());
            } catch (LogException e) {
                last = e;
            }
        }
        throw last;
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
