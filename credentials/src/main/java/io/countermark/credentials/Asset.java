package io.countermark.credentials;

import io.countermark.container.ByteRange;
import io.countermark.container.EmbeddedCredentials.Kind;

/**
 * The file that a hard binding is checked against.
 *
 * @param place of the manifest store in it, framing included
 */
record Asset(byte[] file, Kind kind, ByteRange place) {}
