package io.countermark.credentials;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** Where OCSP responses to staple come from (C2PA 2.4, 14.5.2): the responder a certificate names, or one in this process. */
public interface RevocationSource {

    /**
     * @param chain leaf first
     * @return a DER OCSP response about the leaf; empty when nobody is named to ask
     * @throws IOException when the responder can't be reached or answers something else
     */
    Optional<byte[]> response(List<X509Certificate> chain) throws IOException;
}
