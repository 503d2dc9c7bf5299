package io.countermark.app.markets;

/**
 * A rule of a channel that a rendition does not obey.
 *
 * @param rule     which
 * @param severity whether the channel refuses the picture for it
 * @param expected what the rule asks, for people
 * @param actual   what the rendition has
 */
public record Finding(Rule rule, Severity severity, String expected, String actual) {

    /** The kinds of rules. */
    public enum Rule {
        FORMAT,
        FILE_SIZE,
        SIDE_TOO_SHORT,
        SIDE_TOO_LONG,
        EXACT_SIZE,
        ASPECT,
        GROUND,
        VISIBLE_MARK,
        RECOMMENDED_SIZE
    }

    /** How bad. */
    public enum Severity {
        REFUSED,
        ADVICE
    }
}
