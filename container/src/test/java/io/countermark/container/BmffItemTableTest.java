package io.countermark.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.countermark.container.MalformedImageException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BmffItemTableTest {

    /** It would swallow what is added behind it: rights would be written that nobody can read. */
    @ParameterizedTest
    @ValueSource(strings = {"infe", "iloc"})
    void aBoxWithoutASizeInsideOfAnotherIsRefused(String type) {
        byte[] file = MetadataFiles.avif();
        int at = new String(file, StandardCharsets.ISO_8859_1).indexOf(type) - 4;
        Bytes.putInt32(file, at, 0);
        RightsMetadata rights =
                RightsMetadata.NONE.with().creators(List.of("Li Wei")).build();
        MalformedImageException refused =
                assertThrows(MalformedImageException.class, () -> ImageMetadata.write(file, rights));
        assertEquals(Reason.CORRUPT, refused.reason());
    }
}
