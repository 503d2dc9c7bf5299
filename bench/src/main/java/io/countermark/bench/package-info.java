/** JMH, robustness and recall tables, load generator. */
@NullMarked
package io.countermark.bench;

import org.jspecify.annotations.NullMarked;
