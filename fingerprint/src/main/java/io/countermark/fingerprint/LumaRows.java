package io.countermark.fingerprint;

import io.countermark.imaging.Picture;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Rows of luma (Y' of Rec. 601, 0 to 255, as float) from top to bottom, so that no whole float picture is ever held. */
interface LumaRows {

    /** In pixels. */
    int width();

    /** In pixels. */
    int height();

    /** Writes row {@code y} into {@code into[0 .. width)}. */
    void read(int y, float[] into);

    /**
     * The rows of an 8-bit picture without alpha.
     *
     * @throws IllegalArgumentException for other formats; convert with {@link Picture#toBgr8()} first
     */
    static LumaRows of(Picture picture) {
        return switch (picture.format()) {
            case GRAY8 -> new PictureRows(picture, 1);
            case BGR8 -> new PictureRows(picture, 3);
            case BGRA8, GRAY16, BGR16, BGRA16 ->
                throw new IllegalArgumentException(
                        "Luma is read from 8-bit pictures without alpha, not from " + picture.format());
        };
    }

    /** Luma of one pixel in single precision, summed in this order, as the reference does. */
    static float luma(int red, int green, int blue) {
        return 0.299f * red + 0.587f * green + 0.114f * blue;
    }

    /** Rows of a picture with 1 or 3 interleaved 8-bit channels (blue, green, red). */
    final class PictureRows implements LumaRows {
        private final Picture picture;
        private final MemorySegment samples;
        private final int channels;
        private final byte[] line;

        private PictureRows(Picture picture, int channels) {
            this.picture = picture;
            this.samples = picture.samples();
            this.channels = channels;
            this.line = new byte[picture.width() * channels];
        }

        @Override
        public int width() {
            return picture.width();
        }

        @Override
        public int height() {
            return picture.height();
        }

        @Override
        public void read(int y, float[] into) {
            MemorySegment.copy(samples, ValueLayout.JAVA_BYTE, (long) y * line.length, line, 0, line.length);
            int width = picture.width();
            if (channels == 1) {
                for (int x = 0; x < width; x++) {
                    int gray = line[x] & 0xff;
                    into[x] = luma(gray, gray, gray);
                }
            } else {
                for (int x = 0, i = 0; x < width; x++, i += 3) {
                    into[x] = luma(line[i + 2] & 0xff, line[i + 1] & 0xff, line[i] & 0xff);
                }
            }
        }
    }
}
