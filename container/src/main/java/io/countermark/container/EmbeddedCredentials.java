package io.countermark.container;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a C2PA manifest store lives in an image file (C2PA 2.4, Appendix A), read without decoding pixels.
 *
 * @param kind   the container
 * @param stores every manifest store found; more than one makes none of them usable (15.5.2.1)
 * @param remote the URL of an external manifest that the XMP names in {@code dcterms:provenance}; null when there is none
 */
public record EmbeddedCredentials(
        Kind kind, List<Store> stores, @Nullable String remote) {

    public EmbeddedCredentials {
        stores = List.copyOf(stores);
    }

    /** Containers that can carry a manifest store. */
    public enum Kind {
        JPEG("image/jpeg"),
        PNG("image/png"),
        WEBP("image/webp"),
        GIF("image/gif"),
        TIFF("image/tiff"),
        AVIF("image/avif"),
        HEIF("image/heif"),
        JXL("image/jxl"),
        SVG("image/svg+xml");

        private final String mediaType;

        Kind(String mediaType) {
            this.mediaType = mediaType;
        }

        public String mediaType() {
            return mediaType;
        }

        /** Whether the file is made of ISO base media boxes and bound by a BMFF hash instead of a data hash. */
        public boolean isBmff() {
            return this == AVIF || this == HEIF;
        }

        private CredentialContainer container() {
            return switch (this) {
                case JPEG -> new JpegCredentials();
                case PNG -> new PngCredentials();
                case WEBP -> new RiffCredentials();
                case GIF -> new GifCredentials();
                case TIFF -> new TiffCredentials();
                case AVIF -> new BmffCredentials(Set.of("avif", "avis"));
                case HEIF ->
                    new BmffCredentials(Set.of("heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1"));
                case JXL -> new JxlCredentials();
                case SVG -> new SvgCredentials();
            };
        }
    }

    /**
     * @param bytes the JUMBF superbox {@code c2pa}
     * @param place what it takes in the file, framing (segment headers, chunk length, type, CRC) included
     */
    public record Store(byte[] bytes, ByteRange place) {}

    /** The container a file is, told by its first bytes; empty when it is none that can carry credentials. */
    public static Optional<Kind> kindOf(byte[] file) {
        for (Kind kind : Kind.values()) {
            if (kind.container().recognises(file)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    /**
     * What the file carries.
     *
     * @return empty when the file is no container that can carry credentials
     * @throws MalformedImageException when its structure can't be followed
     */
    public static Optional<EmbeddedCredentials> read(byte[] file) {
        return kindOf(file).map(kind -> kind.container().read(kind, file));
    }

    /**
     * A copy of the file in which any manifest store is replaced by room for one of {@code storeLength} bytes. Pixel data is
     * copied, never decoded.
     *
     * @throws MalformedImageException when the structure can't be followed, or {@link #kindOf} knows no such container
     */
    public static CredentialSlot reserve(byte[] file, int storeLength) {
        return container(file).reserve(file, storeLength);
    }

    /**
     * A copy of the file without manifest stores.
     *
     * @throws MalformedImageException as {@link #reserve}
     */
    public static byte[] strip(byte[] file) {
        return container(file).strip(file);
    }

    private static CredentialContainer container(byte[] file) {
        return kindOf(file)
                .map(Kind::container)
                .orElseThrow(() -> new MalformedImageException(
                        MalformedImageException.Reason.CORRUPT, "Not an image file that can carry credentials"));
    }
}
