/** Append-only Merkle log, signed checkpoints, proofs. */
@NullMarked
package io.countermark.transparency;

import org.jspecify.annotations.NullMarked;
