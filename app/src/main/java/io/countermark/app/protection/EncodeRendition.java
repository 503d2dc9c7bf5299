package io.countermark.app.protection;

import io.countermark.container.ImageFormat;
import io.countermark.imaging.ImageEncoder;
import io.countermark.imaging.Picture;
import org.springframework.stereotype.Component;

/**
 * Encodes what is to be delivered. Lossy originals become JPEG at quality 92 without chroma subsampling (a mark in the chroma and
 * fine coloured edges both live on it); lossless ones, and all with alpha, become PNG. The file carries no metadata of the original.
 */
@Component
class EncodeRendition {

    private static final ImageEncoder.Encoding JPEG = new ImageEncoder.Jpeg(92, ImageEncoder.Subsampling.S444, false);
    private static final ImageEncoder.Encoding PNG = new ImageEncoder.Png(6);

    EncodedRendition run(MarkedOriginal marked) {
        Picture picture = marked.picture();
        ImageFormat format = format(marked.original().original().asset().format(), picture);
        byte[] file = ImageEncoder.encode(picture, format == ImageFormat.PNG ? PNG : JPEG);
        return new EncodedRendition(marked, format, file);
    }

    private static ImageFormat format(ImageFormat original, Picture picture) {
        if (picture.format().hasAlpha()) {
            return ImageFormat.PNG;
        }
        return switch (original) {
            case JPEG, WEBP, AVIF, HEIC -> ImageFormat.JPEG;
            case PNG, GIF, TIFF, BMP -> ImageFormat.PNG;
        };
    }
}
