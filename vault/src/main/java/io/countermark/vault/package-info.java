/** Encrypted archive on a folder or a bucket. Begin with {@link io.countermark.vault.Vault}. */
@NullMarked
package io.countermark.vault;

import org.jspecify.annotations.NullMarked;
