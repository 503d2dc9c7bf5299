package io.countermark.watermark.visible;

import io.countermark.watermark.visible.VisibleMarkRefusedException.Reason;
import java.awt.Font;
import java.awt.FontFormatException;
import java.awt.GraphicsEnvironment;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A font that has every character of a text: one of this computer or one that is handed in. */
public final class Typeface {

    /** The largest font file, in bytes; the largest collections of Chinese, Japanese and Korean have 40 MB. */
    public static final long MOST_BYTES = 64L << 20;

    /** Read first among the installed ones: upright, in a weight that survives small sizes. */
    private static final List<String> PREFERRED = List.of(
            Font.SANS_SERIF,
            "Noto Sans CJK SC",
            "Noto Sans SC",
            "WenQuanYi Micro Hei",
            "Microsoft YaHei",
            "PingFang SC");

    private final Font font;

    private Typeface(Font font) {
        this.font = font;
    }

    /**
     * Of this computer.
     *
     * @throws VisibleMarkRefusedException NO_GLYPH when no installed font has all characters
     */
    public static Typeface installedFor(String words) {
        requireFonts();
        Stream<Font> preferred = PREFERRED.stream().map(name -> new Font(name, Font.BOLD, 1));
        Optional<Font> found =
                preferred.filter(font -> font.canDisplayUpTo(words) < 0).findFirst();
        return new Typeface(found.or(() -> anyFor(words)).orElseThrow(() -> missing(words)));
    }

    /** A JDK on a computer without fontconfig or without any font says so, in one of these ways, when the first font is used. */
    private static void requireFonts() {
        try {
            new Font(Font.SANS_SERIF, Font.BOLD, 1).canDisplay('a');
        } catch (RuntimeException | InternalError | NoClassDefFoundError | UnsatisfiedLinkError e) {
            throw new VisibleMarkRefusedException(
                    Reason.NO_GLYPH,
                    "This computer has no fonts, without which no text can be drawn; install fontconfig and a font, or use a logo");
        }
    }

    private static Optional<Font> anyFor(String words) {
        return Arrays.stream(GraphicsEnvironment.getLocalGraphicsEnvironment().getAllFonts())
                .filter(font -> font.canDisplayUpTo(words) < 0)
                .min(Comparator.comparing(Font::getFontName));
    }

    private static VisibleMarkRefusedException missing(String words) {
        Font general = new Font(Font.SANS_SERIF, Font.BOLD, 1);
        int at = Math.max(0, general.canDisplayUpTo(words));
        return noGlyph("No font on this computer", words.codePointAt(at));
    }

    private static VisibleMarkRefusedException noGlyph(String who, int codePoint) {
        return new VisibleMarkRefusedException(
                Reason.NO_GLYPH,
                "%s has the character %s (U+%04X) together with the rest of the text; install or hand in one that has"
                        .formatted(who, Character.toString(codePoint), codePoint));
    }

    /**
     * TrueType or OpenType; of a collection the first.
     *
     * @throws VisibleMarkRefusedException BAD_FONT when it is none; NO_GLYPH when this computer has no fonts at all, since Java then draws none
     */
    public static Typeface of(byte[] file) {
        if (file.length > MOST_BYTES) {
            throw new VisibleMarkRefusedException(Reason.BAD_FONT, "A font file has at most " + MOST_BYTES + " bytes");
        }
        requireFonts();
        try {
            return new Typeface(Font.createFonts(new ByteArrayInputStream(file))[0]);
        } catch (IOException | FontFormatException e) {
            throw new VisibleMarkRefusedException(Reason.BAD_FONT, "Not a TrueType or OpenType font");
        }
    }

    void requireAll(String words) {
        int at = font.canDisplayUpTo(words);
        if (at >= 0) {
            throw noGlyph("Not the font " + font.getFontName(), words.codePointAt(at));
        }
    }

    Font at(float points) {
        return font.deriveFont(points);
    }
}
