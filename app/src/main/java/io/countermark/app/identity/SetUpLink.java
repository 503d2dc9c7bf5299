package io.countermark.app.identity;

import java.util.Optional;

/** The way in for the first person. */
public interface SetUpLink {

    /** Path and query of the one-time link, {@code /setup?token=...}; empty once there is an owner. The token in it is a secret. */
    Optional<String> path();
}
