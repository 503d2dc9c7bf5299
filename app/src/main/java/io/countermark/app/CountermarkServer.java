package io.countermark.app;

import io.countermark.app.identity.SetUpLink;
import io.countermark.app.platform.RefusedToStartException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextClosedEvent;

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
 * <p>SIGTERM and SIGINT stop it in order: running requests end (bounded), then the web server, the pool and the database go.
 *
 * <p>A training run for an AOT cache is {@link #rehearse()}: a whole start on a throw-away folder, a few requests, a clean stop. It
 * starts a PostgreSQL of its own, since what connects, migrates and serves is most of what is worth having in the cache; where none can
 * be started it throws {@link ServeException}, and the launcher goes without a cache.
 */
public final class CountermarkServer implements AutoCloseable {

    private final ConfigurableApplicationContext context;
    private final URI address;
    private final CountDownLatch stopped = new CountDownLatch(1);

    private CountermarkServer(ConfigurableApplicationContext context, ServeOptions options) {
        this.context = context;
        this.address = options.publicAddress() == null ? local(context, options) : URI.create(options.publicAddress());
        // A signal closes the context by Spring's shutdown hook, not by close() below.
        context.addApplicationListener((ContextClosedEvent event) -> {
            if (event.getApplicationContext().equals(context)) {
                stopped.countDown();
            }
        });
    }

    /**
     * Starts and returns when requests are answered.
     *
     * @throws ServeException when it can't start, with a message for the person at the terminal
     */
    public static CountermarkServer start(ServeOptions options) {
        SpringApplication application = new SpringApplication(Countermark.class);
        application.setBannerMode(Banner.Mode.OFF);
        application.setLogStartupInfo(false);
        try {
            return new CountermarkServer(application.run(arguments(options)), options);
        } catch (RuntimeException e) {
            // Spring wraps what a bean threw in one of many types; the cause that speaks to the operator is dug out,
            // all else passes.
            throw explained(e, options);
        }
    }

    /** As arguments, since these stand above application.yml and the environment. */
    private static String[] arguments(ServeOptions options) {
        return properties(options).entrySet().stream()
                .map(property -> "--" + property.getKey() + "=" + property.getValue())
                .toArray(String[]::new);
    }

    private static Map<String, Object> properties(ServeOptions options) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("countermark.data", options.dataFolder().toString());
        properties.put("server.address", options.host());
        properties.put("server.port", options.port());
        if (options.databaseUrl() != null) {
            properties.put("countermark.database.url", options.databaseUrl());
        }
        if (options.publicAddress() != null) {
            properties.put("countermark.public-address", options.publicAddress());
        }
        if (options.jsonLogs()) {
            properties.put("logging.structured.format.console", "ecs");
        }
        if (options.quiet()) {
            properties.put("logging.level.root", "warn");
            properties.put("logging.level.io.countermark", "warn");
        }
        return properties;
    }

    private static RuntimeException explained(RuntimeException failure, ServeOptions options) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RefusedToStartException) {
                return new ServeException(String.valueOf(cause.getMessage()), failure);
            }
            if (cause instanceof PortInUseException) {
                return new ServeException(
                        "Port " + options.port() + " of " + options.host() + " is taken; choose another with --port",
                        failure);
            }
        }
        return failure;
    }

    private static URI local(ConfigurableApplicationContext context, ServeOptions options) {
        int port = Objects.requireNonNull(((ServletWebServerApplicationContext) context).getWebServer())
                .getPort();
        String host = List.of("0.0.0.0", "::").contains(options.host()) ? "localhost" : options.host();
        return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port);
    }

    /**
     * Starts on a temporary folder with any port, asks for the pages that need no account, stops, removes the folder.
     *
     * @throws ServeException when no server can be started here
     */
    public static void rehearse() {
        try {
            Path folder = Files.createTempDirectory("countermark-rehearsal");
            try (CountermarkServer server =
                    start(ServeOptions.in(folder).withPort(0).withQuiet(true))) {
                server.visit("/health", "/login", "/setup", "/v1/me", "/css/countermark.css");
            } finally {
                delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void visit(String... paths) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (String path : paths) {
                client.send(
                        HttpRequest.newBuilder(address.resolve(path)).build(), HttpResponse.BodyHandlers.discarding());
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    /** Where it answers, for example {@code http://127.0.0.1:8080}. */
    public URI address() {
        return address;
    }

    /** The one-time link that makes the owner's account; null once there is one. A secret: show it to the operator only. */
    public @Nullable URI setupLink() {
        return context.getBean(SetUpLink.class)
                .path()
                .map(path -> URI.create(address + path))
                .orElse(null);
    }

    /** Returns when the server has been closed, by {@link #close()} or a signal. */
    public void awaitStop() throws InterruptedException {
        stopped.await();
    }

    /** Lets running requests end (bounded), then stops the server and its database. */
    @Override
    public void close() {
        context.close();
    }
}
