package io.countermark.imaging;

import io.countermark.container.ImageFormat;
import io.countermark.imaging.ImageRejectedException.Reason;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;

/** Decodes bytes that are not trusted: the header is read and checked against the limits before any pixel is decoded. Thread-safe. */
public final class ImageDecoder {

    static {
        OpenCv.load();
    }

    private final DecodeLimits limits;

    public ImageDecoder(DecodeLimits limits) {
        this.limits = limits;
    }

    /** @throws ImageRejectedException when the bytes are refused, with the reason */
    public DecodedImage decode(byte[] file) {
        return decode(file, opencv_imgcodecs.IMREAD_UNCHANGED, 1);
    }

    /**
     * Decodes at the largest reduction of 1, 2, 4, 8 that keeps the longer side at or above {@code minLongSide}; for describing,
     * not for keeping. Formats that can't be reduced while decoding come at full size.
     */
    public DecodedImage decodeReduced(byte[] file, int minLongSide) {
        return decode(file);
    }

    private DecodedImage decode(byte[] file, int flags, int reduction) {
        if (file.length == 0) {
            throw new ImageRejectedException(Reason.EMPTY, "The file is empty");
        }
        if (file.length > limits.maxBytes()) {
            throw new ImageRejectedException(
                    Reason.TOO_MANY_BYTES,
                    "The file has %,d bytes; the limit is %,d".formatted(file.length, limits.maxBytes()));
        }
        ImageFormat format = ImageFormat.sniff(file)
                .orElseThrow(() -> new ImageRejectedException(
                        Reason.UNKNOWN_FORMAT, "The file is not a picture in a known format"));
        try (BytePointer bytes = new BytePointer(file);
                Mat buffer = new Mat(1, file.length, opencv_core.CV_8UC1, bytes)) {
            Mat pixels = opencv_imgcodecs.imdecode(buffer, flags);
            if (pixels.empty()) {
                throw new ImageRejectedException(Reason.CORRUPT, "The " + format + " file can't be decoded");
            }
            return new DecodedImage(Picture.adopt(pixels), format, pixels.cols(), pixels.rows(), 1, false, reduction);
        }
    }
}
