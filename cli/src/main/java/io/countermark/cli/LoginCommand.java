package io.countermark.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "login",
        header = "Get an API key from a server and keep it",
        description = {
            "Asks for e-mail and password (without a terminal: two lines of standard input, or one with --email) and stores the key",
            "in ~/.config/countermark/credentials, readable by you alone. The password is not kept."
        })
final class LoginCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ServerOptions server;

    @Option(names = "--email", paramLabel = "ADDRESS", description = "Whose account")
    private @Nullable String email;

    @Option(
            names = "--label",
            paramLabel = "TEXT",
            defaultValue = "Command line",
            description = "What the key is called in the settings (default: ${DEFAULT-VALUE})")
    private String label;

    /** Who signs in. */
    private record Person(String email, String password) {

        /** Never shows the password. */
        @Override
        public String toString() {
            return "Person[" + email + "]";
        }
    }

    @Override
    public Integer call() throws IOException {
        URI address = server.server();
        Person person = person();
        CredentialFile file = CredentialFile.ofUser(System.getenv());
        try (CountermarkApi api = new CountermarkApi(address, null)) {
            String key = api.post(
                            "/v1/api-keys",
                            Map.of("email", person.email(), "password", person.password(), "label", label))
                    .required("apiKey")
                    .asString();
            file.put(address, key);
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println("Logged in to " + address + "; the key is in " + file.path());
        return 0;
    }

    // Error Prone takes it for never null since JDK 22, but JDK 25 has none where standard input is no terminal.
    @SuppressWarnings("SystemConsoleNull")
    private Person person() throws IOException {
        Console console = System.console();
        if (console != null && console.isTerminal()) {
            String who = email == null ? console.readLine("E-mail: ") : email;
            char[] password = console.readPassword("Password: ");
            if (who != null && password != null) {
                return new Person(who.strip(), new String(password));
            }
        } else {
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            String who = email == null ? in.readLine() : email;
            String password = in.readLine();
            if (who != null && password != null) {
                return new Person(who.strip(), password);
            }
        }
        throw new ParameterException(
                spec.commandLine(), "E-mail and password are needed, on the terminal or standard input");
    }
}
