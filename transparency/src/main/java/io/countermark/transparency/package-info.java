/** Append-only Merkle log, signed checkpoints, proofs. Begin with {@link io.countermark.transparency.TransparencyLog}. */
@NullMarked
package io.countermark.transparency;

import org.jspecify.annotations.NullMarked;
