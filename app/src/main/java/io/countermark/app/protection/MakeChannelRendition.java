package io.countermark.app.protection;

import io.countermark.app.library.Asset;
import io.countermark.app.library.ChannelRendition;
import io.countermark.app.library.ChannelRenditions;
import io.countermark.app.library.Library;
import io.countermark.app.library.Marking;
import io.countermark.app.library.PictureGate;
import io.countermark.app.library.Sha256;
import io.countermark.app.markets.Channel;
import io.countermark.app.markets.ChannelFit;
import io.countermark.app.markets.Channels;
import io.countermark.app.markets.Conformance;
import io.countermark.app.markets.FitPlan;
import io.countermark.app.markets.UnfitException;
import io.countermark.container.ImageFormat;
import io.countermark.credentials.CredentialsException;
import io.countermark.credentials.ManifestDefinition;
import io.countermark.fingerprint.Pdq;
import io.countermark.imaging.DecodedImage;
import io.countermark.imaging.ImageDecoder;
import io.countermark.imaging.ImageEncoder;
import io.countermark.imaging.ImageRejectedException;
import io.countermark.imaging.Picture;
import io.countermark.imaging.PixelDigest;
import io.countermark.watermark.MarkId;
import io.countermark.watermark.MarkReader;
import io.countermark.watermark.MarkRefusedException;
import io.countermark.watermark.MarkWriter;
import io.countermark.watermark.MarkedPicture;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Brings an original into a channel's shape, marks what came of it, signs it and archives it. The mark is written after the change of
 * shape and read back from the file as it is handed out; where it can't be read any more, the rendition says that it has none.
 */
@Component
class MakeChannelRendition {

    /** From what nobody sees to what one begins to see; the first that the channel's limit of size lets through is taken. */
    private static final int[] QUALITIES = {92, 88, 84, 80, 75, 70, 65, 60};

    private final Library library;
    private final ChannelRenditions renditions;
    private final Channels channels;
    private final PictureGate gate;
    private final ImageDecoder decoder;
    private final MarkKeys keys;
    private final MarkRegister register;
    private final RenditionSigner signer;
    private final Clock clock;

    MakeChannelRendition(
            Library library,
            ChannelRenditions renditions,
            Channels channels,
            PictureGate gate,
            ImageDecoder decoder,
            MarkKeys keys,
            MarkRegister register,
            RenditionSigner signer,
            Clock clock) {
        this.library = library;
        this.renditions = renditions;
        this.channels = channels;
        this.gate = gate;
        this.decoder = decoder;
        this.keys = keys;
        this.register = register;
        this.signer = signer;
        this.clock = clock;
    }

    void run(UUID tenantId, ChannelRendition order) {
        try {
            Asset asset = library.asset(tenantId, order.assetId()).orElseThrow();
            byte[] signed = renditions.archivedBefore(tenantId, order).orElseGet(() -> make(asset, order));
            ChannelRendition.File file = file(asset, channel(order), signed);
            renditions.archive(tenantId, order, signed);
            renditions.made(tenantId, order.id(), file);
        } catch (UnfitException e) {
            refuse(
                    tenantId,
                    order,
                    e.finding().rule().name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'),
                    e.finding().expected() + "; " + e.finding().actual());
        } catch (ProtectionFailedException e) {
            refuse(tenantId, order, e.code(), String.valueOf(e.getMessage()));
        } catch (ImageRejectedException e) {
            refuse(tenantId, order, e.reason().code(), String.valueOf(e.getMessage()));
        } catch (CredentialsException e) {
            refuse(tenantId, order, e.reason().code(), String.valueOf(e.getMessage()));
        }
    }

    private void refuse(UUID tenantId, ChannelRendition order, String code, String detail) {
        renditions.refused(tenantId, order.id(), new ChannelRendition.Refusal(code, detail));
    }

    private Channel channel(ChannelRendition order) {
        return channels.find(order.channel())
                .orElseThrow(() -> new ProtectionFailedException(
                        "unknown-channel", "The rules know no channel " + order.channel() + " any more."));
    }

    private byte[] make(Asset asset, ChannelRendition order) {
        Channel channel = channel(order);
        byte[] original = library.original(asset);
        return gate.decoded(original, image -> {
            FitPlan plan = ChannelFit.plan(channel, image.picture());
            try (Picture fitted = ChannelFit.apply(plan, image.picture())) {
                Optional<MarkedPicture> marked = mark(asset, fitted);
                try {
                    return smallEnough(
                            asset, original, channel, changes(plan, image.picture(), channel), fitted, marked);
                } finally {
                    marked.ifPresent(MarkedPicture::close);
                }
            }
        });
    }

    /** Empty when the fitted picture can't carry a mark. */
    private Optional<MarkedPicture> mark(Asset asset, Picture fitted) {
        MarkId id = register.allot(asset.tenantId(), asset.workId());
        try {
            MarkedPicture marked = new MarkWriter(keys.of(asset.tenantId())).mark(fitted, id);
            if (marked.margin() >= 0) {
                return Optional.of(marked);
            }
            marked.close();
            return Optional.empty();
        } catch (MarkRefusedException e) {
            return Optional.empty();
        }
    }

    private byte[] smallEnough(
            Asset asset,
            byte[] original,
            Channel channel,
            List<ManifestDefinition.Action> changes,
            Picture fitted,
            Optional<MarkedPicture> marked) {
        MarkId id = register.allot(asset.tenantId(), asset.workId());
        Picture picture = marked.map(MarkedPicture::picture).orElse(fitted);
        Instant now = now();
        for (ImageEncoder.Encoding encoding : encodings(channel)) {
            byte[] plain = ImageEncoder.encode(picture, encoding);
            if (plain.length > channel.maxBytes()) {
                continue;
            }
            boolean carried = marked.isPresent() && carries(asset, plain, id);
            Marking marking = carried
                    ? new Marking.Carried(
                            id,
                            marked.orElseThrow().psnr(),
                            marked.orElseThrow().markedPsnr())
                    : new Marking.Refused("unreadable", "No mark could be read back from it");
            byte[] signed = signer.sign(
                    plain,
                    new RenditionSigner.Made(
                            asset, original, Pdq.describe(picture).hash(), marking, changes),
                    now);
            if (signed.length <= channel.maxBytes()) {
                return signed;
            }
        }
        throw new ProtectionFailedException(
                "file-size",
                "Even at quality " + QUALITIES[QUALITIES.length - 1] + " the signed file is larger than "
                        + channel.maxBytes() + " bytes");
    }

    private static List<ImageEncoder.Encoding> encodings(Channel channel) {
        List<ImageEncoder.Encoding> encodings = new ArrayList<>();
        if (channel.formats().contains(ImageFormat.JPEG)) {
            for (int quality : QUALITIES) {
                encodings.add(new ImageEncoder.Jpeg(quality, ImageEncoder.Subsampling.S444, false));
            }
        } else {
            encodings.add(new ImageEncoder.Png(6));
        }
        return encodings;
    }

    private boolean carries(Asset asset, byte[] file, MarkId id) {
        // Our own file, so it needs no place at the gate; the original in hand already has one.
        try (DecodedImage image = decoder.decode(file)) {
            return id.equals(new MarkReader(keys.of(asset.tenantId()))
                    .readBlind(image.picture())
                    .id());
        }
    }

    private List<ManifestDefinition.Action> changes(FitPlan plan, Picture picture, Channel channel) {
        List<ManifestDefinition.Action> changes = new ArrayList<>();
        if (plan.isScaled(picture.width(), picture.height())) {
            changes.add(new ManifestDefinition.Action("c2pa.resized", now(), null, "Scaled for " + channel.name()));
        }
        if (plan.isPadded() || plan.pureGround()) {
            changes.add(new ManifestDefinition.Action(
                    "c2pa.edited", now(), null, "Set on a white canvas for " + channel.name()));
        }
        return changes;
    }

    private ChannelRendition.File file(Asset asset, Channel channel, byte[] signed) {
        String label = signer.activeManifest(signed, now());
        try (DecodedImage image = decoder.decode(signed)) {
            Conformance conformance = ChannelFit.check(channel, image, signed.length);
            if (!conformance.accepted()) {
                throw new ProtectionFailedException(
                        "not-accepted", "What was made does not obey the channel: " + conformance.findings());
            }
            Picture picture = image.picture();
            MarkId id = register.allot(asset.tenantId(), asset.workId());
            return new ChannelRendition.File(
                    image.format(),
                    signed.length,
                    Sha256.digest(signed),
                    Sha256.of(PixelDigest.sha256(picture)),
                    picture.width(),
                    picture.height(),
                    label,
                    carries(asset, signed, id));
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
