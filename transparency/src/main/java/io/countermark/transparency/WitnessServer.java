package io.countermark.transparency;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/**
 * A {@link Witness} over HTTP (c2sp.org/tlog-witness): {@code POST /add-checkpoint}; and for whoever looks on, {@code GET /key} (its
 * verifier key), {@code GET /HEX} and {@code GET /HEX.fork} (HEX is the SHA-256 of a log's origin), the witness's files.
 *
 * <p>A request has at most 64 KiB; of more than 64 at a time the rest is answered 503. It speaks HTTP without TLS and without limits
 * on slow senders but those of the JDK's server ({@code sun.net.httpserver.maxReqTime}): put a reverse proxy before it.
 */
public final class WitnessServer implements AutoCloseable {

    private static final int LONGEST_REQUEST = 64 << 10;
    private static final int AT_A_TIME = 64;
    private static final String TEXT = "text/plain; charset=utf-8";

    private final Witness witness;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore places = new Semaphore(AT_A_TIME);
    private final Consumer<String> journal;
    private final Map<String, String> origins = new TreeMap<>();

    private WitnessServer(Witness witness, HttpServer server, Consumer<String> journal) {
        this.witness = witness;
        this.server = server;
        this.journal = journal;
        witness.origins().forEach(origin -> origins.put(Witness.fileName(origin), origin));
    }

    /**
     * Starts to listen.
     *
     * @param witness closed with the server, also when it can't start
     * @param journal told in one line what became of each checkpoint of a known log
     * @throws LogException IO when the address is taken
     */
    public static WitnessServer start(Witness witness, InetSocketAddress address, Consumer<String> journal) {
        try {
            HttpServer server = HttpServer.create(address, 0);
            WitnessServer made = new WitnessServer(witness, server, journal);
            server.setExecutor(made.threads);
            server.createContext("/", made::handle);
            server.start();
            return made;
        } catch (IOException e) {
            witness.close();
            throw new LogException(LogException.Reason.IO, address + " can't be listened on: " + e.getMessage(), e);
        }
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    /** The key to verify its co-signatures with. */
    public NoteKey key() {
        return witness.key();
    }

    @Override
    public void close() {
        server.stop(1);
        threads.close();
        witness.close();
    }

    private void handle(HttpExchange exchange) throws IOException {
        boolean mayWork = places.tryAcquire();
        try (exchange) {
            send(exchange, mayWork ? answer(exchange) : text(503, "Too many at a time\n"));
        } finally {
            if (mayWork) {
                places.release();
            }
        }
    }

    private Witness.Answer answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String method = exchange.getRequestMethod();
        if (path.equals("/add-checkpoint")) {
            return method.equals("POST") ? add(exchange) : notAllowed(exchange, "POST");
        }
        Optional<String> file = file(path);
        if (file.isEmpty()) {
            return text(404, "Not here\n");
        }
        return method.equals("GET") || method.equals("HEAD")
                ? text(200, file.get())
                : notAllowed(exchange, "GET, HEAD");
    }

    private Witness.Answer add(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(LONGEST_REQUEST + 1);
        if (body.length > LONGEST_REQUEST) {
            return text(413, "A request has at most " + LONGEST_REQUEST + " bytes\n");
        }
        String request = new String(body, StandardCharsets.UTF_8);
        Witness.Answer answer = witness.addCheckpoint(request);
        note(request, answer);
        return answer;
    }

    /** Only what names a log of ours is worth a line; nothing that a stranger sends gets into it. */
    private void note(String request, Witness.Answer answer) {
        String[] lines =
                request.substring(Math.max(0, request.indexOf("\n\n"))).strip().split("\n", 3);
        if (witness.origins().contains(lines[0])) {
            boolean fork = answer.status() == 409 && witness.fork(lines[0]).isPresent();
            String why = answer.status() == 200 ? "co-signed" : "refused with " + answer.status();
            journal.accept(lines[0] + ": " + why + (fork ? "; this log signed two histories, see its .fork file" : ""));
        }
    }

    private Optional<String> file(String path) {
        String name = path.substring(1);
        if (name.equals("key")) {
            return Optional.of(witness.key().text() + "\n");
        }
        boolean fork = name.endsWith(".fork");
        String origin = origins.get(fork ? name.substring(0, name.length() - 5) : name);
        return Optional.ofNullable(origin).flatMap(known -> fork ? witness.fork(known) : witness.latest(known));
    }

    private static Witness.Answer notAllowed(HttpExchange exchange, String allowed) {
        exchange.getResponseHeaders().set("Allow", allowed);
        return text(405, "Not so\n");
    }

    private static Witness.Answer text(int status, String text) {
        return new Witness.Answer(status, TEXT, text);
    }

    private static void send(HttpExchange exchange, Witness.Answer answer) throws IOException {
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", answer.contentType());
        exchange.getResponseHeaders().set("Cache-Control", "no-cache");
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(answer.status(), head ? -1 : body.length);
        if (!head) {
            exchange.getResponseBody().write(body);
        }
    }
}
