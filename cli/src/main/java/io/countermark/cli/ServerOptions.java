package io.countermark.cli;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which server, and with which key; mixed into the commands that speak to one. A key is never given as an argument: others see those. */
final class ServerOptions {

    static final String TOKEN_VARIABLE = "COUNTERMARK_TOKEN";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--server",
            paramLabel = "URL",
            defaultValue = "${env:COUNTERMARK_SERVER:-http://127.0.0.1:8080}",
            description = "The server (default: $COUNTERMARK_SERVER, else http://127.0.0.1:8080)")
    private String server;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "File with the API key (default: $COUNTERMARK_TOKEN, else what 'countermark login' kept)")
    private @Nullable Path tokenFile;

    /** The address without a slash at its end. */
    URI server() {
        try {
            URI uri = new URI(server.replaceAll("/+$", ""));
            boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (!web
                    || uri.getHost() == null
                    || uri.getUserInfo() != null
                    || !uri.getRawPath().isEmpty()) {
                throw new ParameterException(
                        spec.commandLine(), "--server is an address like https://marks.example.com, not " + server);
            }
            return uri;
        } catch (URISyntaxException e) {
            throw new ParameterException(spec.commandLine(), "--server is not an address: " + server);
        }
    }

    /** Null when there is none; the server then says whether it needs one. */
    @Nullable
    String apiKey() {
        try {
            if (tokenFile != null) {
                return Files.readString(tokenFile, StandardCharsets.UTF_8).strip();
            }
            String variable = System.getenv(TOKEN_VARIABLE);
            if (variable != null && !variable.isBlank()) {
                return variable.strip();
            }
            return CredentialFile.ofUser(System.getenv()).key(server()).orElse(null);
        } catch (IOException e) {
            throw Refusal.option(spec, tokenFile == null ? "API key" : "--token-file", Failure.of(e));
        }
    }

    CountermarkApi api() {
        return new CountermarkApi(server(), apiKey());
    }
}
