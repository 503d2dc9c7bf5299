package io.countermark.credentials;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One POST with a short answer: bounded in time and bytes, no redirects. */
final class BoundedHttp {

    private static final int OK = 200;

    private final HttpClient client;
    private final URI address;
    private final Duration timeout;
    private final int maxAnswer;
    private final Map<String, String> headers = new LinkedHashMap<>();

    /**
     * @param address   http or https
     * @param maxAnswer in bytes
     */
    BoundedHttp(URI address, Duration timeout, int maxAnswer) {
        String scheme = String.valueOf(address.getScheme());
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new CredentialsException(
                    CredentialsException.Reason.BAD_DEFINITION,
                    "An address begins with http: or https:, not " + address);
        }
        this.client = HttpClient.newBuilder()
                .connectTimeout(timeout)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        this.address = address;
        this.timeout = timeout;
        this.maxAnswer = maxAnswer;
    }

    BoundedHttp with(String header, String value) {
        headers.put(header, value);
        return this;
    }

    URI address() {
        return address;
    }

    /** The answer's body, of 200 only. */
    byte[] post(String contentType, byte[] body) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .timeout(timeout)
                .header("Content-Type", contentType)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        // The client's own timeout ends with the headers; a body that trickles would hold the thread for ever.
        CompletableFuture<HttpResponse<byte[]>> sent = client.sendAsync(
                request.build(),
                HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), maxAnswer));
        try {
            HttpResponse<byte[]> response = sent.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            if (response.statusCode() != OK) {
                throw new IOException(address + " answers with status " + response.statusCode());
            }
            return response.body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while waiting for " + address, e);
        } catch (TimeoutException e) {
            throw new IOException(address + " did not answer within " + timeout.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            String message = e.getCause() == null ? null : e.getCause().getMessage();
            throw new IOException(address + ": " + (message == null ? "can't be reached" : message), e);
        } finally {
            sent.cancel(true);
        }
    }
}
