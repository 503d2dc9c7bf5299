package io.countermark.transparency;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Requests whose answers are bounded in bytes and, with their bodies, in time. Thread-safe. */
final class BoundedHttp {

    private final HttpClient client;
    private final Duration patience;
    private final int maxAnswer;

    /**
     * @param status of HTTP
     * @param body   whole
     */
    record Answer(int status, byte[] body) {}

    /**
     * @param patience  for a whole exchange
     * @param maxAnswer in bytes
     */
    BoundedHttp(Duration patience, int maxAnswer) {
        this.client = HttpClient.newBuilder()
                .connectTimeout(patience)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
        this.patience = patience;
        this.maxAnswer = maxAnswer;
    }

    /** @throws LogException IO when it is not an address of HTTP */
    static URI address(String text) {
        try {
            URI address = URI.create(text);
            String scheme = address.getScheme();
            if (address.getHost() != null && ("http".equals(scheme) || "https".equals(scheme))) {
                return address;
            }
        } catch (IllegalArgumentException e) {
            throw new LogException(LogException.Reason.IO, "Not an address: " + text, e);
        }
        throw new LogException(LogException.Reason.IO, "Not an http or https address: " + text);
    }

    /** @throws FileNotFoundException for 404 and 410 */
    byte[] get(URI address) throws IOException {
        Answer answer = exchange(HttpRequest.newBuilder(address).GET().build());
        if (answer.status() == 404 || answer.status() == 410) {
            throw new FileNotFoundException(address + ": not there (status " + answer.status() + ")");
        }
        if (answer.status() != 200) {
            throw new IOException(address + " answers with status " + answer.status());
        }
        return answer.body();
    }

    Answer post(URI address, String body) throws IOException {
        return exchange(HttpRequest.newBuilder(address)
                .header("Content-Type", "text/plain; charset=utf-8")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private Answer exchange(HttpRequest request) throws IOException {
        // The client's own timeout ends with the headers; a body that trickles would hold the thread for ever.
        CompletableFuture<HttpResponse<byte[]>> sent = client.sendAsync(
                request, HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), maxAnswer));
        try {
            HttpResponse<byte[]> response = sent.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return new Answer(response.statusCode(), response.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while waiting for " + request.uri(), e);
        } catch (TimeoutException e) {
            throw new IOException(request.uri() + " did not answer within " + patience.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            String why = e.getCause() == null ? null : e.getCause().getMessage();
            throw new IOException(request.uri() + ": " + (why == null ? "can't be reached" : why), e);
        } finally {
            sent.cancel(true);
        }
    }
}
