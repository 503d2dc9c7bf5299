package io.countermark.app.dossier;

import io.countermark.app.evidence.Logbook;
import io.countermark.app.evidence.LoggedStatement;
import io.countermark.app.evidence.ProvenStatement;
import io.countermark.app.evidence.StampedCheckpoint;
import io.countermark.app.library.Asset;
import io.countermark.app.library.Library;
import io.countermark.app.library.Rendition;
import io.countermark.app.library.Revision;
import io.countermark.app.library.Sha256;
import io.countermark.app.library.Work;
import io.countermark.app.platform.Caller;
import io.countermark.app.platform.Problem;
import io.countermark.app.protection.Authority;
import io.countermark.app.screening.ComparedPicture;
import io.countermark.app.screening.Screening;
import io.countermark.evidence.History;
import io.countermark.evidence.PackageDraft;
import io.countermark.evidence.PackageIndex.Opening;
import io.countermark.evidence.PackageIndex.Role;
import io.countermark.evidence.PackageIndex.WorkFacts;
import io.countermark.evidence.PackageSummary;
import io.countermark.evidence.Verification;
import io.countermark.imaging.DecodedImage;
import io.countermark.imaging.ImageDecoder;
import io.countermark.imaging.ImageEncoder;
import io.countermark.imaging.Picture;
import io.countermark.imaging.Resizer;
import io.countermark.transparency.LogEntry;
import io.countermark.transparency.NoteSigner;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import tools.jackson.databind.json.JsonMapper;

/** Makes the evidence package of a work. */
@Service
class Dossier {

    /** The work has no entry in the log yet, so there is nothing to prove. */
    private static final Problem NOT_LOGGED =
            new Problem("not-logged-yet", 409, "The log does not have this work yet; there is nothing to prove");

    /** Packages that are made at a time: each holds a few pictures in memory. */
    private static final int PLACES = 2;

    private static final int SHOWN_SIDE = 700;
    private static final String MAKER = "Countermark 0.1";

    private final Semaphore places = new Semaphore(PLACES);
    private final Library library;
    private final Logbook logbook;
    private final Authority authority;
    private final Screening screening;
    private final ImageDecoder decoder;
    private final NoteSigner signer;
    private final DossierSettings settings;
    private final JsonMapper json;
    private final Clock clock;

    Dossier(
            Library library,
            Logbook logbook,
            Authority authority,
            Screening screening,
            ImageDecoder decoder,
            NoteSigner signer,
            DossierSettings settings,
            JsonMapper json,
            Clock clock) {
        this.library = library;
        this.logbook = logbook;
        this.authority = authority;
        this.screening = screening;
        this.decoder = decoder;
        this.signer = signer;
        this.settings = settings;
        this.json = json;
        this.clock = clock;
    }

    /**
     * @param withOriginal whether the original goes along; its digests always do
     * @param found        a picture to lay over the original; null for none
     * @throws io.countermark.imaging.ImageRejectedException when {@code found} is not a picture within the limits
     */
    byte[] of(Caller caller, UUID workId, boolean withOriginal, byte @Nullable [] found) {
        Work work = library.work(caller.tenantId(), workId)
                .orElseThrow(() -> Problem.NOT_FOUND.because("There is no such work."));
        if (!places.tryAcquire()) {
            throw Problem.BUSY
                    .because("Other packages are being made; ask again in a moment.")
                    .retryAfter(java.time.Duration.ofSeconds(2));
        }
        try {
            return make(caller, work, withOriginal, found);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            places.release();
        }
    }

    private byte[] make(Caller caller, Work work, boolean withOriginal, byte @Nullable [] found) throws IOException {
        List<ProvenStatement> statements = logbook.proven(caller.tenantId(), work.id());
        Asset.Description description = work.asset().description();
        if (statements.isEmpty() || description == null) {
            throw NOT_LOGGED.because(
                    "Its protection is not finished, or ended early. Come again when it is protected.");
        }
        byte[] original = library.original(work.asset());
        History history = history(work);
        PackageDraft draft = new PackageDraft(
                facts(caller, work, description), MAKER, clock.instant().truncatedTo(ChronoUnit.MILLIS));
        if (withOriginal) {
            draft.add(
                    "original." + work.asset().format().extension(),
                    Role.ORIGINAL,
                    work.asset().format().mediaType(),
                    original);
        }
        Rendition rendition = work.rendition();
        if (rendition != null) {
            draft.add(
                    "rendition." + rendition.format().extension(),
                    Role.RENDITION,
                    rendition.format().mediaType(),
                    library.content(caller.tenantId(), rendition));
            draft.add("credentials/root.pem", Role.CREDENTIALS_ROOT, authority.root());
        }
        draft.add("history.json", Role.HISTORY, "application/json", history.json());
        draft.add("fingerprints.json", Role.FINGERPRINTS, "application/json", fingerprints(description));
        List<Verification.Time> times = log(draft, work, description, statements);
        Joined joined = found == null ? Joined.NOTHING : join(draft, work.asset(), found);
        draft.summary(new PackageSummary(
                history, times, shown(original), joined.overlay(), joined.result(), settings.font()));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        draft.write(out, signer);
        return out.toByteArray();
    }

    /** What a found picture adds to the summary. */
    private record Joined(
            byte @Nullable [] overlay, @Nullable String result) {
        private static final Joined NOTHING = new Joined(null, null);
    }

    private Joined join(PackageDraft draft, Asset asset, byte[] found) {
        ComparedPicture compared = screening.compare(asset, found);
        draft.add(
                "comparison/found." + compared.format().extension(),
                Role.FOUND,
                compared.format().mediaType(),
                found);
        byte[] overlay = compared.overlay();
        if (overlay != null) {
            draft.add("comparison/overlay.jpg", Role.COMPARISON, "image/jpeg", overlay);
        }
        draft.add(
                "comparison/result.json",
                Role.COMPARISON_RESULT,
                "application/json",
                json.writerWithDefaultPrettyPrinter().writeValueAsBytes(compared.comparison()));
        return new Joined(
                overlay,
                compared.comparison().verdict() + ": " + compared.comparison().reason() + " "
                        + String.join(", ", compared.comparison().edits()) + " (found picture: SHA-256 "
                        + Sha256.digest(found) + ")");
    }

    private static List<Verification.Time> log(
            PackageDraft draft, Work work, Asset.Description description, List<ProvenStatement> statements) {
        List<Verification.Time> times = new ArrayList<>();
        Set<X509Certificate> roots = new LinkedHashSet<>();
        Set<Long> sizes = new LinkedHashSet<>();
        for (ProvenStatement one : statements) {
            StampedCheckpoint checkpoint = one.checkpoint();
            draft.checkpoint(
                    checkpoint.note(),
                    checkpoint.size(),
                    checkpoint.witnesses(),
                    checkpoint.tokens().stream()
                            .map(StampedCheckpoint.Token::chain)
                            .toList());
            if (sizes.add(checkpoint.size())) {
                for (StampedCheckpoint.Token token : checkpoint.tokens()) {
                    roots.addAll(token.roots());
                    times.add(new Verification.Time(
                            "log/checkpoint-" + checkpoint.size() + ".txt",
                            token.time(),
                            token.root().getSubjectX500Principal().getName()));
                }
            }
            draft.statement(one.statement().content(), one.proof(), openings(one.statement(), work, description));
        }
        int number = 0;
        for (X509Certificate root : roots) {
            number++;
            draft.add("time/root-" + number + ".pem", Role.TIME_STAMP_ROOT, root);
        }
        return times;
    }

    /** The digests that the entry committed to, by the names that {@code Statement.digests} gives them. */
    private static List<Opening> openings(LoggedStatement statement, Work work, Asset.Description description) {
        Map<String, Sha256> digests = new TreeMap<>();
        Rendition rendition = work.rendition();
        if (LogEntry.decode(statement.content()).kind() == LogEntry.Kind.DERIVE && rendition != null) {
            digests.put("bytes", rendition.sha256());
            digests.put("pixels", rendition.pixelSha256());
            digests.put("manifest", Sha256.digest(rendition.manifestLabel().getBytes(StandardCharsets.UTF_8)));
        } else {
            digests.put("bytes", work.asset().sha256());
            digests.put("pixels", description.pixelSha256());
        }
        List<Opening> openings = new ArrayList<>();
        digests.forEach((name, digest) -> {
            String salt = statement.salts().get(name);
            if (salt != null) {
                openings.add(new Opening(name, salt, digest.hex()));
            }
        });
        return openings;
    }

    private byte[] fingerprints(Asset.Description description) {
        return json.writerWithDefaultPrettyPrinter()
                .writeValueAsBytes(Map.of(
                        "sha256OfPixels",
                        description.pixelSha256().hex(),
                        "pdq",
                        description.pdq().hash().toHex(),
                        "pdqQuality",
                        description.pdq().quality()));
    }

    private static WorkFacts facts(Caller caller, Work work, Asset.Description description) {
        Asset asset = work.asset();
        return new WorkFacts(
                work.id(),
                work.title(),
                caller.organisation(),
                asset.fileName(),
                asset.format().mediaType(),
                asset.byteLength(),
                asset.width(),
                asset.height(),
                asset.sha256().hex(),
                description.pixelSha256().hex(),
                asset.receivedAt());
    }

    private static History history(Work work) {
        return new History(work.timeline().stream().map(Dossier::event).toList());
    }

    private static History.Event event(Revision line) {
        UUID actor = line.actorId();
        Sha256 before = line.before();
        Sha256 after = line.after();
        return new History.Event(
                line.at(),
                line.operation(),
                actor == null ? null : "member " + actor,
                before == null ? null : before.hex(),
                after == null ? null : after.hex(),
                line.detail());
    }

    /** Through our own encoder, small. */
    private byte[] shown(byte[] original) {
        try (DecodedImage image = decoder.decodeReduced(original, SHOWN_SIDE);
                Picture fitted = Resizer.fit(image.picture(), SHOWN_SIDE);
                Picture shown = fitted.toBgr8()) {
            return ImageEncoder.encode(shown, new ImageEncoder.Jpeg(85, ImageEncoder.Subsampling.S420, false));
        }
    }
}
