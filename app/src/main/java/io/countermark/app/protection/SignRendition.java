package io.countermark.app.protection;

import io.countermark.app.library.Asset;
import io.countermark.app.library.ProtectionRecord;
import io.countermark.app.library.Rendition;
import io.countermark.app.library.Sha256;
import io.countermark.imaging.DecodedImage;
import io.countermark.imaging.ImageDecoder;
import io.countermark.imaging.PixelDigest;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Signs the rendition with a C2PA manifest and archives it. A signature is never the same twice, so a signed file that an
 * interrupted run left in the vault is taken up instead of being made again.
 */
@Component
class SignRendition {

    private final RenditionSigner signer;
    private final ProtectionRecord record;
    private final ImageDecoder decoder;
    private final Clock clock;

    SignRendition(RenditionSigner signer, ProtectionRecord record, ImageDecoder decoder, Clock clock) {
        this.signer = signer;
        this.record = record;
        this.decoder = decoder;
        this.clock = clock;
    }

    void run(EncodedRendition encoded) {
        Asset asset = encoded.original().original().original().asset();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        byte[] signed = record.signedBefore(asset).orElseGet(() -> sign(encoded, now));
        String label = signer.activeManifest(signed, now);
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
        DescribedOriginal described = encoded.original().original();
        OpenedOriginal original = described.original();
        return signer.sign(
                encoded.file(),
                new RenditionSigner.Made(
                        original.asset(),
                        original.bytes(),
                        described.description().pdq().hash(),
                        encoded.original().marking(),
                        List.of()),
                now);
    }
}
