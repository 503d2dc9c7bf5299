package io.countermark.app.platform.postgres;

import java.nio.file.Files;
import java.nio.file.Path;

/** Starts and stops a PostgreSQL in a process of its own, which may run as another user than the tests. */
final class ApartPostgres {

    private ApartPostgres() {}

    /** @param arguments the data folder; prints {@code user <uid of the postmaster as the kernel has it>} and {@code stopped} */
    public static void main(String[] arguments) throws Exception {
        EmbeddedPostgres postgres = EmbeddedPostgres.start(Path.of(arguments[0]), null);
        Path process = Path.of("/proc", Long.toString(postgres.pid().orElseThrow()));
        System.out.println("user " + Files.getAttribute(process, "unix:uid"));
        postgres.close();
        System.out.println("stopped " + Files.notExists(process));
    }
}
