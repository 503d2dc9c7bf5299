/** C2PA Content Credentials: sign, read, validate. */
@NullMarked
package io.countermark.credentials;

import org.jspecify.annotations.NullMarked;
