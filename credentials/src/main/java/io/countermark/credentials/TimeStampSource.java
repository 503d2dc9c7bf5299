package io.countermark.credentials;

import java.io.IOException;

/** Where time-stamp tokens come from (RFC 3161): an authority on the network ({@link HttpTimeStampSource}) or in this process. */
public interface TimeStampSource {

    /**
     * A token over a message's digest, with the authority's certificate in it.
     *
     * @param sha256 32 bytes
     * @return DER of the bare CMS TimeStampToken
     * @throws IOException when the authority can't be reached, refuses, or answers something else
     */
    byte[] token(byte[] sha256) throws IOException;
}
