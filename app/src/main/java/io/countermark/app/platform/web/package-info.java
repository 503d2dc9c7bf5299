/** The frame of the pages, problem details as answers, limits. */
@NullMarked
@NamedInterface("web")
package io.countermark.app.platform.web;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
