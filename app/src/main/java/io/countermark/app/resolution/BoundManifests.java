package io.countermark.app.resolution;

import io.countermark.app.library.Library;
import io.countermark.app.protection.MarkRegister;
import io.countermark.app.screening.CheckResult;
import io.countermark.app.screening.FingerprintLookup;
import io.countermark.app.screening.Reason;
import io.countermark.app.screening.Screening;
import io.countermark.app.screening.Signal;
import io.countermark.app.screening.WorkMatch;
import io.countermark.container.EmbeddedCredentials;
import io.countermark.credentials.ManifestMatch;
import io.countermark.credentials.SoftBindingAlgorithm;
import io.countermark.credentials.SoftBindingResolver;
import io.countermark.fingerprint.PdqHash;
import io.countermark.watermark.MarkId;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** The manifests of an organisation's renditions, by what binds a picture to them. */
@Service
class BoundManifests {

    private final Library library;
    private final MarkRegister marks;
    private final FingerprintLookup fingerprints;
    private final Screening screening;

    BoundManifests(Library library, MarkRegister marks, FingerprintLookup fingerprints, Screening screening) {
        this.library = library;
        this.marks = marks;
        this.fingerprints = fingerprints;
        this.screening = screening;
    }

    SoftBindingResolver resolver(UUID tenantId) {
        return new SoftBindingResolver(Map.of(
                SoftBindingAlgorithm.MARK, (value, max) -> byMark(tenantId, value),
                SoftBindingAlgorithm.PDQ, (value, max) -> byHash(tenantId, value, max)));
    }

    private List<ManifestMatch> byMark(UUID tenantId, byte[] value) {
        return marks.work(tenantId, new MarkId(ByteBuffer.wrap(value).getLong()))
                .flatMap(work -> library.assetOfWork(tenantId, work))
                .flatMap(asset -> library.rendition(tenantId, asset.id()))
                .map(rendition -> List.of(ManifestMatch.exact(rendition.manifestLabel())))
                .orElse(List.of());
    }

    private List<ManifestMatch> byHash(UUID tenantId, byte[] value, int max) {
        ByteBuffer words = ByteBuffer.wrap(value);
        PdqHash hash = new PdqHash(words.getLong(), words.getLong(), words.getLong(), words.getLong());
        return fingerprints.near(tenantId, hash, max).stream()
                .flatMap(near -> library
                        .rendition(tenantId, near.assetId())
                        .map(rendition -> ManifestMatch.near(
                                rendition.manifestLabel(), near.distance(), Byte.SIZE * value.length))
                        .stream())
                .toList();
    }

    /**
     * Checks the picture with all signals, as everywhere.
     *
     * @param algorithm only what this one says; null for all
     * @throws io.countermark.imaging.ImageRejectedException when the bytes are not a picture within the limits
     */
    List<ManifestMatch> byContent(UUID tenantId, byte[] file, @Nullable SoftBindingAlgorithm algorithm, int limit) {
        CheckResult result = screening.check(tenantId, file);
        List<ManifestMatch> found = result.matches().stream()
                .flatMap(match -> match(tenantId, match, algorithm).stream())
                .toList();
        return SoftBindingResolver.best(found, limit);
    }

    private Optional<ManifestMatch> match(UUID tenantId, WorkMatch match, @Nullable SoftBindingAlgorithm algorithm) {
        Predicate<Reason> wanted = reason -> algorithm == null || speaks(algorithm, reason.signal());
        return match.reasons().stream().filter(wanted).mapToDouble(Reason::confidence).max().stream()
                .mapToObj(confidence -> Math.clamp(Math.round(100 * confidence), 0, 100))
                .flatMap(score -> library
                        .assetOfWork(tenantId, match.workId())
                        .flatMap(asset -> library.rendition(tenantId, asset.id()))
                        .map(rendition -> new ManifestMatch(rendition.manifestLabel(), null, score))
                        .stream())
                .findFirst();
    }

    private static boolean speaks(SoftBindingAlgorithm algorithm, Signal signal) {
        return switch (algorithm.kind()) {
            case WATERMARK -> signal == Signal.MARK;
            case FINGERPRINT -> signal == Signal.FINGERPRINT;
        };
    }

    /** The manifest store whose active manifest has this label; empty when this organisation has none. */
    Optional<byte[]> store(UUID tenantId, String label) {
        return library.signedWith(tenantId, label)
                .flatMap(EmbeddedCredentials::read)
                .flatMap(found -> found.stores().stream().findFirst())
                .map(EmbeddedCredentials.Store::bytes);
    }
}
