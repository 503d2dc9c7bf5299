package io.countermark.app.screening;

import io.countermark.app.library.Library;
import io.countermark.app.library.Sha256;
import io.countermark.imaging.PixelDigest;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Is it one of our files, or one of our pictures in another wrapping? */
@Component
class ExactSearch {

    private final Library library;

    ExactSearch(Library library) {
        this.library = library;
    }

    List<Finding> find(Suspect suspect) {
        Sha256 bytes = Sha256.digest(suspect.file());
        Sha256 pixels = Sha256.of(PixelDigest.sha256(suspect.picture()));
        return Stream.concat(
                        library.withBytes(suspect.tenantId(), bytes).stream()
                                .map(asset -> new Finding(
                                        asset,
                                        new Reason(
                                                Signal.EXACT_BYTES,
                                                bytes.equals(asset.sha256())
                                                        ? "The file is the registered original, byte for byte."
                                                        : "The file is the delivered rendition, byte for byte.",
                                                1))),
                        library.withPixels(suspect.tenantId(), pixels).stream()
                                .map(asset -> new Finding(
                                        asset,
                                        new Reason(
                                                Signal.EXACT_PIXELS,
                                                "Every pixel is the same as in a registered file.",
                                                1))))
                .toList();
    }
}
