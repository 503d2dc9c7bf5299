package io.countermark.app.screening;

import io.countermark.app.library.Asset;
import io.countermark.app.library.Library;
import io.countermark.app.library.Marking;
import io.countermark.app.protection.MarkKeys;
import io.countermark.app.protection.MarkRegister;
import io.countermark.imaging.DecodedImage;
import io.countermark.imaging.ImageDecoder;
import io.countermark.watermark.MarkId;
import io.countermark.watermark.MarkReader;
import io.countermark.watermark.MarkReading;
import io.countermark.watermark.ReadEffort;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Does it carry a mark of ours? */
@Component
class MarkSearch {

    private final MarkKeys keys;
    private final MarkRegister register;
    private final Library library;
    private final ImageDecoder decoder;

    MarkSearch(MarkKeys keys, MarkRegister register, Library library, ImageDecoder decoder) {
        this.keys = keys;
        this.register = register;
        this.library = library;
        this.decoder = decoder;
    }

    /** Without any original. */
    Optional<Finding> readBlind(Suspect suspect) {
        MarkReading reading =
                new MarkReader(keys.of(suspect.tenantId())).readBlind(suspect.picture(), ReadEffort.QUICK);
        MarkId id = reading.id();
        return id == null
                ? Optional.empty()
                : register.work(suspect.tenantId(), id)
                        .flatMap(work -> library.assetOfWork(suspect.tenantId(), work))
                        .map(asset -> finding(asset, reading));
    }

    /** With an original that the picture is known to be made from: was it our marked rendition that was copied? */
    Optional<Finding> readInformed(Suspect suspect, Asset asset) {
        MarkId expected =
                library.marking(suspect.tenantId(), asset.id()).map(Marking::id).orElse(null);
        if (expected == null) {
            return Optional.empty();
        }
        try (DecodedImage original = decoder.decode(library.original(asset))) {
            MarkReading reading =
                    new MarkReader(keys.of(suspect.tenantId())).readInformed(suspect.picture(), original.picture());
            return expected.equals(reading.id()) ? Optional.of(finding(asset, reading)) : Optional.empty();
        }
    }

    /** Whether one of the findings is a mark of this asset. */
    static boolean isFound(List<Finding> findings, Asset asset) {
        return findings.stream()
                .anyMatch(finding -> finding.reason().signal() == Signal.MARK
                        && finding.asset().id().equals(asset.id()));
    }

    private static Finding finding(Asset asset, MarkReading reading) {
        String how = switch (reading.mode()) {
            case BLIND -> "without the original";
            case INFORMED -> "against the original";
        };
        String detail = "It carries the work's invisible mark, read " + how + "; the odds of a false reading are "
                + odds(reading.falsePositiveBound()) + ".";
        return new Finding(asset, new Reason(Signal.MARK, detail, 1 - reading.falsePositiveBound()));
    }

    private static String odds(double bound) {
        return bound < 1e-12 ? "below one in a trillion" : String.format(Locale.ROOT, "at most %.0e", bound);
    }
}
