/** Parties: organisations, people, members and their roles, sign-in, API keys. */
@NullMarked
@ApplicationModule(
        displayName = "Identity",
        allowedDependencies = {"platform", "platform::web"})
package io.countermark.app.identity;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
