package io.countermark.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Asks whoever sits at the terminal; without one the answers are the lines of standard input. */
sealed interface Questions {

    /** The answer; null at the end of input. */
    @Nullable
    String line(String question) throws IOException;

    /** An answer that is not shown while it is typed; null at the end of input. */
    @Nullable
    String secret(String question) throws IOException;

    // Error Prone takes it for never null since JDK 22, but JDK 25 has none where standard input is no terminal.
    @SuppressWarnings("SystemConsoleNull")
    static Questions open() {
        Console console = System.console();
        return console != null && console.isTerminal()
                ? new Terminal(console)
                : new Lines(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)));
    }

    record Terminal(Console console) implements Questions {

        @Override
        public @Nullable String line(String question) {
            return console.readLine("%s", question);
        }

        @Override
        public @Nullable String secret(String question) {
            char[] typed = console.readPassword("%s", question);
            return typed == null ? null : new String(typed);
        }
    }

    /** Asks nothing: the input is made by a program. */
    record Lines(BufferedReader in) implements Questions {

        @Override
        public @Nullable String line(String question) throws IOException {
            return in.readLine();
        }

        @Override
        public @Nullable String secret(String question) throws IOException {
            return in.readLine();
        }
    }
}
