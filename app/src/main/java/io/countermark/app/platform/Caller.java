package io.countermark.app.platform;

import java.io.Serializable;
import java.util.UUID;

/**
 * Who acts, and for which organisation: the principal of every request that has signed in, by session or by API key. Take it in a
 * controller as {@code @AuthenticationPrincipal Caller caller}.
 *
 * @param tenantId     the organisation's id, the argument of {@code Tenancy.in}
 * @param organisation its name
 * @param memberId     the person's id; for an API key that of the person who made it
 * @param name         the person's name
 * @param email        the person's address
 * @param role         in this organisation
 */
public record Caller(UUID tenantId, String organisation, UUID memberId, String name, String email, Role role)
        implements Serializable {

    /** Tells who without personal data, for logs; Spring Security calls it the name of the principal. */
    @Override
    public String toString() {
        return "person " + memberId + " of " + tenantId;
    }
}
