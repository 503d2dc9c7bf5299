package io.countermark.container;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/** An image file format, as told by the first bytes of a file and never by its name. */
public enum ImageFormat {
    JPEG("image/jpeg", "jpg"),
    PNG("image/png", "png"),
    WEBP("image/webp", "webp"),
    GIF("image/gif", "gif"),
    TIFF("image/tiff", "tif"),
    BMP("image/bmp", "bmp"),
    AVIF("image/avif", "avif"),
    HEIC("image/heic", "heic");

    /** More brands than anybody writes: 16 would be many. */
    private static final int MAX_FTYP_BYTES = 1024;

    private final String mediaType;
    private final String extension;

    ImageFormat(String mediaType, String extension) {
        this.mediaType = mediaType;
        this.extension = extension;
    }

    /** The registered media type, for example {@code image/jpeg}. */
    public String mediaType() {
        return mediaType;
    }

    /** The usual file name extension without the dot. */
    public String extension() {
        return extension;
    }

    /** Brands of ISO/IEC 23008-12 and its profiles whose pictures are HEVC; {@code mif1} alone says only "HEIF". */
    private static final Set<String> HEIC_BRANDS =
            Set.of("heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1");

    private static final Set<String> AVIF_BRANDS = Set.of("avif", "avis");

    /**
     * What the first bytes say the file is, or empty when they belong to none of these formats. Only a hint of what the
     * rest has to be: whether it is well formed is for {@link ImageHeader} to find out.
     */
    public static Optional<ImageFormat> sniff(byte[] file) {
        if (starts(file, 0, 0xFF, 0xD8, 0xFF)) {
            return Optional.of(JPEG);
        }
        if (starts(file, 0, 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n')) {
            return Optional.of(PNG);
        }
        if (starts(file, 0, 'R', 'I', 'F', 'F') && starts(file, 8, 'W', 'E', 'B', 'P')) {
            return Optional.of(WEBP);
        }
        if (starts(file, 0, 'G', 'I', 'F', '8', '7', 'a') || starts(file, 0, 'G', 'I', 'F', '8', '9', 'a')) {
            return Optional.of(GIF);
        }
        if (starts(file, 0, 'I', 'I', 42, 0) || starts(file, 0, 'M', 'M', 0, 42)) {
            return Optional.of(TIFF);
        }
        if (starts(file, 4, 'f', 't', 'y', 'p')) {
            return sniffBrands(file);
        }
        // Two letters are a weak sign, so the four reserved bytes after the file size have to be zero as well.
        if (starts(file, 0, 'B', 'M') && starts(file, 6, 0, 0, 0, 0)) {
            return Optional.of(BMP);
        }
        return Optional.empty();
    }

    /** The major brand decides; a general one ({@code mif1}) leaves it to the compatible brands. */
    private static Optional<ImageFormat> sniffBrands(byte[] file) {
        int size = file[0] == 0 ? (file[1] & 0xFF) << 16 | (file[2] & 0xFF) << 8 | (file[3] & 0xFF) : 0;
        int end = Math.min(Math.min(size, file.length), MAX_FTYP_BYTES);
        Optional<ImageFormat> first = Optional.empty();
        for (int at = 8; at + 4 <= end; at += at == 8 ? 8 : 4) {
            String brand = new String(file, at, 4, StandardCharsets.ISO_8859_1);
            if (AVIF_BRANDS.contains(brand)) {
                return Optional.of(AVIF);
            }
            if (first.isEmpty() && HEIC_BRANDS.contains(brand)) {
                first = Optional.of(HEIC);
            }
        }
        return first;
    }

    private static boolean starts(byte[] file, int offset, int... expected) {
        if (file.length < offset + expected.length) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if ((file[offset + i] & 0xFF) != expected[i]) {
                return false;
            }
        }
        return true;
    }
}
