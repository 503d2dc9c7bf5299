package io.countermark.app.protection;

import io.countermark.app.library.Asset;
import io.countermark.app.library.ProtectionRecord;
import io.countermark.app.library.Sha256;
import io.countermark.fingerprint.Pdq;
import io.countermark.imaging.Picture;
import io.countermark.imaging.PixelDigest;
import org.springframework.stereotype.Component;

/** Digests the pixels and computes the fingerprint in its eight forms. */
@Component
class DescribeOriginal {

    private final ProtectionRecord record;

    DescribeOriginal(ProtectionRecord record) {
        this.record = record;
    }

    DescribedOriginal run(OpenedOriginal original) {
        Asset.Description known = original.asset().description();
        if (known != null) {
            return new DescribedOriginal(original, known);
        }
        Picture picture = original.image().picture();
        Asset.Description description =
                new Asset.Description(Sha256.of(PixelDigest.sha256(picture)), Pdq.describe(picture));
        record.described(original.asset(), description);
        return new DescribedOriginal(original, description);
    }
}
