package io.countermark.cli;

import io.countermark.credentials.CertificateAuthority;
import io.countermark.credentials.CredentialsException;
import io.countermark.credentials.OcspResponder;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "ocsp",
        header = "Answer whether certificates were revoked (OCSP)",
        description = {
            "Answers one request in a file, or, with --port, whoever asks over HTTP until a signal ends it. Every answer is signed by a",
            "key that the authority appoints for a month and that can sign nothing else."
        })
final class CaOcspCommand implements Callable<Integer> {

    /** Of whole requests and answers in the JDK's server, in seconds; those who set them themselves are left alone. */
    private static final Map<String, String> BOUNDS = Map.of(
            "sun.net.httpserver.maxReqTime", "20",
            "sun.net.httpserver.maxRspTime", "20",
            "jdk.httpserver.maxConnections", "500");

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "DIR", description = "The authority's folder")
    private Path folder;

    @Parameters(index = "1", arity = "0..1", paramLabel = "REQUEST", description = "A request, DER")
    private @Nullable Path request;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "File for the answer to REQUEST")
    private @Nullable Path output;

    @Option(names = "--port", paramLabel = "N", description = "Answer over HTTP on this port, 0 for any free one")
    private @Nullable Integer port;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "Address to listen on; 0.0.0.0 is all (default: ${DEFAULT-VALUE})")
    private String host;

    @Override
    public Integer call() {
        boolean one = request != null && output != null && port == null;
        boolean many = request == null && output == null && port != null && port >= 0 && port <= 65_535;
        if (!one && !many) {
            throw new ParameterException(spec.commandLine(), "Either REQUEST and -o FILE, or --port 0 to 65535");
        }
        try {
            AuthorityFolder authority = new AuthorityFolder(folder);
            CertificateAuthority issuer = authority.open(CaCommands.certificate(spec, authority.path("root.pem")));
            OcspResponder responder = new OcspResponder(issuer, authority, Clock.systemUTC());
            if (request != null && output != null) {
                DurableFile.write(output, responder.answer(bytes(request)));
                return 0;
            }
            serve(responder, port == null ? 0 : port);
            return 0;
        } catch (InterruptedException e) {
            return 0;
        } catch (IOException e) {
            return Refusal.print(spec, folder, e);
        } catch (CredentialsException e) {
            return Refusal.print(spec, folder, new CommandException(e.reason().code(), String.valueOf(e.getMessage())));
        }
    }

    private static byte[] bytes(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(OcspResponder.MAX_REQUEST + 1);
        }
    }

    private void serve(OcspResponder responder, int wanted) throws IOException, InterruptedException {
        BOUNDS.forEach((property, value) -> {
            if (System.getProperty(property) == null) {
                System.setProperty(property, value);
            }
        });
        try (OcspServer server = OcspServer.start(responder, new InetSocketAddress(host, wanted))) {
            spec.commandLine().getOut().println("OCSP responder on port " + server.port());
            spec.commandLine().getOut().flush();
            new CountDownLatch(1).await(); // A signal ends it; nothing is left half done.
        }
    }
}
