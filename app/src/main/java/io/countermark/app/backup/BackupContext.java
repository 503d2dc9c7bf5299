package io.countermark.app.backup;

import org.springframework.context.annotation.ComponentScan;

/** What a back-up needs of the server: data folder, root key, archive. Not a {@code @Configuration}, so that the server's scan passes it by. */
@ComponentScan("io.countermark.app.platform.storage")
class BackupContext {}
