package io.countermark.app.platform.postgres;

import io.countermark.app.platform.RefusedToStartException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;

/** Makes the roles and the database of the embedded PostgreSQL, and checks that any PostgreSQL keeps what it acknowledges. */
final class DatabaseSetup {

    /** Row-level security, {@code skip locked}, {@code merge}: all there since 15, the oldest version we test. */
    private static final int OLDEST_VERSION = 150_000;

    private DatabaseSetup() {}

    /** Idempotent; a start that was killed in the middle is completed by the next. */
    static void createRoles(PostgresFolder folder) {
        RolePasswords passwords = folder.passwords();
        try (Connection connection = folder.adminAccess().owner().getConnection();
                Statement statement = connection.createStatement()) {
            for (String role : new String[] {RolePasswords.OWNER, RolePasswords.RUNTIME}) {
                if (!exists(statement, "select from pg_roles where rolname = '" + role + "'")) {
                    // The password is hexadecimal of ours; CREATE ROLE takes no parameters.
                    statement.execute(
                            "create role " + role + " login nosuperuser nobypassrls nocreatedb nocreaterole password '"
                                    + passwords.of(role) + "'");
                }
            }
            if (!exists(statement, "select from pg_database where datname = '" + RolePasswords.DATABASE + "'")) {
                statement.execute("create database " + RolePasswords.DATABASE + " owner " + RolePasswords.OWNER);
            }
        } catch (SQLException e) {
            throw new RefusedToStartException("The embedded database could not be set up: " + e.getMessage(), e);
        }
    }

    private static boolean exists(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            return rows.next();
        }
    }

    /**
     * Refuses a database that would lose or show what it must not.
     *
     * @throws RefusedToStartException naming the version, setting or right that is wrong
     */
    static void check(PostgresAccess access) {
        try (Connection connection = access.runtime().getConnection();
                Statement statement = connection.createStatement()) {
            int version = Integer.parseInt(show(statement, "server_version_num"));
            if (version < OLDEST_VERSION) {
                throw new RefusedToStartException("PostgreSQL 15 or later is needed, but " + access.url() + " is "
                        + show(statement, "server_version"));
            }
            for (String setting : new String[] {"fsync", "full_page_writes", "synchronous_commit"}) {
                if (show(statement, setting).toLowerCase(Locale.ROOT).equals("off")) {
                    throw new RefusedToStartException("PostgreSQL at " + access.url() + " runs with " + setting
                            + " = off and would lose what was acknowledged; set it to on");
                }
            }
            if (exists(statement, "select from pg_roles where rolname = current_user and (rolsuper or rolbypassrls)")) {
                throw new RefusedToStartException(
                        "The role " + access.runtimeRole() + " is a superuser or may bypass row-level security,"
                                + " so nothing would keep organisations apart; use an ordinary role");
            }
        } catch (SQLException e) {
            throw new RefusedToStartException(
                    "PostgreSQL at " + access.url() + " can't be reached: " + e.getMessage(), e);
        }
    }

    private static String show(Statement statement, String setting) throws SQLException {
        try (ResultSet rows = statement.executeQuery("show " + setting)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
