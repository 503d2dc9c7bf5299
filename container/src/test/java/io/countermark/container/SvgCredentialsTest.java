package io.countermark.container;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class SvgCredentialsTest {

    private static final byte[] STORE = {0, 0, 0, 9, 'j', 'u', 'm', 'b', 1};

    private static byte[] svg(String content) {
        return ("<?xml version=\"1.0\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:c2pa=\"http://c2pa.org/manifest\"><metadata>"
                        + content
                        + "</metadata><rect width=\"4\" height=\"4\"/></svg>")
                .getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void theStoreIsTheElementsText() {
        String text = Base64.getEncoder().encodeToString(STORE);
        byte[] file = svg("<c2pa:manifest>" + text + "</c2pa:manifest>");
        EmbeddedCredentials found = EmbeddedCredentials.read(file).orElseThrow();
        assertEquals(EmbeddedCredentials.Kind.SVG, found.kind());
        assertArrayEquals(STORE, found.stores().getFirst().bytes());
        ByteRange place = found.stores().getFirst().place();
        assertEquals(text, new String(file, place.start(), place.length(), StandardCharsets.US_ASCII));
        assertArrayEquals(svg("<c2pa:manifest></c2pa:manifest>"), EmbeddedCredentials.strip(file));
    }

    @Test
    void aDrawingWithoutOneSaysSo() {
        assertTrue(EmbeddedCredentials.read(svg("")).orElseThrow().stores().isEmpty());
    }

    @Test
    void whatCantBeFollowedIsRefused() {
        for (String content : new String[] {"<c2pa:manifest>AAAA", "<c2pa:manifest>!!</c2pa:manifest>"}) {
            assertThrows(MalformedImageException.class, () -> EmbeddedCredentials.read(svg(content)));
        }
    }
}
