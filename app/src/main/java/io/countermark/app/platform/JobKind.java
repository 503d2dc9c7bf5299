package io.countermark.app.platform;

/**
 * @param name    never changed once released, for example {@code protect-asset}
 * @param payload what a job carries
 */
public record JobKind<T extends Record>(String name, Class<T> payload) {}
