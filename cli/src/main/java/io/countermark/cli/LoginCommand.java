package io.countermark.cli;

import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
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
            "Asks for e-mail and password (without a terminal: two lines of standard input, or one with --email) and, where the account",
            "has a second factor, for its code (the next line), and stores the key in ~/.config/countermark/credentials, readable by you",
            "alone. The password is not kept."
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
        Questions questions = Questions.open();
        Person person = person(questions);
        CredentialFile file = CredentialFile.ofUser(System.getenv());
        file.put(address, key(address, person, questions));
        spec.commandLine().getOut().println("Logged in to " + address + "; the key is in " + file.path());
        return 0;
    }

    private Person person(Questions questions) throws IOException {
        String who = email == null ? questions.line("E-mail: ") : email;
        String password = questions.secret("Password: ");
        if (who == null || password == null) {
            throw new ParameterException(
                    spec.commandLine(), "E-mail and password are needed, on the terminal or standard input");
        }
        return new Person(who.strip(), password);
    }

    private String key(URI address, Person person, Questions questions) throws IOException {
        Map<String, Object> body = new HashMap<>();
        body.put("email", person.email());
        body.put("password", person.password());
        body.put("label", label);
        try (CountermarkApi api = new CountermarkApi(address, null)) {
            try {
                return made(api, body);
            } catch (CommandException e) {
                String code = e.code().equals("code-needed") ? questions.line("One-time code: ") : null;
                if (code == null) {
                    throw e;
                }
                body.put("code", code.strip());
                return made(api, body);
            }
        }
    }

    private static String made(CountermarkApi api, Map<String, Object> body) throws IOException {
        return api.post("/v1/api-keys", body).required("apiKey").asString();
    }
}
