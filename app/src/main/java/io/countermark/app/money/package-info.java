/** Money of protection in several currencies: a double-entry ledger that balances in each. */
@ApplicationModule(displayName = "Money")
@NullMarked
package io.countermark.app.money;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
