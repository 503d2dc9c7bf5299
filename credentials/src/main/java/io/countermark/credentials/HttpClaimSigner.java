package io.countermark.credentials;

import io.countermark.credentials.CredentialsException.Reason;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.SignatureException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;

/**
 * Signs at another machine, which alone has the key. The protocol is small on purpose, so that any key service can be put behind
 * it:
 *
 * <pre>
 * POST address
 * Authorization: Bearer TOKEN
 * Countermark-Algorithm: ES256
 * Content-Type: application/octet-stream      the bytes to be signed (the COSE Sig_structure), at most 64 KiB
 *
 * 200, application/octet-stream               the signature as COSE has it: r and s side by side, or the bare value
 * </pre>
 *
 * The answer is verified with the leaf's key before it is used. Thread-safe.
 *
 * @param chain     leaf first, root left out
 * @param algorithm fits the leaf's key
 */
public record HttpClaimSigner(List<X509Certificate> chain, SignatureAlgorithm algorithm, URI address, String token)
        implements ClaimSigner {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int MAX_ANSWER = 4096;

    public HttpClaimSigner {
        chain = List.copyOf(chain);
        if (chain.isEmpty() || !algorithm.fits(chain.getFirst().getPublicKey())) {
            throw new CredentialsException(Reason.BAD_KEY, "The certificate's key can't sign " + algorithm);
        }
    }

    /** With the algorithm that suits the leaf's key. */
    public HttpClaimSigner(List<X509Certificate> chain, URI address, String token) {
        this(chain, SigningCredential.algorithmOf(chain), address, token);
    }

    @Override
    public byte[] sign(byte[] message) throws GeneralSecurityException {
        try {
            byte[] signature = new BoundedHttp(address, TIMEOUT, MAX_ANSWER)
                    .with("Authorization", "Bearer " + token)
                    .with("Countermark-Algorithm", algorithm.name())
                    .post("application/octet-stream", message);
            if (!algorithm.verify(chain.getFirst().getPublicKey(), message, signature)) {
                throw new SignatureException(address + " did not sign with the key of the certificate");
            }
            return signature;
        } catch (IOException e) {
            throw new SignatureException(e.getMessage(), e);
        }
    }

    /** Never shows the token. */
    @Override
    public String toString() {
        return "HttpClaimSigner[" + address + ", " + chain.getFirst().getSubjectX500Principal() + "]";
    }
}
