package io.countermark.credentials;

import io.countermark.container.ByteRange;
import io.countermark.container.EmbeddedCredentials.Kind;

/**
 * The file that a hard binding is checked against.
 *
 * @param place of the manifest store in it, framing included; of no length when the store is kept elsewhere
 */
record Asset(byte[] file, Kind kind, ByteRange place) {}
