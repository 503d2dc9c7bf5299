package io.countermark.imaging;

import java.awt.color.CMMException;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.color.ProfileDataException;
import java.awt.image.ColorConvertOp;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/**
 * Converts colours to sRGB through a profile's tables, by the JDK's LittleCMS in the profile's own intent. Eight bit a
 * sample, a row at a time, so that no second picture stands on the heap.
 */
final class ProfileTable {

    private final ColorConvertOp conversion;
    private final int inks;

    private ProfileTable(ColorConvertOp conversion, int inks) {
        this.conversion = conversion;
        this.inks = inks;
    }

    /** Empty when the engine does not take the profile. */
    static Optional<ProfileTable> of(IccProfile profile) {
        try {
            ICC_Profile from = ICC_Profile.getInstance(profile.bytes());
            ICC_Profile to = ICC_Profile.getInstance(ColorSpace.CS_sRGB);
            ProfileTable table =
                    new ProfileTable(new ColorConvertOp(new ICC_Profile[] {from, to}, null), from.getNumComponents());
            // The transform is built with the first pixel: a profile with broken tables shows itself here.
            table.convert(new byte[table.inks], 1);
            return Optional.of(table);
        } catch (IllegalArgumentException | CMMException | ProfileDataException e) {
            return Optional.empty();
        }
    }

    /** Components of the profile's colour space. */
    int inks() {
        return inks;
    }

    /**
     * @param samples {@code count} pixels in the profile's components, interleaved
     * @return red, green, blue, interleaved
     */
    byte[] convert(byte[] samples, int count) {
        WritableRaster from = Raster.createInterleavedRaster(
                new DataBufferByte(samples, samples.length), count, 1, count * inks, inks, offsets(inks), null);
        byte[] rgb = new byte[3 * count];
        WritableRaster to = Raster.createInterleavedRaster(
                new DataBufferByte(rgb, rgb.length), count, 1, 3 * count, 3, offsets(3), null);
        conversion.filter(from, to);
        return rgb;
    }

    /** Converts a picture of eight bit with three colour channels in place; alpha is kept. */
    void apply(Picture picture) {
        int channels = picture.format().channels();
        byte[] row = new byte[picture.width() * channels];
        byte[] rgb = new byte[picture.width() * 3];
        MemorySegment samples = picture.samples();
        for (int y = 0; y < picture.height(); y++) {
            MemorySegment.copy(samples, ValueLayout.JAVA_BYTE, (long) y * row.length, row, 0, row.length);
            for (int i = 0, o = 0; i < row.length; i += channels, o += 3) {
                rgb[o] = row[i + 2];
                rgb[o + 1] = row[i + 1];
                rgb[o + 2] = row[i];
            }
            byte[] converted = convert(rgb, picture.width());
            for (int i = 0, o = 0; i < row.length; i += channels, o += 3) {
                row[i] = converted[o + 2];
                row[i + 1] = converted[o + 1];
                row[i + 2] = converted[o];
            }
            MemorySegment.copy(row, 0, samples, ValueLayout.JAVA_BYTE, (long) y * row.length, row.length);
        }
    }

    private static int[] offsets(int count) {
        int[] offsets = new int[count];
        for (int i = 0; i < count; i++) {
            offsets[i] = i;
        }
        return offsets;
    }
}
