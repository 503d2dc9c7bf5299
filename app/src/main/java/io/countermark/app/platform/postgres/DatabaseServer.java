package io.countermark.app.platform.postgres;

import io.countermark.app.platform.RefusedToStartException;
import io.countermark.app.platform.storage.DataFolder;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.AbstractDataSource;
import org.springframework.stereotype.Component;

/** The PostgreSQL this server works with: our own child process, or a foreign one. */
@Component
final class DatabaseServer implements AutoCloseable {

    private final @Nullable EmbeddedPostgres embedded;
    private final @Nullable PostgresAccess foreign;

    DatabaseServer(DatabaseSettings settings, DataFolder folder) {
        String url = settings.url();
        if (url == null || url.isBlank()) {
            foreign = null;
            embedded = EmbeddedPostgres.start(folder.path(), settings.postgresHome());
        } else {
            foreign = settings.foreign(url);
            embedded = null;
        }
        try {
            DatabaseSetup.check(access());
        } catch (RefusedToStartException e) {
            close();
            throw e;
        }
    }

    PostgresAccess access() {
        if (embedded != null) {
            return embedded.access();
        }
        if (foreign == null) {
            throw new IllegalStateException("Neither embedded nor foreign");
        }
        return foreign;
    }

    /** Connections of the runtime role; each asks anew where the database is, since a restarted one may have another port. */
    javax.sql.DataSource runtime() {
        return new AbstractDataSource() {
            @Override
            public Connection getConnection() throws SQLException {
                return access().runtime().getConnection();
            }

            @Override
            public Connection getConnection(String username, String password) {
                throw new UnsupportedOperationException("The role is not the caller's choice");
            }
        };
    }

    @Override
    public void close() {
        if (embedded != null) {
            embedded.close();
        }
    }
}
