package io.countermark.app.rights;

import java.util.UUID;

/** A licence has come into force. */
public record LicenceGranted(UUID licenceId, UUID workId) {}
