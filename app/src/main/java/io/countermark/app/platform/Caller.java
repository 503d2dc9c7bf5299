package io.countermark.app.platform;

import java.io.Serializable;
import java.util.EnumSet;
import java.util.Set;
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
 * @param permissions  what this request may do: the role's, for an API key those of them that the key was made for
 */
public record Caller(
        UUID tenantId,
        String organisation,
        UUID memberId,
        String name,
        String email,
        Role role,
        Set<Permission> permissions)
        implements Serializable {

    public Caller {
        permissions = Set.copyOf(permissions);
    }

    /** A person with all that the role may. */
    public Caller(UUID tenantId, String organisation, UUID memberId, String name, String email, Role role) {
        this(tenantId, organisation, memberId, name, email, role, role.permissions());
    }

    public boolean may(Permission permission) {
        return permissions.contains(permission);
    }

    /** The same person with no more than these: a key can't do what its maker may not. */
    public Caller limitedTo(Set<Permission> scopes) {
        EnumSet<Permission> both = EnumSet.noneOf(Permission.class);
        both.addAll(permissions);
        both.retainAll(scopes);
        return new Caller(tenantId, organisation, memberId, name, email, role, both);
    }

    /** Tells who without personal data, for logs; Spring Security calls it the name of the principal. */
    @Override
    public String toString() {
        return "person " + memberId + " of " + tenantId;
    }
}
