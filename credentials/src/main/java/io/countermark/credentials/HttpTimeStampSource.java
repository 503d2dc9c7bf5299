package io.countermark.credentials;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;

/**
 * A time-stamp authority at an address (RFC 3161, 3.4): one request with a nonce and certReq, an answer of at most 64 KiB
 * within the timeout that is held against the request. Thread-safe.
 */
public final class HttpTimeStampSource implements TimeStampSource {

    private static final int MAX_ANSWER = 64 * 1024;
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final BoundedHttp http;

    /** With a timeout of ten seconds. */
    public HttpTimeStampSource(URI address) {
        this(address, TIMEOUT);
    }

    /** @throws CredentialsException BAD_DEFINITION when the address is neither http nor https */
    public HttpTimeStampSource(URI address, Duration timeout) {
        this.http = new BoundedHttp(address, timeout, MAX_ANSWER).with("Accept", "application/timestamp-reply");
    }

    @Override
    public byte[] token(byte[] sha256) throws IOException {
        TimeStampRequestGenerator generator = new TimeStampRequestGenerator();
        generator.setCertReq(true);
        TimeStampRequest request = generator.generate(TSPAlgorithms.SHA256, sha256, new BigInteger(64, RANDOM));
        byte[] answer = http.post("application/timestamp-query", request.getEncoded());
        try {
            TimeStampResponse response = new TimeStampResponse(answer);
            response.validate(request);
            if (response.getTimeStampToken() == null) {
                throw new IOException(http.address() + " refuses the time-stamp: " + response.getStatusString());
            }
            return response.getTimeStampToken().getEncoded();
        } catch (TSPException | RuntimeException e) {
            // BouncyCastle answers hostile DER with unchecked exceptions of many kinds.
            throw new IOException(http.address() + " sent no time-stamp for this request: " + e.getMessage(), e);
        }
    }
}
