/** The embedded PostgreSQL under a supervisor of our own, or another one by URL. */
@NullMarked
package io.countermark.app.platform.postgres;

import org.jspecify.annotations.NullMarked;
