package io.countermark.app.platform.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.countermark.app.platform.RefusedToStartException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

class EmbeddedPostgresTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static Path programs;

    @TempDir
    Path data;

    @TempDir
    static Path made;

    /** initdb is most of a start: it is done once, and each test works on a copy. */
    @BeforeAll
    static void initialise() {
        programs = PostgresBinaries.unpackedIn(Path.of("target", "postgres").toAbsolutePath())
                .home();
        EmbeddedPostgres.start(made, programs).close();
    }

    @BeforeEach
    void copy() throws Exception {
        Process copy = new ProcessBuilder("cp", "-a", made + "/.", data.toString())
                .inheritIO()
                .start();
        assertThat(copy.waitFor()).isZero();
    }

    private EmbeddedPostgres start() {
        return EmbeddedPostgres.start(data, programs);
    }

    private static String ask(EmbeddedPostgres postgres, String query) throws SQLException {
        try (Connection connection = postgres.access().owner().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static void tell(EmbeddedPostgres postgres, String statementText) throws SQLException {
        try (Connection connection = postgres.access().owner().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(statementText);
        }
    }

    private static ProcessHandle postmaster(EmbeddedPostgres postgres) {
        return ProcessHandle.of(postgres.pid().orElseThrow()).orElseThrow();
    }

    @Test
    void keepsItsDataOverAStopAndLeavesNoProcess() throws SQLException {
        ProcessHandle first;
        try (EmbeddedPostgres postgres = start()) {
            first = postmaster(postgres);
            tell(postgres, "create table kept (x int)");
            tell(postgres, "insert into kept values (42)");
            assertThat(ask(postgres, "show data_checksums")).isEqualTo("on");
            assertThat(ask(postgres, "show server_encoding")).isEqualTo("UTF8");
            assertThat(ask(postgres, "show listen_addresses")).isEqualTo("127.0.0.1");
        }
        assertThat(first.isAlive()).isFalse();
        try (EmbeddedPostgres postgres = start()) {
            assertThat(ask(postgres, "select x from kept")).isEqualTo("42");
        }
    }

    @Test
    void isStartedAgainAfterAKillWithAllThatWasCommitted() throws SQLException {
        try (EmbeddedPostgres postgres = start()) {
            tell(postgres, "create table kept (x int)");
            tell(postgres, "insert into kept values (42)");
            ProcessHandle killed = postmaster(postgres);

            killed.destroyForcibly();

            await().atMost(PATIENCE)
                    .until(() -> postgres.isReady() && postgres.pid().orElse(0) != killed.pid());
            assertThat(ask(postgres, "select x from kept")).isEqualTo("42");
        }
    }

    @Test
    void stopsWhatAKilledServerLeftBehind() throws Exception {
        // What a kill -9 of the server leaves where the kernel sends no death signal: a postmaster nobody looks after.
        PostgresFolder folder = PostgresFolder.open(data, programs);
        Process left = folder.launch();
        await().atMost(PATIENCE).until(() -> folder.isReady(left.pid()));

        try (EmbeddedPostgres postgres = start()) {
            assertThat(left.isAlive()).isFalse();
            assertThat(ask(postgres, "select 1")).isEqualTo("1");
        }
        // A backend that was told to end may take a moment on a busy machine.
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(folder.leftOvers().find()).isEmpty());
    }

    @Test
    void aPidFileOfAProcessLongGoneIsNoHindrance() throws Exception {
        long gone = new ProcessBuilder("true").start().onExit().join().pid();
        Files.writeString(
                data.resolve("postgres/data/postmaster.pid"),
                gone + "\n" + data.resolve("postgres/data") + "\n1700000000\n5432\n\n127.0.0.1\n\nready   \n");

        try (EmbeddedPostgres postgres = start()) {
            assertThat(postgres.isReady()).isTrue();
        }
    }

    @Test
    void anInitialisationThatWasKilledIsMadeAnew() throws Exception {
        FileSystemUtils.deleteRecursively(data.resolve("postgres/data"));
        Files.createDirectories(data.resolve("postgres/.initdb-killed/data/base"));

        try (EmbeddedPostgres postgres = start()) {
            assertThat(postgres.isReady()).isTrue();
        }
        assertThat(data.resolve("postgres/.initdb-killed")).doesNotExist();
    }

    @Test
    void anotherMajorVersionIsRefusedByName() throws Exception {
        Files.writeString(data.resolve("postgres/data/PG_VERSION"), "14\n");

        assertThatThrownBy(this::start)
                .isInstanceOf(RefusedToStartException.class)
                .hasMessageContaining("PostgreSQL 14");
    }

    @Test
    void aDamagedClusterSaysWhatPostgresSaid() throws Exception {
        FileSystemUtils.deleteRecursively(data.resolve("postgres/data/global"));

        assertThatThrownBy(this::start)
                .isInstanceOf(RefusedToStartException.class)
                .hasMessageContaining("PostgreSQL ended with code");
    }

    @Test
    void aForgetfulDatabaseIsRefused() throws Exception {
        try (EmbeddedPostgres postgres = start()) {
            tell(postgres, "alter role countermark_owner set synchronous_commit = off");
            PostgresAccess access = postgres.access();
            PostgresAccess forgetful = new PostgresAccess(
                    access.url(),
                    access.ownerRole(),
                    access.ownerPassword(),
                    access.ownerRole(),
                    access.ownerPassword());

            assertThatThrownBy(() -> DatabaseSetup.check(forgetful))
                    .isInstanceOf(RefusedToStartException.class)
                    .hasMessageContaining("synchronous_commit");
            DatabaseSetup.check(access);
        }
    }

    @Test
    void aSuperuserIsRefused() {
        try (EmbeddedPostgres postgres = start()) {
            PostgresAccess admin = PostgresFolder.open(data, programs).adminAccess();
            String url = postgres.access().url();
            PostgresAccess asAdmin = new PostgresAccess(
                    url, admin.ownerRole(), admin.ownerPassword(), admin.ownerRole(), admin.ownerPassword());

            assertThatThrownBy(() -> DatabaseSetup.check(asAdmin))
                    .isInstanceOf(RefusedToStartException.class)
                    .hasMessageContaining("row-level security");
        }
    }
}
