package io.countermark.container;

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
}
