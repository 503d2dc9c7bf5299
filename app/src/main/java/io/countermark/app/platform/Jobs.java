package io.countermark.app.platform;

import java.time.Instant;

/**
 * Durable work for later. A job is written in the caller's transaction and so exists exactly if that is committed; it survives a kill
 * at any moment and runs at least once, which is why a {@link JobHandler} must be idempotent.
 */
public interface Jobs {

    /**
     * Runs soon after the surrounding transaction has been committed.
     *
     * @param kind     of a {@link JobHandler} that is a bean
     * @param instance what it is about, for example an asset's id; a job of this kind and instance that waits already is not doubled
     * @param payload  a record that Jackson can write and read; no secrets in it
     */
    <T extends Record> void enqueue(JobKind<T> kind, String instance, T payload);

    /** As {@link #enqueue}, not before a time. */
    <T extends Record> void enqueueAt(JobKind<T> kind, String instance, T payload, Instant time);
}
