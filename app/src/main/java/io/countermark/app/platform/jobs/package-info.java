/** Durable jobs on db-scheduler. */
@NullMarked
package io.countermark.app.platform.jobs;

import org.jspecify.annotations.NullMarked;
