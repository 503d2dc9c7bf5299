package io.countermark.app.library;

/**
 * The answer to an upload; what it says is durable.
 *
 * @param asset   on record
 * @param outcome whether it is new
 */
public record Receipt(Asset asset, Outcome outcome) {

    /** What the upload came to. */
    public enum Outcome {
        /** A new work. */
        CREATED,
        /** The organisation has these bytes already; its work is the answer. */
        KNOWN,
        /** The same request was answered before; the answer is repeated. */
        REPEATED
    }
}
