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

    private static Picture toPicture(BufferedImage image) {
        ColorModel colours = image.getColorModel();
        Raster raster = image.getRaster();
        int bands = raster.getNumBands();
        int type = raster.getTransferType();
        boolean plain = !(colours instanceof IndexColorModel)
                && !colours.isAlphaPremultiplied()
                && bands == colours.getNumComponents()
                && (bands == 1 || bands == 3 || (bands == 4 && colours.hasAlpha()));
        if (plain && type == DataBuffer.TYPE_BYTE && colours.getComponentSize(0) == 8) {
            return bytes(raster, bands);
        }
        if (plain && type == DataBuffer.TYPE_USHORT && colours.getComponentSize(0) == 16) {
            return shorts(raster, bands);
        }
        return colours(image);
    }

    private static Picture bytes(Raster raster, int bands) {
        PixelFormat format = bands == 1 ? PixelFormat.GRAY8 : bands == 3 ? PixelFormat.BGR8 : PixelFormat.BGRA8;
        int width = raster.getWidth();
        Picture picture = Picture.allocate(width, raster.getHeight(), format);
        MemorySegment samples = picture.samples();
        int[] in = new int[width * bands];
        byte[] out = new byte[width * bands];
        for (int y = 0; y < picture.height(); y++) {
            raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, in);
            for (int i = 0; i < in.length; i++) {
                out[swapped(i, bands)] = (byte) in[i];
            }
            MemorySegment.copy(out, 0, samples, ValueLayout.JAVA_BYTE, (long) y * out.length, out.length);
        }
        return picture;
    }

    private static Picture shorts(Raster raster, int bands) {
        PixelFormat format = bands == 1 ? PixelFormat.GRAY16 : bands == 3 ? PixelFormat.BGR16 : PixelFormat.BGRA16;
        int width = raster.getWidth();
        Picture picture = Picture.allocate(width, raster.getHeight(), format);
        MemorySegment samples = picture.samples();
        int[] in = new int[width * bands];
        short[] out = new short[width * bands];
        for (int y = 0; y < picture.height(); y++) {
            raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, in);
            for (int i = 0; i < in.length; i++) {
                out[swapped(i, bands)] = (short) in[i];
            }
            MemorySegment.copy(out, 0, samples, ValueLayout.JAVA_SHORT, 2L * y * out.length, out.length);
        }
        return picture;
    }

    /** Red, green, blue to blue, green, red; gray and alpha stay where they are. */
    private static int swapped(int index, int bands) {
        int band = index % bands;
        return bands == 1 || band == 3 ? index : index - band + 2 - band;
    }

    /** Palettes, packed samples and multiplied alpha, by the image's own colour model. */
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
