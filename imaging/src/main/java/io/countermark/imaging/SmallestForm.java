package io.countermark.imaging;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * The fewest channels and bytes a sample that show the same picture.
 *
 * @param source         the form the picture has
 * @param channels       1, 3 or 4
 * @param bytesPerSample 1 or 2
 */
record SmallestForm(PixelFormat source, int channels, int bytesPerSample) {

    private static final boolean LITTLE_ENDIAN = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

    static SmallestForm of(Picture picture) {
        Evidence evidence = new Evidence(picture.format());
        int stride =
                picture.width() * picture.format().channels() * picture.format().bytesPerSample();
        byte[] row = new byte[stride];
        MemorySegment samples = picture.samples();
        for (int y = 0; y < picture.height() && !evidence.settled(); y++) {
            MemorySegment.copy(samples, ValueLayout.JAVA_BYTE, (long) y * stride, row, 0, stride);
            evidence.see(row);
        }
        return evidence.form();
    }

    /** Writes the samples of {@code row} that this form keeps, two-byte samples big-endian. */
    void reduce(byte[] row, byte[] out) {
        int sourceChannels = source.channels();
        int o = 0;
        for (int i = 0; i * source.bytesPerSample() < row.length; i += sourceChannels) {
            for (int c = 0; c < channels; c++) {
                int value = sample(source, row, i + c);
                if (bytesPerSample == 2) {
                    out[o++] = (byte) (value >> 8);
                    out[o++] = (byte) value;
                } else {
                    out[o++] = (byte) value;
                }
            }
        }
    }

    /** The sample at an index counted in samples; a two-byte value that is a multiple of 257 has that in both bytes. */
    private static int sample(PixelFormat format, byte[] row, int index) {
        if (format.bytesPerSample() == 1) {
            return row[index] & 0xFF;
        }
        int first = row[2 * index] & 0xFF;
        int second = row[2 * index + 1] & 0xFF;
        return LITTLE_ENDIAN ? second << 8 | first : first << 8 | second;
    }

    /** What the rows seen so far rule out. */
    private static final class Evidence {

        private final PixelFormat format;
        private boolean opaque;
        private boolean gray;
        private boolean narrow;

        Evidence(PixelFormat format) {
            this.format = format;
            this.opaque = format.hasAlpha();
            this.gray = format.channels() > 1;
            this.narrow = format.bytesPerSample() == 2;
        }

        boolean settled() {
            return !opaque && !gray && !narrow;
        }

        void see(byte[] row) {
            int channels = format.channels();
            int highest = format.bytesPerSample() == 1 ? 0xFF : 0xFFFF;
            int count = row.length / format.bytesPerSample();
            for (int i = 0; i < count && !settled(); i += channels) {
                int first = sample(format, row, i);
                if (gray && (sample(format, row, i + 1) != first || sample(format, row, i + 2) != first)) {
                    gray = false;
                }
                if (opaque && sample(format, row, i + 3) != highest) {
                    opaque = false;
                }
                for (int c = 0; narrow && c < channels; c++) {
                    narrow = sample(format, row, i + c) % 257 == 0;
                }
            }
        }

        /** Gray with alpha has no form of its own among the pixel formats, so it stays at four channels. */
        SmallestForm form() {
            boolean keepsAlpha = format.hasAlpha() && !opaque;
            int channels = keepsAlpha ? 4 : gray || format.channels() == 1 ? 1 : 3;
            return new SmallestForm(format, channels, narrow || format.bytesPerSample() == 1 ? 1 : 2);
        }
    }
}
