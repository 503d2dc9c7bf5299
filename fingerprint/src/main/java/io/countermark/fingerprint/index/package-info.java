/**
 * Finds registered pictures again: an index on disk, candidate sources over it, and a search that compares what they propose. Entry
 * types: {@link io.countermark.fingerprint.index.CopyIndex} and {@link io.countermark.fingerprint.index.CopySearch}.
 */
@NullMarked
package io.countermark.fingerprint.index;

import org.jspecify.annotations.NullMarked;
