package io.countermark.evidence;

import io.countermark.credentials.CertificateAuthority;
import io.countermark.credentials.ManifestDefinition;
import io.countermark.credentials.ManifestSigner;
import io.countermark.evidence.PackageIndex.Opening;
import io.countermark.evidence.PackageIndex.Role;
import io.countermark.evidence.PackageIndex.WorkFacts;
import io.countermark.transparency.Commitment;
import io.countermark.transparency.LogEntry;
import io.countermark.transparency.NoteKey;
import io.countermark.transparency.NoteSigner;
import io.countermark.transparency.Timestamp;
import io.countermark.transparency.TimestampAuthority;
import io.countermark.transparency.TimestampChain;
import io.countermark.transparency.TlogProof;
import io.countermark.transparency.TransparencyLog;
import io.countermark.transparency.Witness;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import javax.imageio.ImageIO;

/** A package over a small log with a witness and an embedded time-stamping authority, of a picture that is drawn here. */
final class PackageFixture {

    static final UUID WORK = UUID.fromString("0b6f2b1e-3f0c-4a52-9d56-1f6d6a3b8f11");

    private final SecureRandom random = new SecureRandom();
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    final NoteSigner signer = NoteSigner.generate("example.com/log", random);
    final NoteSigner witness =
            NoteSigner.generate("example.org/witness", NoteKey.Algorithm.ED25519_COSIGNATURE, random);
    final TimestampAuthority authority = TimestampAuthority.generate("Example", Clock.systemUTC());
    final TimestampAuthority later =
            TimestampAuthority.generate("Later", Clock.offset(Clock.systemUTC(), Duration.ofDays(3000)));
    final byte[] original = jpeg();
    byte[] rendition = new byte[0];

    /** The picture's facts and history; the log holds some entries of others before and after. */
    byte[] make(Path folder) {
        CertificateAuthority credentials = CertificateAuthority.create("Example", now);
        rendition = new ManifestSigner(credentials.issue("signer", "Example", now, Duration.ofDays(30)))
                .sign(
                        original,
                        new ManifestDefinition(
                                "Lamp",
                                new ManifestDefinition.Generator("Countermark", "0.1"),
                                List.of(new ManifestDefinition.Action("c2pa.opened", now, null, null)),
                                List.of(),
                                new ManifestDefinition.Parent("Lamp", "image/jpeg", original)))
                .file();
        try (TransparencyLog log = TransparencyLog.open(folder.resolve("log"), List.of(signer), Clock.systemUTC())) {
            others(log, 5);
            Map<String, byte[]> digests =
                    Map.of("bytes", Digests.digest(original), "pixels", Digests.digest(new byte[] {1}));
            Logged ingest = log(log, LogEntry.Kind.INGEST, digests, List.of());
            Logged derive = log(
                    log,
                    LogEntry.Kind.DERIVE,
                    Map.of("bytes", Digests.digest(rendition)),
                    List.of(ingest.entry().leafHash()));
            others(log, 9);
            String note = cosigned(log, folder);
            return write(log, note, List.of(ingest, derive), credentials);
        }
    }

    private record Logged(LogEntry entry, long index, List<Opening> openings) {}

    private byte[] write(TransparencyLog log, String note, List<Logged> statements, CertificateAuthority credentials) {
        byte[] request = Timestamp.request(note, random);
        byte[] token = Timestamp.token(request, authority.respond(request));
        byte[] again = Timestamp.request(TimestampChain.imprint(token), random);
        byte[] renewal = Timestamp.token(again, later.respond(again));
        History history = new History(List.of(
                event("received", null, Digests.sha256(original)),
                event("signed", Digests.sha256(original), Digests.sha256(rendition))));
        PackageDraft draft = new PackageDraft(facts(), "Countermark 0.1", now)
                .add("original.jpg", Role.ORIGINAL, "image/jpeg", original)
                .add("rendition.jpg", Role.RENDITION, "image/jpeg", rendition)
                .add("history.json", Role.HISTORY, "application/json", history.json())
                .checkpoint(note, log.size(), List.of(witness.key()), List.of(List.of(token, renewal)))
                .add("time/root-1.pem", Role.TIME_STAMP_ROOT, authority.chain().getLast())
                .add("time/root-2.pem", Role.TIME_STAMP_ROOT, later.chain().getLast())
                .add("credentials/root.pem", Role.CREDENTIALS_ROOT, credentials.root());
        for (Logged one : statements) {
            draft.statement(
                    one.entry().encode(),
                    new TlogProof(one.index(), log.inclusionProof(one.index(), log.size()), note),
                    one.openings());
        }
        Verification.Time time = new Verification.Time("log/checkpoint-" + log.size() + ".txt", now, "CN=Example");
        draft.summary(new PackageSummary(history, List.of(time), original, original, "A cropped copy.", null));
        try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            draft.write(out, signer);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private WorkFacts facts() {
        return new WorkFacts(
                WORK,
                "Desk lamp, brass 黄铜台灯",
                "Acme 优品",
                "lamp 灯.jpg",
                "image/jpeg",
                original.length,
                320,
                240,
                Digests.sha256(original),
                Digests.sha256(new byte[] {1}),
                now);
    }

    private Logged log(TransparencyLog log, LogEntry.Kind kind, Map<String, byte[]> digests, List<byte[]> parents) {
        Map<String, Commitment> commitments = new TreeMap<>();
        List<Opening> openings = new ArrayList<>();
        new TreeMap<>(digests).forEach((name, digest) -> {
            Commitment commitment = Commitment.to(name, digest, random);
            commitments.put(name, commitment);
            HexFormat hex = HexFormat.of();
            openings.add(new Opening(name, hex.formatHex(commitment.salt()), hex.formatHex(digest)));
        });
        LogEntry entry = new LogEntry(kind, WORK, LogEntry.commitments(commitments), parents, now);
        return new Logged(entry, log.append(entry.encode()).index(), openings);
    }

    private String cosigned(TransparencyLog log, Path folder) {
        try (Witness server = new Witness(folder.resolve("witness"), witness, log.keys(), Clock.systemUTC())) {
            Witness.Answer answer = server.addCheckpoint(Witness.request(0, List.of(), log.checkpoint()));
            return Witness.cosigned(log.checkpoint(), answer.body(), witness.key());
        }
    }

    private static void others(TransparencyLog log, int count) {
        for (int i = 0; i < count; i++) {
            log.append(("somebody else's " + UUID.randomUUID()).getBytes(StandardCharsets.UTF_8));
        }
    }

    private History.Event event(String operation, String before, String after) {
        return new History.Event(now, operation, null, before, after, null);
    }

    private static byte[] jpeg() {
        BufferedImage image = new BufferedImage(320, 240, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, 320, 240);
        graphics.setColor(new Color(0xB08D57));
        graphics.fillOval(90, 40, 140, 110);
        graphics.fillRect(152, 150, 16, 70);
        graphics.dispose();
        try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            ImageIO.write(image, "jpg", out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
