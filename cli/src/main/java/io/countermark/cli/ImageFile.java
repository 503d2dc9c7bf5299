package io.countermark.cli;

import io.countermark.imaging.DecodeLimits;
import io.countermark.imaging.DecodedImage;
import io.countermark.imaging.ImageDecoder;
import io.countermark.imaging.ImageRejectedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads pictures from files under the default limits. */
final class ImageFile {

    private static final DecodeLimits LIMITS = DecodeLimits.DEFAULT;

    private ImageFile() {}

    /** The bytes; a file over the limit is refused before it is read. */
    static byte[] bytes(Path file) throws IOException {
        requireRegular(file);
        long size = Files.size(file);
        if (size > LIMITS.maxBytes()) {
            throw new ImageRejectedException(
                    ImageRejectedException.Reason.TOO_MANY_BYTES,
                    size + " bytes are more than the limit of " + LIMITS.maxBytes());
        }
        return Files.readAllBytes(file);
    }

    static void requireRegular(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString());
        }
        if (!Files.isRegularFile(file)) {
            throw new CommandException("not-a-file", file + " is not a regular file");
        }
    }

    static DecodedImage decode(byte[] bytes) {
        return new ImageDecoder(LIMITS).decode(bytes);
    }

    static DecodedImage decode(Path file) throws IOException {
        return decode(bytes(file));
    }
}
