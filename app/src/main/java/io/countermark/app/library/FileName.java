package io.countermark.app.library;

import java.text.Normalizer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Names of files that somebody else chose, made safe to keep, to show and to hand out again. */
final class FileName {

    private static final int MAX_LENGTH = 200;
    private static final String UNNAMED = "picture";

    private FileName() {}

    /**
     * The last part of a path, without control, format, private-use and unassigned characters (so no line breaks and no
     * right-to-left overrides), at most 200 characters; {@code picture} when nothing is left.
     */
    static String safe(@Nullable String sent) {
        if (sent == null) {
            return UNNAMED;
        }
        String normalised = Normalizer.normalize(sent, Normalizer.Form.NFC).replace('\\', '/');
        String last = normalised.substring(normalised.lastIndexOf('/') + 1);
        String shown = last.replaceAll("[\\p{C}]", "").strip();
        if (shown.codePointCount(0, shown.length()) > MAX_LENGTH) {
            shown = shown.substring(0, shown.offsetByCodePoints(0, MAX_LENGTH)).strip();
        }
        return shown.isEmpty() || shown.chars().allMatch(c -> c == '.') ? UNNAMED : shown;
    }

    /** A title out of a safe file name: without its extension, underscores as spaces. */
    static String title(String safeName) {
        int dot = safeName.lastIndexOf('.');
        String stem = dot > 0 ? safeName.substring(0, dot) : safeName;
        String words = stem.replace('_', ' ').strip();
        return words.isEmpty() ? UNNAMED : words;
    }

    /** A name in {@code [a-z0-9-]} for a download of the work of this title, with an extension. */
    static String download(String title, String suffix, String extension) {
        String plain = Normalizer.normalize(title, Normalizer.Form.NFKD)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-+|-+$", "");
        String stem = plain.isEmpty() ? UNNAMED : plain.substring(0, Math.min(plain.length(), 80));
        return stem + "-" + suffix + "." + extension;
    }
}
