package io.countermark.credentials;

import io.countermark.container.EmbeddedCredentials;
import io.countermark.container.ImageHeader;
import io.countermark.container.ImageMetadata;
import io.countermark.container.MalformedImageException;
import io.countermark.container.MetadataPrivacy;
import io.countermark.container.RightsMetadata;
import java.util.List;

/**
 * Jazzer's target for everything that reads or rewrites image files. Whatever the bytes are: an answer or a
 * {@link MalformedImageException}, and what was written can be read again.
 */
public final class FileFuzz {

    private static final RightsMetadata RIGHTS = RightsMetadata.NONE
            .with()
            .creators(List.of("Li Wei"))
            .copyrightNotice("© 2026")
            .webStatement("https://shop.example/rights")
            .build();

    private static final int STORE = 300;
    private static final int PARTS = 4096;

    private FileFuzz() {}

    /** One input. */
    public static void fuzzerTestOneInput(byte[] file) {
        attempt(() -> ImageHeader.read(file, PARTS));
        attempt(() -> EmbeddedCredentials.read(file));
        attempt(() -> EmbeddedCredentials.strip(file));
        attempt(() -> EmbeddedCredentials.reserve(file, STORE));
        attempt(() -> MetadataPrivacy.strip(file));
        attempt(() -> ImageMetadata.read(file));
        byte[] written;
        try {
            written = ImageMetadata.write(file, RIGHTS);
        } catch (MalformedImageException e) {
            return;
        }
        RightsMetadata read = ImageMetadata.read(written);
        if (!read.creators().equals(RIGHTS.creators()) || !RIGHTS.webStatement().equals(read.webStatement())) {
            throw new AssertionError("What was written is not what is read: " + read);
        }
    }

    private static void attempt(Runnable use) {
        try {
            use.run();
        } catch (MalformedImageException e) {
            // The typed answer.
        }
    }
}
