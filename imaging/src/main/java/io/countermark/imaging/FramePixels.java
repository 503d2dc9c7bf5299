package io.countermark.imaging;

import io.countermark.container.ImageHeader.Cicp;
import io.countermark.imaging.ImageRejectedException.Reason;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVPixFmtDescriptor;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;

/** From a decoded frame of luma and chroma planes to a {@link Picture}. */
final class FramePixels {

    /** swscale writes whole vectors, past the last pixel of a row. */
    private static final int ROW_ALIGNMENT = 64;

    private static final int FIXED_POINT_ONE = 1 << 16;

    private FramePixels() {}

    /**
     * Colour, or gray where the frame has no chroma; 16 bit where it has more than eight.
     *
     * @param cicp of the file; goes before what the bit stream says (ISO/IEC 23008-12, 6.5.5)
     */
    static Picture toPicture(AVFrame frame, Optional<Cicp> cicp) {
        AVPixFmtDescriptor layout = avutil.av_pix_fmt_desc_get(frame.format());
        boolean fullRange = cicp.map(Cicp::fullRange).orElse(frame.color_range() != avutil.AVCOL_RANGE_MPEG);
        if (layout.nb_components() < 3) {
            return plane(frame, layout.comp(0).depth(), fullRange);
        }
        int matrix = cicp.map(Cicp::matrix)
                .filter(m -> m != avutil.AVCOL_SPC_UNSPECIFIED)
                .orElse(frame.colorspace());
        boolean wide = layout.comp(0).depth() > 8;
        Mat padded = new Mat(
                frame.height() + 1,
                (frame.width() + ROW_ALIGNMENT) / ROW_ALIGNMENT * ROW_ALIGNMENT,
                Picture.matType(wide ? PixelFormat.BGR16 : PixelFormat.BGR8));
        try (padded) {
            convert(frame, padded, wide ? avutil.AV_PIX_FMT_BGR48LE : avutil.AV_PIX_FMT_BGR24, matrix, fullRange);
            try (Rect shown = new Rect(0, 0, frame.width(), frame.height());
                    Mat inside = new Mat(padded, shown)) {
                return Picture.adopt(inside.clone());
            }
        }
    }

    /** The first plane stretched to the full range of 8 or 16 bit. */
    static Picture firstPlane(AVFrame frame) {
        AVPixFmtDescriptor layout = avutil.av_pix_fmt_desc_get(frame.format());
        return plane(frame, layout.comp(0).depth(), frame.color_range() != avutil.AVCOL_RANGE_MPEG);
    }

    private static Picture plane(AVFrame frame, int depth, boolean fullRange) {
        boolean wide = depth > 8;
        int highest = (1 << depth) - 1;
        int black = fullRange ? 0 : 16 << (depth - 8);
        int white = fullRange ? highest : 235 << (depth - 8);
        int[] table = new int[highest + 1];
        for (int v = 0; v <= highest; v++) {
            double level = Math.max(0, Math.min(1, (v - black) / (double) (white - black)));
            table[v] = (int) Math.round(level * (wide ? 65_535 : 255));
        }
        Picture picture =
                Picture.allocate(frame.width(), frame.height(), wide ? PixelFormat.GRAY16 : PixelFormat.GRAY8);
        MemorySegment samples = picture.samples();
        int sampleBytes = wide ? 2 : 1;
        for (int y = 0; y < frame.height(); y++) {
            MemorySegment row = MemorySegment.ofAddress(frame.data(0).address() + (long) y * frame.linesize(0))
                    .reinterpret((long) frame.width() * sampleBytes);
            long at = (long) y * frame.width();
            for (int x = 0; x < frame.width(); x++) {
                if (wide) {
                    int value = row.getAtIndex(ValueLayout.JAVA_SHORT_UNALIGNED, x) & 0xFFFF;
                    samples.setAtIndex(ValueLayout.JAVA_SHORT, at + x, (short) table[Math.min(value, highest)]);
                } else {
                    samples.set(ValueLayout.JAVA_BYTE, at + x, (byte) table[row.get(ValueLayout.JAVA_BYTE, x) & 0xFF]);
                }
            }
        }
        return picture;
    }

    private static void convert(AVFrame frame, Mat out, int format, int matrix, boolean fullRange) {
        SwsContext scaler = swscale.sws_getContext(
                frame.width(),
                frame.height(),
                frame.format(),
                frame.width(),
                frame.height(),
                format,
                swscale.SWS_BICUBIC
                        | swscale.SWS_ACCURATE_RND
                        | swscale.SWS_FULL_CHR_H_INT
                        | swscale.SWS_FULL_CHR_H_INP,
                null,
                null,
                (DoublePointer) null);
        if (scaler == null || scaler.isNull()) {
            throw new ImageRejectedException(
                    Reason.UNSUPPORTED_FEATURE,
                    "The sample layout "
                            + avutil.av_get_pix_fmt_name(frame.format()).getString() + " is not supported.");
        }
        try (IntPointer coefficients = swscale.sws_getCoefficients(coefficients(matrix));
                PointerPointer<?> planes = new PointerPointer<>(4);
                IntPointer strides = new IntPointer(4)) {
            swscale.sws_setColorspaceDetails(
                    scaler, coefficients, fullRange ? 1 : 0, coefficients, 1, 0, FIXED_POINT_ONE, FIXED_POINT_ONE);
            planes.put(0, out.data());
            strides.put(0, (int) out.step(0));
            swscale.sws_scale(scaler, frame.data(), frame.linesize(), 0, frame.height(), planes, strides);
        } finally {
            swscale.sws_freeContext(scaler);
        }
    }

    /** Matrix coefficients of ITU-T H.273 table 4 that swscale has; unspecified is BT.601 (ISO/IEC 23000-22, 7.3.6.4). */
    private static int coefficients(int matrix) {
        return switch (matrix) {
            case 0, 1 -> swscale.SWS_CS_ITU709;
            case 4 -> swscale.SWS_CS_FCC;
            case 2, 5, 6 -> swscale.SWS_CS_ITU601;
            case 7 -> swscale.SWS_CS_SMPTE240M;
            case 9 -> swscale.SWS_CS_BT2020;
            default ->
                throw new ImageRejectedException(
                        Reason.UNSUPPORTED_FEATURE, "Matrix coefficients " + matrix + " are not supported.");
        };
    }
}
