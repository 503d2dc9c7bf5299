package io.countermark.watermark.visible;

import io.countermark.imaging.Picture;
import io.countermark.watermark.visible.VisibleMarkRefusedException.Reason;

/**
 * A mark to be seen.
 *
 * @param content   what is drawn
 * @param placement where, once or all over
 * @param size      width of one mark as a share of the picture's width, 0.02 to 1; a mark that would be higher than 40 % of the
 *                  picture is made smaller
 * @param opacity   0.05 to 1
 */
public record VisibleMark(Content content, Placement placement, double size, double opacity) {

    /** The most characters of a text. */
    public static final int MOST_CHARACTERS = 200;

    /** What is drawn. */
    public sealed interface Content {}

    /**
     * One line in any script the typeface has; black on light ground, white on dark, with a thin rim of the other.
     *
     * @param words    1 to {@value #MOST_CHARACTERS} characters, no control characters
     * @param typeface has all of them
     */
    public record Text(String words, Typeface typeface) implements Content {
        public Text {
            requireLine(words);
            typeface.requireAll(words);
        }

        /** In a typeface of this computer. */
        public static Text of(String words) {
            requireLine(words);
            return new Text(words, Typeface.installedFor(words));
        }

        private static void requireLine(String words) {
            if (words.isBlank() || words.length() > MOST_CHARACTERS) {
                throw new VisibleMarkRefusedException(
                        Reason.BAD_TEXT,
                        "The text has 1 to %d characters, not %d".formatted(MOST_CHARACTERS, words.length()));
            }
            if (words.codePoints().anyMatch(Character::isISOControl)) {
                throw new VisibleMarkRefusedException(
                        Reason.BAD_TEXT, "The text is one line without control characters");
            }
        }
    }

    /**
     * A picture in its own colours; where they hardly differ from the ground it gets a soft rim that does.
     *
     * @param picture its alpha counts; stays the caller's
     */
    public record Logo(Picture picture) implements Content {}

    /** Where. */
    public sealed interface Placement {}

    /**
     * Once.
     *
     * @param anchor of the nine
     * @param margin to the picture's edge as a share of its shorter side, 0 to 0.4
     */
    public record Single(Anchor anchor, double margin) implements Placement {
        public Single {
            requireRange("The margin", margin, 0, 0.4);
        }
    }

    /**
     * All over, in rows that are staggered like bricks.
     *
     * @param angle in degrees, counter-clockwise, -90 to 90
     * @param gap   between marks as a share of a mark's width, 0.05 to 5
     */
    public record Tiled(double angle, double gap) implements Placement {
        public Tiled {
            requireRange("The angle", angle, -90, 90);
            requireRange("The gap", gap, 0.05, 5);
        }
    }

    public VisibleMark {
        requireRange("The size", size, 0.02, 1);
        requireRange("The opacity", opacity, 0.05, 1);
    }

    private static void requireRange(String what, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw new VisibleMarkRefusedException(
                    Reason.BAD_VALUE, "%s is %s to %s, not %s".formatted(what, least, most, value));
        }
    }
}
