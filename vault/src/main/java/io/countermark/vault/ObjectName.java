package io.countermark.vault;

import java.util.UUID;

/**
 * Where an object stands in the vault; bound into its encryption.
 *
 * @param tenant  the organisation it belongs to
 * @param object  its id
 * @param version 1 for the first
 */
public record ObjectName(UUID tenant, UUID object, int version) {
    public ObjectName {
        if (version < 1) {
            throw new IllegalArgumentException("Versions count from 1");
        }
    }
}
