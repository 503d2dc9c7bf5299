package io.countermark.app.platform.postgres;

import io.countermark.app.platform.RefusedToStartException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Which PostgreSQL is used.
 *
 * @param url             JDBC address of a foreign PostgreSQL; null for the embedded one
 * @param user            its owner role
 * @param password        of the owner role
 * @param runtimeUser     its runtime role, when another one than the owner
 * @param runtimePassword of the runtime role
 * @param postgresHome    programs of an installed PostgreSQL for the embedded one; null for ours
 * @param poolSize        most connections of the server, jobs included
 */
@ConfigurationProperties("countermark.database")
record DatabaseSettings(
        @Nullable String url,
        @Nullable String user,
        @Nullable String password,
        @Nullable String runtimeUser,
        @Nullable String runtimePassword,
        @Nullable Path postgresHome,
        int poolSize) {

    /** Never shows a password. */
    @Override
    public String toString() {
        return "DatabaseSettings[" + url + "]";
    }

    PostgresAccess foreign(String given) {
        String address = given.startsWith("jdbc:") ? given : "jdbc:" + given.replaceFirst("^postgres:", "postgresql:");
        if (!address.startsWith("jdbc:postgresql:")) {
            throw new RefusedToStartException(
                    "COUNTERMARK_DB_URL must begin with jdbc:postgresql://, and only PostgreSQL is supported");
        }
        if (address.matches("jdbc:postgresql://[^/]*@.*") || address.contains("password=")) {
            throw new RefusedToStartException(
                    "Give user and password in COUNTERMARK_DB_USER and COUNTERMARK_DB_PASSWORD, not in COUNTERMARK_DB_URL");
        }
        String owner = user == null ? "countermark" : user;
        String ownerPassword = password == null ? "" : password;
        return new PostgresAccess(
                address,
                owner,
                ownerPassword,
                runtimeUser == null ? owner : runtimeUser,
                runtimePassword == null ? ownerPassword : runtimePassword);
    }
}
