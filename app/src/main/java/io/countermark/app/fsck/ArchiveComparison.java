package io.countermark.app.fsck;

import io.countermark.app.fsck.Difference.Kind;
import io.countermark.app.library.ChannelRendition;
import io.countermark.app.library.ChannelRenditions;
import io.countermark.app.library.Inventory.Holding;
import io.countermark.app.library.Inventory.Stored;
import io.countermark.app.library.Sha256;
import io.countermark.app.library.WorkState;
import io.countermark.imaging.DecodeLimits;
import io.countermark.imaging.DecodedImage;
import io.countermark.imaging.ImageDecoder;
import io.countermark.imaging.ImageRejectedException;
import io.countermark.imaging.PixelDigest;
import io.countermark.vault.ObjectName;
import io.countermark.vault.ScrubReport;
import io.countermark.vault.Vault;
import io.countermark.vault.VaultException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Holds the archive against the record: every object that is on record opens and is what the record says, and nothing else is there. */
final class ArchiveComparison {

    private static final int TELL_EVERY = 100;

    private final Vault vault;
    private final List<Difference> differences;
    private final Consumer<String> progress;
    private final Set<ObjectName> known = new HashSet<>();
    private final Set<ObjectName> wrong = new HashSet<>();
    private long objects;
    private long bytes;

    ArchiveComparison(Vault vault, List<Difference> differences, Consumer<String> progress) {
        this.vault = vault;
        this.differences = differences;
        this.progress = progress;
    }

    long objects() {
        return objects;
    }

    long bytes() {
        return bytes;
    }

    /** @param pictures whether to decode the originals */
    void compare(List<Holding> holdings, boolean pictures) {
        for (Holding holding : holdings) {
            complete(holding);
            object(holding, holding.original(), "original of work ", pictures);
            Stored rendition = holding.rendition();
            if (rendition == null) {
                known.add(holding.awaited()); // Archived before it is on record; the job takes it up.
            } else {
                object(holding, rendition, "rendition of work ", false);
            }
        }
    }

    /** @param renditions for channels, of one organisation */
    void compareChannels(UUID tenantId, List<ChannelRendition> renditions) {
        for (ChannelRendition rendition : renditions) {
            ObjectName name = ChannelRenditions.objectName(tenantId, rendition);
            ChannelRendition.File file = rendition.file();
            if (file == null) {
                known.add(name); // Archived before it is on record; the job takes it up.
            } else {
                read(
                        new Stored(name, file.sha256(), file.byteLength()),
                        "rendition for " + rendition.channel() + " of asset " + rendition.assetId());
            }
        }
    }

    /** All else in the archive: orphans, keys without an object, files that have no place there. Returns how many orphans went. */
    int others(boolean removeOrphans) {
        progress.accept("looking for what no record knows");
        int removed = 0;
        try (Stream<ObjectName> names = vault.list()) {
            for (ObjectName name : names.filter(one -> !known.contains(one))
                    .sorted(ArchiveComparison::order)
                    .toList()) {
                if (removeOrphans && remove(name)) {
                    removed++;
                } else {
                    differences.add(new Difference(Kind.ORPHAN_OBJECT, text(name), "no work on record has it"));
                }
            }
        }
        if (removeOrphans) {
            removed += vault.removeUnusedKeys();
        }
        // A second reading, by the archive's own rules: keys, layout, and objects that no record led to.
        for (ScrubReport.Finding finding :
                vault.scrub(report -> tell(report.objects())).findings()) {
            if (wrong.stream()
                    .noneMatch(name -> finding.file().contains(name.object().toString()))) {
                differences.add(new Difference(
                        kind(finding), finding.file(), finding.reason().code() + ": " + finding.detail()));
            }
        }
        return removed;
    }

    /** An object that is on record and gone is named as missing; a key alone is only what a cut-off upload leaves. */
    private static Kind kind(ScrubReport.Finding finding) {
        return finding.reason() == VaultException.Reason.UNUSED_KEY ? Kind.ORPHAN_KEY : Kind.ARCHIVE;
    }

    private void object(Holding holding, Stored stored, String what, boolean picture) {
        byte[] content = read(stored, what + holding.workId());
        if (content != null && picture) {
            pixels(holding, content, text(stored.name()));
        }
    }

    /** Null when it is not what the record says, which is named. */
    private byte @Nullable [] read(Stored stored, String of) {
        known.add(stored.name());
        String subject = text(stored.name());
        try {
            byte[] content = vault.get(stored.name());
            objects++;
            bytes += content.length;
            tell(objects);
            if (content.length != stored.byteLength() || !Sha256.digest(content).equals(stored.sha256())) {
                wrong.add(stored.name());
                differences.add(new Difference(
                        Kind.OTHER_CONTENT,
                        subject,
                        of + ": the archive holds SHA-256 " + Sha256.digest(content) + ", the record says "
                                + stored.sha256()));
                return null;
            }
            return content;
        } catch (VaultException e) {
            wrong.add(stored.name());
            Kind kind = e.reason() == VaultException.Reason.NOT_FOUND ? Kind.MISSING_OBJECT : Kind.DAMAGED_OBJECT;
            differences.add(new Difference(kind, subject, of + ": " + e.getMessage()));
            return null;
        }
    }

    private void pixels(Holding holding, byte[] content, String subject) {
        Sha256 description = holding.description();
        if (description == null) {
            return;
        }
        try (DecodedImage image = new ImageDecoder(DecodeLimits.DEFAULT).decode(content)) {
            Sha256 pixels = Sha256.of(PixelDigest.sha256(image.picture()));
            if (!pixels.equals(description)) {
                differences.add(new Difference(
                        Kind.OTHER_PIXELS,
                        subject,
                        "its pixels have SHA-256 " + pixels + ", the record says " + description));
            }
        } catch (ImageRejectedException e) {
            differences.add(new Difference(Kind.OTHER_PIXELS, subject, "can't be decoded: " + e.getMessage()));
        }
    }

    private void complete(Holding holding) {
        boolean described = holding.description() != null;
        boolean signed = holding.rendition() != null;
        if (holding.state().hasReached(WorkState.DESCRIBED) && !described) {
            incomplete(holding, "has no fingerprint");
        }
        if (holding.state().hasReached(WorkState.SIGNED) && !signed) {
            incomplete(holding, "has no rendition");
        }
    }

    private void incomplete(Holding holding, String what) {
        differences.add(new Difference(
                Kind.INCOMPLETE_WORK, holding.workId().toString(), "is " + holding.state() + " and " + what));
    }

    private boolean remove(ObjectName name) {
        try {
            return vault.delete(name);
        } catch (VaultException e) {
            return false; // Retained or damaged: it is named as an orphan, and why it stays the scrub says.
        }
    }

    private void tell(long count) {
        if (count % TELL_EVERY == 0 && count > 0) {
            progress.accept(count + " objects read");
        }
    }

    private static int order(ObjectName a, ObjectName b) {
        return text(a).compareTo(text(b));
    }

    private static String text(ObjectName name) {
        return name.tenant() + "/" + name.object() + "." + name.version();
    }
}
