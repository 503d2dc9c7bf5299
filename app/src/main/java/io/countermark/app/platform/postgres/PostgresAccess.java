package io.countermark.app.platform.postgres;

import org.postgresql.ds.PGSimpleDataSource;

/**
 * How to reach a PostgreSQL, with two roles: the owner makes and changes tables, the runtime role only reads and writes rows and is held
 * by row-level security. With a foreign database both may be one role.
 *
 * @param url without user and password
 */
public record PostgresAccess(
        String url, String ownerRole, String ownerPassword, String runtimeRole, String runtimePassword) {

    /** Never shows a password. */
    @Override
    public String toString() {
        return "PostgresAccess[" + url + ", owner " + ownerRole + ", runtime " + runtimeRole + "]";
    }

    /** Connections for migrations. */
    public PGSimpleDataSource owner() {
        return source(ownerRole, ownerPassword);
    }

    /** Connections for the running server, unpooled. */
    public PGSimpleDataSource runtime() {
        return source(runtimeRole, runtimePassword);
    }

    private PGSimpleDataSource source(String role, String password) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url);
        source.setUser(role);
        source.setPassword(password);
        source.setApplicationName("countermark");
        source.setConnectTimeout(2);
        // A dead peer must not hold a thread for ever; the longest statement of ours takes seconds.
        source.setSocketTimeout(60);
        source.setTcpKeepAlive(true);
        return source;
    }
}
