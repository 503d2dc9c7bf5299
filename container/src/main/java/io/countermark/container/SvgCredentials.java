package io.countermark.container;

import io.countermark.container.EmbeddedCredentials.Kind;
import io.countermark.container.EmbeddedCredentials.Store;
import io.countermark.container.MalformedImageException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * SVG: the store in Base64 as the text of a {@code c2pa:manifest} element inside {@code metadata} (C2PA 2.4, A.3.4); the data hash leaves
 * out that text. Found by its bytes, for offsets in the file are needed, which XML parsers do not give. Reading only.
 */
final class SvgCredentials implements CredentialContainer {

    private static final byte[] OPEN = ascii("<c2pa:manifest");
    private static final byte[] CLOSE = ascii("</c2pa:manifest>");
    private static final byte[] ROOT = ascii("<svg");

    /** A root element stands behind a declaration and comments at most. */
    private static final int MAX_PROLOG = 8192;

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public boolean recognises(byte[] file) {
        int at = file.length >= 3 && (file[0] & 0xFF) == 0xEF ? 3 : 0;
        while (at < Math.min(file.length, MAX_PROLOG) && isBlank(file[at])) {
            at++;
        }
        return at < file.length && file[at] == '<' && indexOf(file, ROOT, at, Math.min(file.length, MAX_PROLOG)) >= 0;
    }

    private static boolean isBlank(byte value) {
        return value == ' ' || value == '\n' || value == '\r' || value == '\t';
    }

    private static int indexOf(byte[] file, byte[] wanted, int from, int to) {
        for (int i = from; i <= to - wanted.length; i++) {
            if (file[i] == wanted[0] && Bytes.startsWith(file, i, to - i, wanted)) {
                return i;
            }
        }
        return -1;
    }

    /** @param place of the text */
    private record Text(ByteRange place) {}

    private static List<Text> texts(byte[] file) {
        List<Text> found = new ArrayList<>();
        int at = 0;
        while (true) {
            int open = indexOf(file, OPEN, at, file.length);
            if (open < 0) {
                return found;
            }
            int start = open + OPEN.length;
            while (start < file.length && file[start] != '>') {
                start++;
            }
            int close = indexOf(file, CLOSE, start, file.length);
            if (close < 0) {
                throw new MalformedImageException(Reason.TRUNCATED, "The c2pa:manifest element does not end");
            }
            found.add(new Text(new ByteRange(start + 1, close - start - 1)));
            at = close + CLOSE.length;
        }
    }

    @Override
    public EmbeddedCredentials read(Kind kind, byte[] file) {
        List<Store> stores = new ArrayList<>();
        for (Text text : texts(file)) {
            String base64 =
                    new String(file, text.place().start(), text.place().length(), StandardCharsets.ISO_8859_1).strip();
            if (!base64.isEmpty()) {
                stores.add(new Store(decoded(base64), text.place()));
            }
        }
        return new EmbeddedCredentials(kind, stores, null);
    }

    private static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new MalformedImageException(Reason.CORRUPT, "The c2pa:manifest element is no Base64");
        }
    }

    @Override
    public byte[] strip(byte[] file) {
        return ByteSplice.without(file, texts(file).stream().map(Text::place).toList());
    }

    @Override
    public CredentialSlot reserve(byte[] file, int storeLength) {
        throw new MalformedImageException(Reason.CORRUPT, "Credentials are not written to SVG");
    }
}
