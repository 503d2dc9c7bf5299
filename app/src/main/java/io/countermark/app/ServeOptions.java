package io.countermark.app;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How the server is started. {@link #in(Path)} gives the safe defaults, the {@code with} methods change one thing each.
 *
 * @param dataFolder    where keys, archive, log and the embedded database live; created when absent, mode 0700
 * @param host          address to listen on; the loopback by default
 * @param port          0 to 65,535; 0 takes any free port
 * @param databaseUrl   {@code jdbc:postgresql://host/db} of another PostgreSQL (15 or later); null starts the embedded one. User and
 *                      password come from {@code COUNTERMARK_DB_USER} and {@code COUNTERMARK_DB_PASSWORD}, never from here
 * @param publicAddress the address people see, for example {@code https://marks.example.com}, when a proxy stands before the server; null
 *                      uses host and port
 * @param jsonLogs      log one JSON object a line
 * @param quiet         log warnings and errors only
 */
public record ServeOptions(
        Path dataFolder,
        String host,
        int port,
        @Nullable String databaseUrl,
        @Nullable String publicAddress,
        boolean jsonLogs,
        boolean quiet) {

    public ServeOptions {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("A port is 0 to 65535, not " + port);
        }
        dataFolder = dataFolder.toAbsolutePath().normalize();
    }

    /** Loopback, port 8080, embedded database. */
    public static ServeOptions in(Path dataFolder) {
        return new ServeOptions(dataFolder, "127.0.0.1", 8080, null, null, false, false);
    }

    public ServeOptions withHost(String other) {
        return new ServeOptions(dataFolder, other, port, databaseUrl, publicAddress, jsonLogs, quiet);
    }

    public ServeOptions withPort(int other) {
        return new ServeOptions(dataFolder, host, other, databaseUrl, publicAddress, jsonLogs, quiet);
    }

    public ServeOptions withDatabaseUrl(@Nullable String other) {
        return new ServeOptions(dataFolder, host, port, other, publicAddress, jsonLogs, quiet);
    }

    public ServeOptions withPublicAddress(@Nullable String other) {
        return new ServeOptions(dataFolder, host, port, databaseUrl, other, jsonLogs, quiet);
    }

    public ServeOptions withJsonLogs(boolean other) {
        return new ServeOptions(dataFolder, host, port, databaseUrl, publicAddress, other, quiet);
    }

    public ServeOptions withQuiet(boolean other) {
        return new ServeOptions(dataFolder, host, port, databaseUrl, publicAddress, jsonLogs, other);
    }
}
