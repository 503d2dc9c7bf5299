package io.countermark.app;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * The running server: one process, one PostgreSQL, one data folder.
 *
 * <pre>{@code
 * try (CountermarkServer server = CountermarkServer.start(ServeOptions.in(Path.of("data")).withPort(0))) {
 *     System.out.println(server.address());
 *     server.awaitStop();
 * }
 * }</pre>
 *
 * A training run for an AOT cache is {@link #rehearse()}: a whole start on a throw-away folder, a few requests, a clean stop.
 */
public final class CountermarkServer implements AutoCloseable {

    private CountermarkServer() {}

    /**
     * Starts and returns when requests are answered.
     *
     * @throws ServeException when it can't start, with a message for the person at the terminal
     */
    public static CountermarkServer start(ServeOptions options) {
        throw new UnsupportedOperationException();
    }

    /** Starts on a temporary folder with any port, asks for the sign-in page and a picture-less check, stops, removes the folder. */
    public static void rehearse() {
        throw new UnsupportedOperationException();
    }

    /** Where it answers, for example {@code http://127.0.0.1:8080}. */
    public URI address() {
        throw new UnsupportedOperationException();
    }

    /** The one-time link that makes the owner's account; null once there is one. A secret: show it to the operator only. */
    public @Nullable URI setupLink() {
        throw new UnsupportedOperationException();
    }

    /** Returns when the server has been closed, by {@link #close()} or a signal. */
    public void awaitStop() throws InterruptedException {
        throw new UnsupportedOperationException();
    }

    /** Lets running requests end (bounded), then stops the server and its database. */
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
