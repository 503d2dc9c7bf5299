/** The frame of the pages, problem details as answers, limits. */
@NullMarked
package io.countermark.app.platform.web;

import org.jspecify.annotations.NullMarked;
