package io.countermark.app.fsck;

import io.countermark.app.evidence.LogInventory;
import io.countermark.app.library.Inventory;
import io.countermark.app.platform.SealedKeys;
import io.countermark.app.platform.Tenancy;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;

/**
 * What the check needs of the server: database, archive, log, and the two inventories. No web server, no jobs, no migration: an older
 * schema is not touched. Not a {@code @Configuration}, so that the server's own component scan passes it by.
 */
@ComponentScan({"io.countermark.app.platform.postgres", "io.countermark.app.platform.storage"})
@ImportAutoConfiguration({
    JdbcTemplateAutoConfiguration.class,
    JdbcClientAutoConfiguration.class,
    DataSourceTransactionManagerAutoConfiguration.class
})
@Import({Tenancy.class, SealedKeys.class, Inventory.class, LogInventory.class})
class FsckContext {}
