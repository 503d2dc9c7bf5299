package io.countermark.bench.watermark;

import io.countermark.bench.imaging.Contest;
import io.countermark.bench.imaging.Contest.Way;
import io.countermark.imaging.DecodeLimits;
import io.countermark.imaging.DecodedImage;
import io.countermark.imaging.ImageDecoder;
import io.countermark.imaging.ImageEncoder;
import io.countermark.imaging.Picture;
import io.countermark.imaging.Resizer;
import io.countermark.watermark.MarkId;
import io.countermark.watermark.MarkKey;
import io.countermark.watermark.MarkWriter;
import io.countermark.watermark.MarkedPicture;
import java.nio.file.Path;
import java.util.List;

/** What marking a JPEG of 12 megapixels costs against decoding and encoding it, processor time in one run. */
final class SpeedContest {

    private static final String PLAIN = "decode, encode";
    private static final String FIXED = "decode, mark, encode";
    private static final String TRIED = "decode, mark with trials, encode";
    private static final double FIXED_PSNR = 43;
    private static final ImageEncoder.Jpeg JPEG = new ImageEncoder.Jpeg(90, ImageEncoder.Subsampling.S420, false);

    private SpeedContest() {}

    /** Times of the plain round that marking without and with trials takes. */
    record Ratios(double fixed, double tried) {}

    static Ratios run(Path photo, MarkKey key, int rounds) {
        byte[] file = file(photo);
        MarkWriter fixed = new MarkWriter(key, FIXED_PSNR);
        MarkWriter tried = new MarkWriter(key);
        Contest.Result result = Contest.run(
                List.of(
                        new Way(PLAIN, () -> plain(file)),
                        new Way(FIXED, () -> marked(file, fixed)),
                        new Way(TRIED, () -> marked(file, tried))),
                2,
                rounds);
        return new Ratios(1 / result.ratio(FIXED, PLAIN), 1 / result.ratio(TRIED, PLAIN));
    }

    /** The photo enlarged to 4,000 x 3,000. */
    private static byte[] file(Path photo) {
        try (Picture picture = Copies.read(photo);
                Picture large = Resizer.resize(picture, 4000, 3000)) {
            return ImageEncoder.encode(large, JPEG);
        }
    }

    private static void plain(byte[] file) {
        try (DecodedImage image = new ImageDecoder(DecodeLimits.DEFAULT).decode(file)) {
            ImageEncoder.encode(image.picture(), JPEG);
        }
    }

    private static void marked(byte[] file, MarkWriter writer) {
        try (DecodedImage image = new ImageDecoder(DecodeLimits.DEFAULT).decode(file);
                MarkedPicture marked = writer.mark(image.picture(), new MarkId(42))) {
            ImageEncoder.encode(marked.picture(), JPEG);
        }
    }
}
