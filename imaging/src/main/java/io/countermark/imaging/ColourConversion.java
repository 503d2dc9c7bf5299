package io.countermark.imaging;

import io.countermark.container.ImageHeader;
import io.countermark.container.ImageHeader.Cicp;
import io.countermark.imaging.ImageRejectedException.Reason;
import java.util.Optional;

/**
 * Brings decoded samples into sRGB by what the file says about its colours. A profile that can't be read, or that belongs
 * to another number of channels, counts as none, and a file without any is taken as sRGB: as browsers do.
 */
final class ColourConversion {

    // Code points of ITU-T H.273, tables 2 and 3.
    private static final int PRIMARIES_BT709 = 1;
    private static final int PRIMARIES_UNSPECIFIED = 2;
    private static final int PRIMARIES_BT2020 = 9;
    private static final int PRIMARIES_P3 = 12;
    private static final int TRANSFER_GAMMA22 = 4;
    private static final int TRANSFER_GAMMA28 = 5;
    private static final int TRANSFER_LINEAR = 8;
    private static final int TRANSFER_PQ = 16;
    private static final int TRANSFER_HLG = 18;

    private static final Matrix3 SRGB_TO_XYZ =
            Matrix3.ofPrimaries(0.640, 0.330, 0.300, 0.600, 0.150, 0.060, 0.3127, 0.3290);

    private static final Matrix3 P3_TO_XYZ =
            Matrix3.ofPrimaries(0.680, 0.320, 0.265, 0.690, 0.150, 0.060, 0.3127, 0.3290);

    private static final Matrix3 BT2020_TO_XYZ =
            Matrix3.ofPrimaries(0.708, 0.292, 0.170, 0.797, 0.131, 0.046, 0.3127, 0.3290);

    /** What has become of the samples. */
    record Result(Picture picture, boolean converted) {}

    private ColourConversion() {}

    /** Converts in place where it can; the given picture is closed unless it is returned. */
    static Result toSrgb(Picture picture, ImageHeader header) {
        Optional<IccProfile> profile = header.iccProfile().flatMap(IccProfile::parse);
        if (profile.isPresent()) {
            return byProfile(picture, profile.get());
        }
        return header.cicp().map(cicp -> byCodePoints(picture, cicp)).orElse(new Result(picture, false));
    }

    private static Result byProfile(Picture picture, IccProfile profile) {
        boolean gray = picture.format().channels() == 1;
        if (gray && profile.isGray()) {
            boolean changed = profile.curve("kTRC")
                    .map(curve -> GrayShaper.apply(picture, curve))
                    .orElse(false);
            return new Result(picture, changed);
        }
        if (gray || !profile.isRgb()) {
            return new Result(picture, false);
        }
        return profile.hasTable() ? byTable(picture, profile) : byMatrix(picture, profile);
    }

    private static Result byMatrix(Picture picture, IccProfile profile) {
        Optional<double[]> red = profile.xyz("rXYZ");
        Optional<double[]> green = profile.xyz("gXYZ");
        Optional<double[]> blue = profile.xyz("bXYZ");
        Optional<ToneCurve> redCurve = profile.curve("rTRC");
        Optional<ToneCurve> greenCurve = profile.curve("gTRC");
        Optional<ToneCurve> blueCurve = profile.curve("bTRC");
        if (red.isEmpty()
                || green.isEmpty()
                || blue.isEmpty()
                || redCurve.isEmpty()
                || greenCurve.isEmpty()
                || blueCurve.isEmpty()) {
            return new Result(picture, false);
        }
        Matrix3 toSrgb = Matrix3.SRGB_TO_D50.inverse().times(Matrix3.columns(red.get(), green.get(), blue.get()));
        return shape(picture, redCurve.get(), greenCurve.get(), blueCurve.get(), toSrgb);
    }

    private static Result shape(Picture picture, ToneCurve red, ToneCurve green, ToneCurve blue, Matrix3 toSrgb) {
        if (!toSrgb.isFinite() || MatrixShaper.isIdentity(red, green, blue, toSrgb)) {
            return new Result(picture, false);
        }
        new MatrixShaper(red, green, blue, toSrgb).apply(picture);
        return new Result(picture, true);
    }

    private static Result byTable(Picture picture, IccProfile profile) {
        Optional<ProfileTable> table = ProfileTable.of(profile).filter(found -> found.inks() == 3);
        if (table.isEmpty()) {
            return new Result(picture, false);
        }
        if (picture.format().bytesPerSample() == 1) {
            table.get().apply(picture);
            return new Result(picture, true);
        }
        // Profiles with tables belong to scanners and printers; their pictures are not worth a second, wide path.
        try (picture) {
            Picture narrow = Conversions.to8Bit(picture);
            table.get().apply(narrow);
            return new Result(narrow, true);
        }
    }

    private static Result byCodePoints(Picture picture, Cicp cicp) {
        if (picture.format().channels() == 1) {
            return new Result(picture, false);
        }
        Matrix3 toXyz = switch (cicp.primaries()) {
            case PRIMARIES_BT709, PRIMARIES_UNSPECIFIED -> SRGB_TO_XYZ;
            case PRIMARIES_P3 -> P3_TO_XYZ;
            case PRIMARIES_BT2020 -> BT2020_TO_XYZ;
            // Television of the last century, and film: near enough to sRGB for a product photo.
            default -> SRGB_TO_XYZ;
        };
        ToneCurve curve = switch (cicp.transfer()) {
            case TRANSFER_PQ, TRANSFER_HLG ->
                throw new ImageRejectedException(
                        Reason.UNSUPPORTED_FEATURE,
                        "High dynamic range (transfer %d) is not supported.".formatted(cicp.transfer()));
            case TRANSFER_GAMMA22 -> ToneCurve.gamma(2.2);
            case TRANSFER_GAMMA28 -> ToneCurve.gamma(2.8);
            case TRANSFER_LINEAR -> ToneCurve.gamma(1);
            // BT.709 and its kin are shown with sRGB's curve by every browser.
            default -> ToneCurve.SRGB;
        };
        return shape(picture, curve, curve, curve, SRGB_TO_XYZ.inverse().times(toXyz));
    }
}
