/** How fast content credentials are signed and validated, beside the reference SDK. */
@NullMarked
package io.countermark.bench.credentials;

import org.jspecify.annotations.NullMarked;
