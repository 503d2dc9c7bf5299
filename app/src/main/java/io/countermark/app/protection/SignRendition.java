package io.countermark.app.protection;

import io.countermark.app.library.Asset;
import io.countermark.app.library.Marking;
import io.countermark.app.library.ProtectionRecord;
import io.countermark.app.library.Rendition;
import io.countermark.app.library.Sha256;
import io.countermark.credentials.ManifestDefinition;
import io.countermark.credentials.ManifestSigner;
import io.countermark.credentials.ManifestValidator;
import io.countermark.credentials.SoftBindingAlgorithm;
import io.countermark.credentials.ValidationReport;
import io.countermark.fingerprint.PdqHash;
import io.countermark.imaging.DecodedImage;
import io.countermark.imaging.ImageDecoder;
import io.countermark.imaging.PixelDigest;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Signs the rendition with a C2PA manifest and archives it. A signature is never the same twice, so a signed file that an
 * interrupted run left in the vault is taken up instead of being made again.
 */
@Component
class SignRendition {

    private static final ManifestDefinition.Generator GENERATOR =
            new ManifestDefinition.Generator("Countermark", "0.1");

    private final Authority authority;
    private final ProtectionRecord record;
    private final ImageDecoder decoder;
    private final Clock clock;

    SignRendition(Authority authority, ProtectionRecord record, ImageDecoder decoder, Clock clock) {
        this.authority = authority;
        this.record = record;
        this.decoder = decoder;
        this.clock = clock;
    }

    void run(EncodedRendition encoded) {
        Asset asset = encoded.original().original().original().asset();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        byte[] signed = record.signedBefore(asset).orElseGet(() -> sign(encoded, now));
        String label = activeManifest(signed, now);
        UUID id = record.archiveRendition(asset, signed);
        // Our own file, so it needs no place at the gate; the original in hand already has one.
        try (DecodedImage image = decoder.decode(signed)) {
            Rendition rendition = new Rendition(
                    id,
                    asset.id(),
                    image.format(),
                    signed.length,
                    Sha256.digest(signed),
                    Sha256.of(PixelDigest.sha256(image.picture())),
                    image.picture().width(),
                    image.picture().height(),
                    label,
                    now);
            record.signed(asset, rendition);
        }
    }

    private byte[] sign(EncodedRendition encoded, Instant now) {
        OpenedOriginal original = encoded.original().original().original();
        ManifestDefinition definition = new ManifestDefinition(
                original.asset().title(),
                GENERATOR,
                actions(encoded, now),
                softBindings(encoded),
                new ManifestDefinition.Parent(
                        original.asset().title(), original.asset().format().mediaType(), original.bytes()));
        return new ManifestSigner(authority.credential(original.asset().tenantId()))
                .sign(encoded.file(), definition)
                .file();
    }

    /** We open what somebody made; how they made it is not ours to claim, so the first action is never {@code created}. */
    private static List<ManifestDefinition.Action> actions(EncodedRendition encoded, Instant now) {
        List<ManifestDefinition.Action> actions = new ArrayList<>();
        actions.add(new ManifestDefinition.Action("c2pa.opened", now, null, null));
        switch (encoded.original().marking()) {
            case Marking.Carried carried ->
                actions.add(new ManifestDefinition.Action(
                        "c2pa.watermarked.bound", now, null, "Invisible mark with a 64-bit id"));
            case Marking.Refused refused -> {}
        }
        return actions;
    }

    private static List<ManifestDefinition.SoftBinding> softBindings(EncodedRendition encoded) {
        List<ManifestDefinition.SoftBinding> bindings = new ArrayList<>();
        switch (encoded.original().marking()) {
            case Marking.Carried carried ->
                bindings.add(new ManifestDefinition.SoftBinding(
                        SoftBindingAlgorithm.MARK.name(),
                        ByteBuffer.allocate(Long.BYTES)
                                .putLong(carried.id().bits())
                                .array()));
            case Marking.Refused refused -> {}
        }
        PdqHash hash = encoded.original().original().description().pdq().hash();
        bindings.add(new ManifestDefinition.SoftBinding(
                SoftBindingAlgorithm.PDQ.name(),
                ByteBuffer.allocate(4 * Long.BYTES)
                        .putLong(hash.w0())
                        .putLong(hash.w1())
                        .putLong(hash.w2())
                        .putLong(hash.w3())
                        .array()));
        return bindings;
    }

    private String activeManifest(byte[] signed, Instant now) {
        ValidationReport report = new ManifestValidator(List.of(authority.root()), List.of()).validate(signed, now);
        String label = report.activeManifest();
        if (report.state() != ValidationReport.State.TRUSTED || label == null) {
            throw new ProtectionFailedException(
                    "signature-not-trusted", "Our own signature does not hold: " + report.summary());
        }
        return label;
    }
}
