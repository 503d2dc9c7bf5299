/** The data folder: keys, archive, log. */
@NullMarked
package io.countermark.app.platform.storage;

import org.jspecify.annotations.NullMarked;
