package io.countermark.app.platform;

import org.jspecify.annotations.Nullable;

/** Does the jobs of one kind; declare it as a bean. */
public interface JobHandler<T extends Record> {

    JobKind<T> kind();

    /**
     * Does the work, perhaps for the second time: a kill may come after it was done and before that was written down. Not in a
     * transaction; use {@link Tenancy}. When it throws, it is run again later, after 1, 2, 4 and so on up to 300 seconds, with the
     * message on record as the reason.
     */
    void run(T payload);

    /** Attempts before it is given up. */
    default int attempts() {
        return 12;
    }

    /** Whether another attempt may help; after false the job is given up at once. */
    default boolean mayHelpAgain(Throwable failure) {
        return true;
    }

    /** Called once when the job is given up, also at least once. */
    default void givenUp(T payload, @Nullable Throwable failure) {}
}
