package io.countermark.imaging;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** Image files put together byte by byte, for what encoders don't write. */
final class MadeFiles {

    static final int APP1 = 0xE1;
    static final int APP2 = 0xE2;
    static final int APP14 = 0xEE;

    private MadeFiles() {}

    /** The JPEG with a segment behind its SOI. */
    static byte[] withSegment(byte[] jpeg, int marker, byte[] payload) {
        ByteBuffer out = ByteBuffer.allocate(jpeg.length + payload.length + 4);
        out.put(jpeg, 0, 2);
        out.put((byte) 0xFF)
                .put((byte) marker)
                .putShort((short) (payload.length + 2))
                .put(payload);
        return out.put(jpeg, 2, jpeg.length - 2).array();
    }

    static byte[] withProfile(byte[] jpeg, byte[] profile) {
        return withSegment(jpeg, APP2, concat(ascii("ICC_PROFILE\0"), new byte[] {1, 1}, profile));
    }

    /** A TIFF block with the orientation tag alone. */
    static byte[] orientationBlock(int orientation, boolean little) {
        return ByteBuffer.allocate(26)
                .put(ascii(little ? "II" : "MM"))
                .order(little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN)
                .putShort((short) 42)
                .putInt(8)
                .putShort((short) 1)
                .putShort((short) 274)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) orientation)
                .putShort((short) 0)
                .putInt(0)
                .array();
    }

    static byte[] exif(int orientation, boolean little) {
        return concat(ascii("Exif\0\0"), orientationBlock(orientation, little));
    }

    static byte[] pngSignature() {
        return new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    }

    static byte[] chunk(String type, byte[] data) {
        CRC32 crc = new CRC32();
        crc.update(ascii(type));
        crc.update(data);
        return ByteBuffer.allocate(data.length + 12)
                .putInt(data.length)
                .put(ascii(type))
                .put(data)
                .putInt((int) crc.getValue())
                .array();
    }

    static byte[] ihdr(int width, int height, int bitDepth, int colourType) {
        return chunk(
                "IHDR",
                ByteBuffer.allocate(13)
                        .putInt(width)
                        .putInt(height)
                        .put((byte) bitDepth)
                        .put((byte) colourType)
                        .array());
    }

    /** A PNG of rows without filter type bytes; {@code before} goes between IHDR and IDAT. */
    static byte[] png(int width, int height, int bitDepth, int colourType, byte[] rows, byte[]... before) {
        int stride = rows.length / height;
        ByteArrayOutputStream filtered = new ByteArrayOutputStream();
        for (int y = 0; y < height; y++) {
            filtered.write(0);
            filtered.write(rows, y * stride, stride);
        }
        return concat(
                pngSignature(),
                ihdr(width, height, bitDepth, colourType),
                concat(before),
                chunk("IDAT", deflated(filtered.toByteArray())),
                chunk("IEND", new byte[0]));
    }

    /** The PNG with a chunk behind its IHDR. */
    static byte[] withChunk(byte[] png, String type, byte[] data) {
        return concat(Arrays.copyOf(png, 33), chunk(type, data), Arrays.copyOfRange(png, 33, png.length));
    }

    static byte[] iccp(byte[] profile) {
        return concat(ascii("p\0\0"), deflated(profile));
    }

    static byte[] deflated(byte[] data) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(out, new Deflater(9))) {
            deflater.write(data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** The simple WebP in an extended one with an EXIF block. */
    static byte[] withExif(byte[] webP, int width, int height, byte[] exif) {
        ByteBuffer vp8x = ByteBuffer.allocate(18).order(ByteOrder.LITTLE_ENDIAN);
        vp8x.put(ascii("VP8X")).putInt(10).putInt(0x08);
        put24(vp8x, width - 1);
        put24(vp8x, height - 1);
        byte[] chunks = concat(vp8x.array(), Arrays.copyOfRange(webP, 12, webP.length), riffChunk("EXIF", exif));
        return concat(
                ascii("RIFF"),
                ByteBuffer.allocate(4)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(chunks.length + 4)
                        .array(),
                ascii("WEBP"),
                chunks);
    }

    private static byte[] riffChunk(String type, byte[] data) {
        return ByteBuffer.allocate(8 + data.length + (data.length & 1))
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(ascii(type))
                .putInt(data.length)
                .put(data)
                .array();
    }

    private static void put24(ByteBuffer buffer, int value) {
        buffer.put((byte) value).put((byte) (value >> 8)).put((byte) (value >> 16));
    }

    /**
     * An uncompressed TIFF in one strip, big-endian.
     *
     * @param extraTags tag and value in turn, each a SHORT
     */
    static byte[] tiff(int width, int height, int bits, int samples, int photometric, byte[] rows, int... extraTags) {
        int[][] tags = new int[9 + extraTags.length / 2][];
        int n = 0;
        tags[n++] = new int[] {256, 4, 1, width};
        tags[n++] = new int[] {257, 4, 1, height};
        tags[n++] = new int[] {258, 3, samples, bits};
        tags[n++] = new int[] {259, 3, 1, 1};
        tags[n++] = new int[] {262, 3, 1, photometric};
        tags[n++] = new int[] {273, 4, 1, 0};
        tags[n++] = new int[] {277, 3, 1, samples};
        tags[n++] = new int[] {278, 4, 1, height};
        tags[n++] = new int[] {279, 4, 1, rows.length};
        for (int i = 0; i < extraTags.length; i += 2) {
            tags[n++] = new int[] {extraTags[i], 3, 1, extraTags[i + 1]};
        }
        Arrays.sort(tags, (a, b) -> Integer.compare(a[0], b[0]));
        int directoryEnd = 8 + 2 + 12 * tags.length + 4;
        int palette = photometric == 3 ? 6 << bits : 0;
        int data = directoryEnd + 16 + palette;
        ByteBuffer out = ByteBuffer.allocate(data + rows.length);
        out.put(ascii("MM")).putShort((short) 42).putInt(8).putShort((short) tags.length);
        for (int[] tag : tags) {
            out.putShort((short) tag[0]).putShort((short) tag[1]).putInt(tag[2]);
            if (tag[0] == 273) {
                out.putInt(data);
            } else if (tag[0] == 320) {
                out.position(out.position() - 4).putInt(3 << bits).putInt(directoryEnd + 16);
            } else if (tag[0] == 258 && samples > 2) {
                out.putInt(directoryEnd);
            } else if (tag[1] == 3) {
                out.putShort((short) tag[3]).putShort((short) (tag[2] == 2 ? tag[3] : 0));
            } else {
                out.putInt(tag[3]);
            }
        }
        out.putInt(0);
        for (int i = 0; i < 8; i++) {
            out.putShort((short) bits);
        }
        for (int i = 0; i < palette / 2; i++) {
            // Red rises with the index, green falls, blue stays.
            int index = i % (1 << bits);
            int level = i < 1 << bits ? index : i < 2 << bits ? (1 << bits) - 1 - index : 1;
            out.putShort((short) (level * 65_535 / ((1 << bits) - 1)));
        }
        return out.put(rows).array();
    }

    /** A matrix profile: three colorants relative to D50 and one gamma. */
    static byte[] matrixProfile(double[] red, double[] green, double[] blue, double gamma) {
        return profile("RGB ", new String[] {"rXYZ", "gXYZ", "bXYZ", "rTRC", "gTRC", "bTRC", "wtpt"}, new byte[][] {
            xyz(red), xyz(green), xyz(blue), gamma(gamma), gamma(gamma), gamma(gamma), xyz(0.9642, 1, 0.8249)
        });
    }

    static byte[] grayProfile(double gamma) {
        return profile("GRAY", new String[] {"kTRC", "wtpt"}, new byte[][] {gamma(gamma), xyz(0.9642, 1, 0.8249)});
    }

    private static byte[] profile(String space, String[] signatures, byte[][] bodies) {
        int size = 132
                + 12 * bodies.length
                + Arrays.stream(bodies).mapToInt(b -> b.length).sum();
        ByteBuffer out = ByteBuffer.allocate(size);
        out.putInt(size)
                .put(ascii("test"))
                .putInt(0x02400000)
                .put(ascii("mntr"))
                .put(ascii(space))
                .put(ascii("XYZ "));
        out.position(36).put(ascii("acsp"));
        out.position(68).put(xyz(0.9642, 1, 0.8249), 8, 12);
        out.position(128).putInt(bodies.length);
        int offset = 132 + 12 * bodies.length;
        for (int i = 0; i < bodies.length; i++) {
            out.put(ascii(signatures[i])).putInt(offset).putInt(bodies[i].length);
            offset += bodies[i].length;
        }
        for (byte[] body : bodies) {
            out.put(body);
        }
        return out.array();
    }

    private static byte[] xyz(double... values) {
        ByteBuffer out = ByteBuffer.allocate(20).put(ascii("XYZ ")).putInt(0);
        for (double value : values) {
            out.putInt((int) Math.round(value * 65_536));
        }
        return out.array();
    }

    private static byte[] gamma(double gamma) {
        return ByteBuffer.allocate(16)
                .put(ascii("curv"))
                .putInt(0)
                .putInt(1)
                .putShort((short) Math.round(gamma * 256))
                .array();
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    /** Bytes written by {@code body}. */
    interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    static byte[] written(Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            writing.to(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** What {@link #written} wrote, as ISO boxes need it: size and type in front. */
    static byte[] box(String type, byte[]... contents) {
        byte[] body = concat(contents);
        return written(out -> {
            out.writeInt(body.length + 8);
            out.write(ascii(type));
            out.write(body);
        });
    }
}
