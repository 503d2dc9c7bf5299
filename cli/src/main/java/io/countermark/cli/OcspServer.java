package io.countermark.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.countermark.credentials.OcspResponder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** OCSP over HTTP (RFC 6960, Appendix A): POST of a request, or GET with one in Base64 as the last part of the path. */
final class OcspServer implements AutoCloseable {

    private static final int THREADS = 8;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

    private OcspServer(HttpServer server) {
        this.server = server;
    }

    static OcspServer start(OcspResponder responder, InetSocketAddress address) throws IOException {
        OcspServer ocsp = new OcspServer(HttpServer.create(address, 0));
        ocsp.server.createContext("/", exchange -> {
            try (exchange) {
                answer(responder, exchange);
            }
        });
        ocsp.server.setExecutor(ocsp.threads);
        ocsp.server.start();
        return ocsp;
    }

    int port() {
        return server.getAddress().getPort();
    }

    private static void answer(OcspResponder responder, HttpExchange exchange) throws IOException {
        byte[] request;
        switch (exchange.getRequestMethod()) {
            case "POST" -> request = exchange.getRequestBody().readNBytes(OcspResponder.MAX_REQUEST + 1);
            case "GET" -> request = inPath(exchange.getRequestURI().getRawPath());
            default -> {
                exchange.getResponseHeaders().set("Allow", "GET, POST");
                exchange.sendResponseHeaders(405, -1);
                return;
            }
        }
        byte[] response = responder.answer(request);
        exchange.getResponseHeaders().set("Content-Type", "application/ocsp-response");
        exchange.sendResponseHeaders(200, response.length);
        exchange.getResponseBody().write(response);
    }

    /** What is no request becomes an empty one, which is answered as malformed. */
    private static byte[] inPath(String path) {
        try {
            String base64 = URLDecoder.decode(path.substring(1).replace("+", "%2B"), StandardCharsets.US_ASCII);
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
