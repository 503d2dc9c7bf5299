package io.countermark.cli;

import io.countermark.app.CountermarkServer;
import io.countermark.app.ServeException;
import io.countermark.app.ServeOptions;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "serve",
        header = "Start the server with its own database",
        description = {
            "Prints the address, and on the first start a one-time link with which the owner's account is made. Everything is kept",
            "in the data folder. COUNTERMARK_DB_URL (with COUNTERMARK_DB_USER and COUNTERMARK_DB_PASSWORD) uses another",
            "PostgreSQL, 15 or later. Ctrl-C, or a TERM signal, stops it cleanly."
        })
final class ServeCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "${env:COUNTERMARK_DATA:-countermark-data}",
            description = "Data folder (default: $COUNTERMARK_DATA, else countermark-data)")
    private Path data;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "Address to listen on; 0.0.0.0 is all (default: ${DEFAULT-VALUE})")
    private String host;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "8080",
            description = "Port, 0 for any free one (default: ${DEFAULT-VALUE})")
    private int port;

    @Option(
            names = "--public-address",
            paramLabel = "URL",
            description = "The address that people see, where a proxy stands before the server")
    private @Nullable String publicAddress;

    @Option(names = "--json-logs", description = "Log one JSON object a line")
    private boolean jsonLogs;

    @Option(
            names = {"-q", "--quiet"},
            description = "Log warnings and errors only")
    private boolean quiet;

    @Override
    public Integer call() throws InterruptedException {
        if (port < 0 || port > 65_535) {
            throw new ParameterException(spec.commandLine(), "--port is 0 to 65535, not " + port);
        }
        try (CountermarkServer server = CountermarkServer.start(options())) {
            greet(server, spec.commandLine().getOut());
            server.awaitStop();
            return 0;
        } catch (ServeException e) {
            spec.commandLine().getErr().println("countermark: " + e.getMessage());
            return 1;
        }
    }

    private ServeOptions options() {
        return ServeOptions.in(data)
                .withHost(host)
                .withPort(port)
                .withDatabaseUrl(System.getenv("COUNTERMARK_DB_URL"))
                .withPublicAddress(publicAddress)
                .withJsonLogs(jsonLogs)
                .withQuiet(quiet);
    }

    private static void greet(CountermarkServer server, PrintWriter out) {
        URI link = server.setupLink();
        if (link != null) {
            out.println("Open this link once to make the owner's account (it is a secret):");
            out.println("  " + link);
        }
        out.println("Countermark listens at " + server.address());
        out.flush();
    }
}
