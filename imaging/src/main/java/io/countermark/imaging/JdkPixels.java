package io.countermark.imaging;

import io.countermark.container.ImageFormat;
import io.countermark.container.ImageHeader;
import io.countermark.imaging.ImageRejectedException.Reason;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Stored samples as the JDK's readers give them: BMP and TIFF, which are rare enough that Java's safety weighs more than
 * speed, and the inks of CMYK files, which OpenCV does not hand out.
 */
final class JdkPixels {

    /** What to do with a reader whose input is set. */
    private interface Reading<T> {
        T read(ImageReader reader) throws IOException;
    }

    private JdkPixels() {}

    /** A BMP or TIFF file: gray, colour or colour with alpha, 8 or 16 bit. */
    static Picture decode(byte[] file, ImageHeader header) {
        BufferedImage image = reading(file, header.format(), reader -> {
            requireSameSize(reader, header);
            return reader.read(0);
        });
        return toPicture(image);
    }

    /** The samples of a CMYK file as they are stored; four bands of eight bit, a fifth is not looked at. */
    static Raster inks(byte[] file, ImageHeader header) {
        return reading(file, header.format(), reader -> {
            requireSameSize(reader, header);
            return reader.canReadRaster()
                    ? reader.readRaster(0, null)
                    : reader.read(0).getRaster();
        });
    }

    /** Whether libjpeg, as the JDK builds it, misses entropy-coded data in a JPEG file. */
    static boolean missesData(byte[] file) {
        return reading(file, ImageFormat.JPEG, reader -> {
            boolean[] missing = {false};
            reader.addIIOReadWarningListener((source, warning) -> missing[0] |= warning.contains("remature end"));
            var parameters = reader.getDefaultReadParam();
            parameters.setSourceSubsampling(8, 8, 0, 0);
            reader.read(0, parameters);
            return missing[0];
        });
    }

    private static void requireSameSize(ImageReader reader, ImageHeader header) throws IOException {
        if (reader.getWidth(0) != header.width() || reader.getHeight(0) != header.height()) {
            throw new ImageRejectedException(Reason.CORRUPT, "The %s file says two sizes.".formatted(header.format()));
        }
    }

    private static <T> T reading(byte[] file, ImageFormat format, Reading<T> reading) {
        ImageReader reader = ImageIO.getImageReadersByFormatName(format.name()).next();
        try (ImageInputStream input = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
            reader.setInput(input, true, true);
            return reading.read(reader);
        } catch (ImageRejectedException e) {
            throw e;
        } catch (EOFException e) {
            throw new ImageRejectedException(
                    Reason.TRUNCATED, "The %s file ends before its picture does.".formatted(format), e);
        } catch (IOException
                | RuntimeException e) { // the JDK's readers tell corruption by whatever exception it leads to
            throw new ImageRejectedException(Reason.CORRUPT, "The %s file can't be decoded.".formatted(format), e);
        } finally {
            reader.dispose();
        }
    }

    /** Whole samples are taken as they are: a colour model of the JDK would see linear light in gray ones. */
    private static Picture toPicture(BufferedImage image) {
        ColorModel colours = image.getColorModel();
        Raster raster = image.getRaster();
        int bits = colours.getComponentSize(0);
        int bands = raster.getNumBands();
        boolean whole = !(colours instanceof IndexColorModel)
                && bands == colours.getNumComponents()
                && colours.hasAlpha() == (bands % 2 == 0)
                && bands <= 4
                && ((bits == 8 && raster.getTransferType() == DataBuffer.TYPE_BYTE)
                        || (bits == 16 && raster.getTransferType() == DataBuffer.TYPE_USHORT));
        return whole ? samples(raster, bits, colours.isAlphaPremultiplied()) : colours(image);
    }

    /** 1 gray, 2 gray and alpha, 3 red, green, blue, 4 with alpha; gray with alpha becomes colour with alpha. */
    private static Picture samples(Raster raster, int bits, boolean premultiplied) {
        int bands = raster.getNumBands();
        int width = raster.getWidth();
        int highest = (1 << bits) - 1;
        int channels = bands == 2 ? 4 : bands;
        Picture picture = Picture.allocate(width, raster.getHeight(), format(channels, bits));
        MemorySegment samples = picture.samples();
        int[] in = new int[width * bands];
        for (int y = 0; y < picture.height(); y++) {
            raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, in);
            for (int x = 0; x < width; x++) {
                int alpha = bands % 2 == 0 ? in[bands * x + bands - 1] : highest;
                for (int c = 0; c < channels; c++) {
                    int band = channels == 1 || bands == 2 ? 0 : 2 - c;
                    int value = c == 3 ? alpha : in[bands * x + band];
                    if (premultiplied && c < 3 && alpha > 0) {
                        value = Math.min(highest, (int) ((value * (long) highest + alpha / 2) / alpha));
                    }
                    long at = ((long) y * width + x) * channels + c;
                    if (bits == 8) {
                        samples.set(ValueLayout.JAVA_BYTE, at, (byte) value);
                    } else {
                        samples.setAtIndex(ValueLayout.JAVA_SHORT, at, (short) value);
                    }
                }
            }
        }
        return picture;
    }

    private static PixelFormat format(int channels, int bits) {
        return switch (channels) {
            case 1 -> bits == 8 ? PixelFormat.GRAY8 : PixelFormat.GRAY16;
            case 3 -> bits == 8 ? PixelFormat.BGR8 : PixelFormat.BGR16;
            default -> bits == 8 ? PixelFormat.BGRA8 : PixelFormat.BGRA16;
        };
    }

    /** Palettes and packed samples, by the image's own colour model. */
    private static Picture colours(BufferedImage image) {
        boolean alpha = image.getColorModel().hasAlpha();
        int width = image.getWidth();
        int channels = alpha ? 4 : 3;
        Picture picture = Picture.allocate(width, image.getHeight(), alpha ? PixelFormat.BGRA8 : PixelFormat.BGR8);
        MemorySegment samples = picture.samples();
        int[] in = new int[width];
        byte[] out = new byte[width * channels];
        for (int y = 0; y < picture.height(); y++) {
            image.getRGB(0, y, width, 1, in, 0, width);
            for (int x = 0; x < width; x++) {
                for (int c = 0; c < channels; c++) {
                    out[channels * x + c] = (byte) (in[x] >>> (8 * c));
                }
            }
            MemorySegment.copy(out, 0, samples, ValueLayout.JAVA_BYTE, (long) y * out.length, out.length);
        }
        return picture;
    }
}
