package io.countermark.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.countermark.imaging.ImageRejectedException.Reason;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are not pictures, or not the pictures they say they are: each is refused for its own reason. */
class HostileInputTest {

    private static final long SEED = 20_260_913L;

    private final ImageDecoder decoder = new ImageDecoder(DecodeLimits.DEFAULT);

    @Test
    void nothingAndText() {
        requireRefused(new byte[0], Reason.EMPTY);
        requireRefused(MadeFiles.ascii("This is not a picture.\n".repeat(100)), Reason.UNKNOWN_FORMAT);
        requireRefused(MadeFiles.ascii("<svg xmlns='http://www.w3.org/2000/svg'/>"), Reason.UNKNOWN_FORMAT);
        requireRefused(new byte[] {(byte) 0xFF}, Reason.UNKNOWN_FORMAT);
    }

    @Test
    void moreBytesThanAllowed() {
        ImageDecoder strict = new ImageDecoder(new DecodeLimits(1000, 50_000_000, 16_384, 100, 4096));
        byte[] file = files().get("bmp");
        assertThat(file.length).isGreaterThan(1000);
        assertThat(catchThrowableOfType(ImageRejectedException.class, () -> strict.decode(file))
                        .reason())
                .isEqualTo(Reason.TOO_MANY_BYTES);
    }

    @Test
    void everyTruncationOfEveryFormatIsRefused() {
        files().forEach((name, file) -> {
            int step = Math.max(1, file.length / 150);
            for (int length = 12; length < file.length; length += step) {
                byte[] cut = Arrays.copyOf(file, length);
                ImageRejectedException refused = refusal(cut, name + " cut to " + length + " of " + file.length);
                assertThat(refused.reason())
                        .as("%s cut to %d of %d: %s", name, length, file.length, refused.getMessage())
                        .isIn(Reason.TRUNCATED, Reason.CORRUPT, Reason.UNKNOWN_FORMAT);
            }
            // Whatever lies behind the header is only missing, not wrong.
            byte[] half = Arrays.copyOf(file, file.length / 2);
            assertThat(refusal(half, name).reason()).as(name + " cut in half").isEqualTo(Reason.TRUNCATED);
        });
    }

    @Test
    void anEndMarkBehindMissingDataDoesNotMakeAJpegWhole() {
        try (Picture picture = Drawn.noise(256, 256, PixelFormat.BGR8, SEED)) {
            byte[] file = ImageEncoder.encode(picture, new ImageEncoder.Jpeg(90, ImageEncoder.Subsampling.S420, false));
            byte[] cut = Arrays.copyOf(file, file.length / 2);
            requireRefused(MadeFiles.concat(cut, new byte[] {(byte) 0xFF, (byte) 0xD9}), Reason.TRUNCATED);
        }
    }

    @Test
    void aPictureThatEndsInMiddleGrayIsNotTakenForCut() {
        byte[] gray = new byte[64 * 64 * 3];
        Arrays.fill(gray, (byte) 128);
        try (Picture picture = Picture.of(64, 64, PixelFormat.BGR8, gray);
                DecodedImage decoded = decoder.decode(ImageEncoder.encode(
                        picture, new ImageEncoder.Jpeg(90, ImageEncoder.Subsampling.S420, false)))) {
            assertThat(decoded.picture().toByteArray()).containsOnly((byte) 128);
        }
    }

    @Test
    void hugeSizesAreRefusedBeforeAnyPixelIsDecoded() throws IOException {
        byte[] jpeg = files().get("jpeg");
        requireRefused(withJpegSize(jpeg, 65_500, 65_500), Reason.SIDE_TOO_LONG);
        requireRefused(withJpegSize(jpeg, 10_000, 10_000), Reason.TOO_MANY_PIXELS);
        requireRefused(withJpegSize(jpeg, 0, 0), Reason.CORRUPT);
        byte[] rows = new byte[100];
        requireRefused(MadeFiles.png(65_535, 1, 1, 0, new byte[8192]), Reason.SIDE_TOO_LONG);
        requireRefused(bomb(8_000, 8_000), Reason.TOO_MANY_PIXELS);
        requireRefused(
                MadeFiles.concat(MadeFiles.pngSignature(), MadeFiles.ihdr(-1, 5, 8, 2), MadeFiles.chunk("IDAT", rows)),
                Reason.CORRUPT);
        byte[] gif = files().get("gif");
        ByteBuffer.wrap(gif)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort(6, (short) -1)
                .putShort(8, (short) -1);
        requireRefused(gif, Reason.SIDE_TOO_LONG);
        byte[] bmp = files().get("bmp");
        ByteBuffer.wrap(bmp).order(ByteOrder.LITTLE_ENDIAN).putInt(18, 1_000_000);
        requireRefused(bmp, Reason.SIDE_TOO_LONG);
        requireRefused(MadeFiles.tiff(30_000, 30_000, 8, 1, 1, rows), Reason.SIDE_TOO_LONG);
    }

    @Test
    void aPngThatHoldsLessThanItSaysIsRefused() {
        byte[] png = MadeFiles.concat(
                MadeFiles.pngSignature(),
                MadeFiles.ihdr(1000, 1000, 8, 2),
                MadeFiles.chunk("IDAT", MadeFiles.deflated(new byte[3001])),
                MadeFiles.chunk("IEND", new byte[0]));
        assertThat(refusal(png, "short png").reason()).isIn(Reason.CORRUPT, Reason.TRUNCATED);
    }

    @Test
    void manyChunksAndScans() {
        byte[] png = files().get("png");
        byte[] text = MadeFiles.chunk("tEXt", MadeFiles.ascii("a\0b"));
        byte[][] texts = new byte[5000][];
        Arrays.fill(texts, text);
        requireRefused(
                MadeFiles.concat(
                        Arrays.copyOf(png, 33), MadeFiles.concat(texts), Arrays.copyOfRange(png, 33, png.length)),
                Reason.TOO_MANY_CHUNKS);
        try (Picture picture = Drawn.scene(64, 64)) {
            byte[] jpeg = ImageEncoder.encode(picture, new ImageEncoder.Jpeg(80, ImageEncoder.Subsampling.S444, true));
            int sos = lastScan(jpeg);
            byte[] scan = Arrays.copyOfRange(jpeg, sos, jpeg.length - 2);
            byte[][] scans = new byte[1000][];
            Arrays.fill(scans, scan);
            byte[] many = MadeFiles.concat(
                    Arrays.copyOf(jpeg, jpeg.length - 2), MadeFiles.concat(scans), new byte[] {(byte) 0xFF, (byte) 0xD9
                    });
            requireRefused(many, Reason.TOO_MANY_SCANS);
        }
    }

    @Test
    void hugeProfilesAreRefused() {
        byte[] png = files().get("png");
        byte[] inflates = MadeFiles.iccp(new byte[20 << 20]);
        assertThat(inflates.length).isLessThan(100_000);
        requireRefused(MadeFiles.withChunk(png, "iCCP", inflates), Reason.CORRUPT);
    }

    @Test
    void featuresOutsideAreNamed() {
        byte[] jpeg = files().get("jpeg");
        byte[] twelveBit = jpeg.clone();
        twelveBit[frameHeader(jpeg) + 4] = 12;
        ImageRejectedException refused = refusal(twelveBit, "12 bit");
        assertThat(refused.reason()).isEqualTo(Reason.UNSUPPORTED_FEATURE);
        assertThat(refused).hasMessageContaining("12 bits");
    }

    /** Ten thousand damaged files: a picture or a reason, nothing else, and never for long. */
    @ParameterizedTest
    @ValueSource(strings = {"jpeg", "progressive", "png", "webp", "lossless", "gif", "tiff", "bmp"})
    void damagedFilesAreDecodedOrRefused(String name) throws Exception {
        byte[] file = files().get(name);
        for (int round = 0; round < 1250; round++) {
            long seed = SEED + round;
            byte[] damaged = damaged(file, new Random(seed));
            try {
                // A generous bound that only a decoder out of bounds misses.
                ForkJoinPool.commonPool().submit(() -> decodeOrRefuse(damaged)).get(20, TimeUnit.SECONDS);
            } catch (TimeoutException | java.util.concurrent.ExecutionException e) {
                throw new AssertionError(name + " with seed " + seed, e);
            }
        }
    }

    private void decodeOrRefuse(byte[] file) {
        try (DecodedImage decoded = decoder.decode(file)) {
            assertThat(decoded.picture().samples().byteSize()).isPositive();
        } catch (ImageRejectedException e) {
            assertThat(e.reason()).isNotEqualTo(Reason.DECODER_FAILED);
        }
    }

    /** One to eight changes: a byte, a cleared stretch, a doubled stretch, a cut, a number at its extreme. */
    private static byte[] damaged(byte[] file, Random random) {
        byte[] bytes = file.clone();
        int changes = 1 + random.nextInt(8);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(random.nextBoolean() ? Math.min(bytes.length, 128) : bytes.length);
            switch (random.nextInt(6)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> Arrays.fill(bytes, at, Math.min(bytes.length, at + random.nextInt(16)), (byte) 0);
                case 3 -> Arrays.fill(bytes, at, Math.min(bytes.length, at + random.nextInt(4)), (byte) 0xFF);
                case 4 -> System.arraycopy(bytes, 0, bytes, at, Math.min(bytes.length - at, random.nextInt(64)));
                default -> bytes = random.nextInt(8) == 0 ? Arrays.copyOf(bytes, at + 1) : bytes;
            }
        }
        return bytes;
    }

    /** A small whole file of each kind. */
    static Map<String, byte[]> files() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        try (Picture scene = Drawn.scene(97, 61);
                Picture alpha = Drawn.translucentScene(53, 41)) {
            files.put(
                    "jpeg",
                    ImageEncoder.encode(scene, new ImageEncoder.Jpeg(85, ImageEncoder.Subsampling.S420, false)));
            files.put(
                    "progressive",
                    ImageEncoder.encode(scene, new ImageEncoder.Jpeg(85, ImageEncoder.Subsampling.S444, true)));
            files.put("png", ImageEncoder.encode(alpha, new ImageEncoder.Png(6)));
            files.put("webp", ImageEncoder.encode(scene, new ImageEncoder.WebP(80)));
            files.put("lossless", ImageEncoder.encode(alpha, new ImageEncoder.WebP(101)));
        }
        BufferedImage image = new BufferedImage(61, 43, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 61 * 43; i++) {
            image.setRGB(i % 61, i / 61, (i % 61 * 4) << 16 | (i / 61 * 5) << 8);
        }
        for (String format : new String[] {"gif", "tiff", "bmp"}) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try {
                assertThat(ImageIO.write(image, format, out)).isTrue();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            files.put(format, out.toByteArray());
        }
        return files;
    }

    private void requireRefused(byte[] file, Reason reason) {
        assertThat(refusal(file, reason.name()).reason()).isEqualTo(reason);
    }

    private ImageRejectedException refusal(byte[] file, String what) {
        ImageRejectedException refused = catchThrowableOfType(
                ImageRejectedException.class, () -> decoder.decode(file).close());
        assertThat(refused).as(what + " is refused").isNotNull();
        return refused;
    }

    private static byte[] bomb(int width, int height) {
        return MadeFiles.png(width, height, 1, 0, new byte[width / 8 * height]);
    }

    private static byte[] withJpegSize(byte[] jpeg, int width, int height) {
        byte[] changed = jpeg.clone();
        ByteBuffer.wrap(changed).putShort(frameHeader(jpeg) + 5, (short) height).putShort(frameHeader(jpeg) + 7, (short)
                width);
        return changed;
    }

    private static int frameHeader(byte[] jpeg) {
        for (int i = 2; ; i += 2 + ByteBuffer.wrap(jpeg).getShort(i + 2)) {
            if ((jpeg[i + 1] & 0xFC) == 0xC0 && jpeg[i + 1] != (byte) 0xC4) {
                return i;
            }
        }
    }

    private static int lastScan(byte[] jpeg) {
        int found = -1;
        for (int i = 0; i + 1 < jpeg.length; i++) {
            if (jpeg[i] == (byte) 0xFF && jpeg[i + 1] == (byte) 0xDA) {
                found = i;
            }
        }
        return found;
    }
}
