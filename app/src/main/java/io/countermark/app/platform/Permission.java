package io.countermark.app.platform;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What somebody may do in an organisation. A route names one with {@link Needs}; a {@link Role} is a set of them, so is an API key. */
public enum Permission {
    /** Sees works, their protected pictures, timelines and proofs. */
    WORKS_READ,
    /** Registers works and revisions, changes their data. */
    WORKS_WRITE,
    /** Takes the original out: makes evidence packages. */
    EVIDENCE,
    /** Revokes the certificates that the organisation's pictures are signed with. */
    CREDENTIALS_REVOKE,
    /** Asks whether a picture is known. */
    CHECK,
    /** Sees to whom works are shown. */
    SHARES_READ,
    /** Shows works to others, and ends that. */
    SHARES_WRITE,
    LICENCES_READ,
    LICENCES_WRITE,
    CASES_READ,
    CASES_WRITE,
    MONEY_READ,
    MONEY_WRITE,
    /** Sees who belongs to the organisation and who is invited. */
    MEMBERS_READ,
    /** Invites people, gives and takes roles. */
    MEMBERS_WRITE,
    /** One's own account, keys and sessions: what everybody who belongs to the organisation may. */
    ACCOUNT;

    /** As API keys and documents write it: {@code works:read}. */
    public String scope() {
        return name().toLowerCase(Locale.ROOT).replace('_', ':');
    }

    /** The permission of that scope; empty when there is none. */
    public static Optional<Permission> ofScope(String scope) {
        return Arrays.stream(values())
                .filter(permission -> permission.scope().equals(scope))
                .findFirst();
    }
}
