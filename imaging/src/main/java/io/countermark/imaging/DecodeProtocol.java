package io.countermark.imaging;

import io.countermark.container.ImageFormat;
import io.countermark.imaging.ImageRejectedException.Reason;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * What is said over a worker's standard input and output: one request, one answer, in turn. Numbers are big-endian.
 *
 * <pre>
 * request  u32 "CMDQ"  u16 version = 1
 *          u64 maxBytes  u64 maxPixels  u32 maxSide  u32 maxScans  u32 maxChunks      the limits
 *          u32 minLongSide       2^31 - 1 for full size
 *          u32 length            then that many bytes of the file
 *
 * answer   u32 "CMDA"  u16 version = 1  u8 status
 * status 0 decoded
 *          u8 channels  u8 bytesPerSample  u32 width  u32 height
 *          u8 format (order of {@link ImageFormat})  u32 storedWidth  u32 storedHeight
 *          u8 orientation  u8 colourConverted (0, 1)  u8 reduction
 *          width * height * channels * bytesPerSample bytes of samples, packed rows, native byte order
 * status 1 refused
 *          u8 reason (order of {@link Reason})  u16 length, then that many bytes of modified UTF-8: the detail
 * </pre>
 *
 * Both ends run the same build, so the version is a check, not a negotiation. The reader of an answer believes nothing of
 * it beyond the limits it asked for.
 */
final class DecodeProtocol {

    private static final int REQUEST = 0x434D4451;
    private static final int ANSWER = 0x434D4441;
    private static final int VERSION = 1;
    private static final int DECODED = 0;
    private static final int REFUSED = 1;

    /** Details are sentences; {@code writeUTF} takes 65,535 bytes at most. */
    private static final int MAX_DETAIL = 1_000;

    private static final int CHUNK = 1 << 16;

    record Request(byte[] file, DecodeLimits limits, int minLongSide) {}

    private DecodeProtocol() {}

    static void writeRequest(DataOutputStream out, Request request) throws IOException {
        DecodeLimits limits = request.limits();
        out.writeInt(REQUEST);
        out.writeShort(VERSION);
        out.writeLong(limits.maxBytes());
        out.writeLong(limits.maxPixels());
        out.writeInt(limits.maxSide());
        out.writeInt(limits.maxScans());
        out.writeInt(limits.maxChunks());
        out.writeInt(request.minLongSide());
        out.writeInt(request.file().length);
        out.write(request.file());
        out.flush();
    }

    static Request readRequest(DataInputStream in) throws IOException {
        requireHead(in, REQUEST);
        DecodeLimits limits = new DecodeLimits(in.readLong(), in.readLong(), in.readInt(), in.readInt(), in.readInt());
        int minLongSide = in.readInt();
        return new Request(in.readNBytes(in.readInt()), limits, minLongSide);
    }

    static void writeDecoded(DataOutputStream out, DecodedImage image) throws IOException {
        Picture picture = image.picture();
        out.writeInt(ANSWER);
        out.writeShort(VERSION);
        out.writeByte(DECODED);
        out.writeByte(picture.format().channels());
        out.writeByte(picture.format().bytesPerSample());
        out.writeInt(picture.width());
        out.writeInt(picture.height());
        out.writeByte(image.format().ordinal());
        out.writeInt(image.storedWidth());
        out.writeInt(image.storedHeight());
        out.writeByte(image.orientation());
        out.writeByte(image.colourConverted() ? 1 : 0);
        out.writeByte(image.reduction());
        MemorySegment samples = picture.samples();
        byte[] chunk = new byte[CHUNK];
        for (long at = 0; at < samples.byteSize(); at += CHUNK) {
            int length = (int) Math.min(CHUNK, samples.byteSize() - at);
            MemorySegment.copy(samples, ValueLayout.JAVA_BYTE, at, chunk, 0, length);
            out.write(chunk, 0, length);
        }
        out.flush();
    }

    static void writeRefused(DataOutputStream out, Reason reason, String detail) throws IOException {
        out.writeInt(ANSWER);
        out.writeShort(VERSION);
        out.writeByte(REFUSED);
        out.writeByte(reason.ordinal());
        out.writeUTF(detail.substring(0, Math.min(detail.length(), MAX_DETAIL)));
        out.flush();
    }

    /**
     * @throws ImageRejectedException when the worker has refused the file
     * @throws IOException            when the answer is none, or claims more than the limits allow
     */
    static DecodedImage readAnswer(DataInputStream in, DecodeLimits limits) throws IOException {
        requireHead(in, ANSWER);
        int status = in.readUnsignedByte();
        if (status == REFUSED) {
            Reason reason = element(Reason.values(), in.readUnsignedByte());
            throw new ImageRejectedException(reason, in.readUTF());
        }
        if (status != DECODED) {
            throw new IOException("A worker's answer has status " + status);
        }
        PixelFormat pixelFormat = pixelFormat(in.readUnsignedByte(), in.readUnsignedByte());
        int width = in.readInt();
        int height = in.readInt();
        ImageFormat format = element(ImageFormat.values(), in.readUnsignedByte());
        int storedWidth = in.readInt();
        int storedHeight = in.readInt();
        int orientation = in.readUnsignedByte();
        boolean converted = in.readUnsignedByte() == 1;
        int reduction = in.readUnsignedByte();
        if (width < 1
                || height < 1
                || Math.max(width, height) > limits.maxSide()
                || (long) width * height > limits.maxPixels()) {
            throw new IOException("A worker's answer is beyond the limits: " + width + " x " + height);
        }
        Picture picture = readPicture(in, width, height, pixelFormat);
        return new DecodedImage(picture, format, storedWidth, storedHeight, orientation, converted, reduction);
    }

    private static Picture readPicture(DataInputStream in, int width, int height, PixelFormat format)
            throws IOException {
        Picture picture = Picture.allocate(width, height, format);
        boolean whole = false;
        try {
            MemorySegment samples = picture.samples();
            byte[] chunk = new byte[CHUNK];
            for (long at = 0; at < samples.byteSize(); at += CHUNK) {
                int length = (int) Math.min(CHUNK, samples.byteSize() - at);
                in.readFully(chunk, 0, length);
                MemorySegment.copy(chunk, 0, samples, ValueLayout.JAVA_BYTE, at, length);
            }
            whole = true;
            return picture;
        } finally {
            if (!whole) {
                picture.close();
            }
        }
    }

    private static void requireHead(DataInputStream in, int magic) throws IOException {
        int found = in.readInt();
        int version = in.readUnsignedShort();
        if (found != magic || version != VERSION) {
            throw new IOException("Not the decode protocol, version %d: %08x, %d".formatted(VERSION, found, version));
        }
    }

    private static PixelFormat pixelFormat(int channels, int bytesPerSample) throws IOException {
        for (PixelFormat format : PixelFormat.values()) {
            if (format.channels() == channels && format.bytesPerSample() == bytesPerSample) {
                return format;
            }
        }
        throw new IOException("A worker's answer has %d channels of %d bytes".formatted(channels, bytesPerSample));
    }

    private static <T> T element(T[] values, int index) throws IOException {
        if (index >= values.length) {
            throw new IOException("A worker's answer has an unknown number: " + index);
        }
        return values[index];
    }
}
