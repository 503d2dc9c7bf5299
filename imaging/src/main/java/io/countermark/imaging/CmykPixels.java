package io.countermark.imaging;

import io.countermark.container.ImageHeader;
import io.countermark.container.ImageHeader.Jpeg;
import java.awt.image.Raster;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/**
 * CMYK and YCCK files in sRGB, eight bit: by the embedded profile, or without one by {@code 255 * (1 - ink) * (1 - black)},
 * as browsers show them. Photoshop stores inks inverted and says so by its APP14 segment (Adobe TN 5116).
 */
final class CmykPixels {

    /** @param byProfile whether an embedded profile was used */
    record Converted(Picture picture, boolean byProfile) {}

    private static final int YCCK = 2;

    private CmykPixels() {}

    static Converted decode(byte[] file, ImageHeader header) {
        boolean ycck = header.details() instanceof Jpeg jpeg && jpeg.adobeTransform() == YCCK;
        boolean inverted = header.details() instanceof Jpeg jpeg && jpeg.adobeTransform() >= 0;
        Optional<ProfileTable> profile = header.iccProfile()
                .flatMap(IccProfile::parse)
                .filter(IccProfile::isCmyk)
                .flatMap(ProfileTable::of);
        Raster inks = JdkPixels.inks(file, header);
        int width = header.width();
        int bands = inks.getNumBands();
        Picture picture = Picture.allocate(width, header.height(), PixelFormat.BGR8);
        MemorySegment samples = picture.samples();
        int[] in = new int[width * bands];
        byte[] cmyk = new byte[width * 4];
        for (int y = 0; y < header.height(); y++) {
            inks.getPixels(0, y, width, 1, in);
            for (int x = 0; x < width; x++) {
                for (int c = 0; c < 4; c++) {
                    cmyk[4 * x + c] = (byte) in[bands * x + c];
                }
            }
            if (ycck) {
                toCmyk(cmyk);
            }
            if (inverted) {
                invert(cmyk);
            }
            byte[] bgr =
                    profile.map(table -> swapped(table.convert(cmyk, width))).orElseGet(() -> plain(cmyk));
            MemorySegment.copy(bgr, 0, samples, ValueLayout.JAVA_BYTE, (long) y * bgr.length, bgr.length);
        }
        return new Converted(picture, profile.isPresent());
    }

    /** The inverse of JFIF's YCbCr for the first three, complemented; the fourth is black already (libjpeg, jdcolor.c). */
    private static void toCmyk(byte[] ycck) {
        for (int i = 0; i < ycck.length; i += 4) {
            double y = ycck[i] & 0xFF;
            double cb = (ycck[i + 1] & 0xFF) - 128;
            double cr = (ycck[i + 2] & 0xFF) - 128;
            ycck[i] = complement(y + 1.402 * cr);
            ycck[i + 1] = complement(y - 0.344136 * cb - 0.714136 * cr);
            ycck[i + 2] = complement(y + 1.772 * cb);
        }
    }

    private static byte complement(double value) {
        return (byte) (255 - Math.max(0, Math.min(255, Math.round(value))));
    }

    private static void invert(byte[] samples) {
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (byte) ~samples[i];
        }
    }

    private static byte[] plain(byte[] cmyk) {
        byte[] bgr = new byte[cmyk.length / 4 * 3];
        for (int i = 0, o = 0; i < cmyk.length; i += 4, o += 3) {
            int paper = 255 - (cmyk[i + 3] & 0xFF);
            for (int c = 0; c < 3; c++) {
                bgr[o + 2 - c] = (byte) (((255 - (cmyk[i + c] & 0xFF)) * paper + 127) / 255);
            }
        }
        return bgr;
    }

    private static byte[] swapped(byte[] rgb) {
        for (int i = 0; i < rgb.length; i += 3) {
            byte red = rgb[i];
            rgb[i] = rgb[i + 2];
            rgb[i + 2] = red;
        }
        return rgb;
    }
}
