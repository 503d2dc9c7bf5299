package io.countermark.app.screening;

import io.countermark.imaging.Picture;
import java.util.UUID;

/**
 * A picture being checked; nothing of it outlives the check.
 *
 * @param tenantId whose works it is checked against
 * @param file     as it was sent
 * @param picture  decoded
 */
record Suspect(UUID tenantId, byte[] file, Picture picture) {}
