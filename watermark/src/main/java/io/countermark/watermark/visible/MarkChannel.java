package io.countermark.watermark.visible;

/**
 * One place where pictures are shown, and what it says of visible marks.
 *
 * @param id         for example {@code amazon.main}
 * @param name       for people
 * @param rule       what holds there
 * @param reason     in a sentence
 * @param source     where it was read, or that it is our advice
 * @param confidence S read at the source, C sources disagree or are second hand, K general knowledge, A our advice
 */
public record MarkChannel(String id, String name, Rule rule, String reason, String source, String confidence) {

    /** What a channel says. */
    public enum Rule {
        FORBIDDEN,
        DISCOURAGED,
        ALLOWED,
        WANTED
    }
}
