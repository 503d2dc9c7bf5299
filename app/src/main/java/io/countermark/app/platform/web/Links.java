package io.countermark.app.platform.web;

import java.net.URI;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/** Whole links to pages of this server, for people to pass on. */
@Component
public class Links {

    private final Optional<URI> publicAddress;

    Links(@Value("${countermark.public-address:}") String publicAddress) {
        this.publicAddress = publicAddress.isEmpty() ? Optional.empty() : Optional.of(URI.create(publicAddress));
    }

    /**
     * Begins with the address that the operator told; without one, with what the reader's own browser called the server. For the
     * page that answers this reader only: a stranger's request must not decide what a link in a mail begins with.
     */
    public String shown(String path) {
        return publicAddress
                .map(base -> base.resolve(path).toString())
                .orElseGet(() ->
                        ServletUriComponentsBuilder.fromCurrentContextPath().toUriString() + path);
    }
}
