package io.countermark.app.platform;

import java.nio.file.Path;

/**
 * Where indexes lie. What is in it can be made anew from database and archive, so it needs no backup; but it is as confidential as they are.
 *
 * @param path absolute; there, for us alone
 */
public record IndexFolder(Path path) {}
