package io.countermark.app.platform;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** What a member does in an organisation, and so may see and do. The table stands in {@code docs/operators.md}. */
public enum Role {
    OWNER,
    RIGHTS_MANAGER,
    OPERATIONS,
    MARKETING,
    CUSTOMER_SERVICE,
    LOGISTICS,
    LEGAL,
    REVIEWER,
    AUDITOR,
    AGENCY;

    /** What this role may; never changes while the server runs. */
    public Set<Permission> permissions() {
        return Collections.unmodifiableSet(permissionsOf(this));
    }

    /** As Spring Security names it, for example {@code ROLE_RIGHTS_MANAGER}. */
    public String authority() {
        return "ROLE_" + name();
    }

    private static EnumSet<Permission> permissionsOf(Role role) {
        EnumSet<Permission> granted = switch (role) {
            case OWNER -> EnumSet.allOf(Permission.class);
            case RIGHTS_MANAGER ->
                EnumSet.of(
                        Permission.WORKS_WRITE,
                        Permission.EVIDENCE,
                        Permission.SHARES_READ,
                        Permission.SHARES_WRITE,
                        Permission.LICENCES_READ,
                        Permission.LICENCES_WRITE,
                        Permission.CASES_READ,
                        Permission.CASES_WRITE,
                        Permission.MONEY_READ);
            case OPERATIONS ->
                EnumSet.of(
                        Permission.WORKS_WRITE,
                        Permission.SHARES_READ,
                        Permission.SHARES_WRITE,
                        Permission.LICENCES_READ,
                        Permission.CASES_READ);
            case MARKETING ->
                EnumSet.of(
                        Permission.WORKS_WRITE,
                        Permission.SHARES_READ,
                        Permission.SHARES_WRITE,
                        Permission.LICENCES_READ);
            case CUSTOMER_SERVICE ->
                EnumSet.of(Permission.LICENCES_READ, Permission.CASES_READ, Permission.CASES_WRITE);
            case LOGISTICS -> EnumSet.noneOf(Permission.class);
            case LEGAL ->
                EnumSet.of(
                        Permission.EVIDENCE,
                        Permission.LICENCES_READ,
                        Permission.LICENCES_WRITE,
                        Permission.CASES_READ,
                        Permission.CASES_WRITE,
                        Permission.SHARES_READ,
                        Permission.MONEY_READ);
            case REVIEWER -> EnumSet.of(Permission.CASES_READ, Permission.CASES_WRITE);
            case AUDITOR ->
                EnumSet.of(
                        Permission.MEMBERS_READ,
                        Permission.SHARES_READ,
                        Permission.LICENCES_READ,
                        Permission.CASES_READ,
                        Permission.MONEY_READ);
            case AGENCY ->
                EnumSet.of(
                        Permission.EVIDENCE, Permission.LICENCES_READ, Permission.CASES_READ, Permission.CASES_WRITE);
        };
        // Whoever belongs to an organisation sees its works, may ask about a picture, and has an account.
        granted.addAll(EnumSet.of(Permission.WORKS_READ, Permission.CHECK, Permission.ACCOUNT));
        return granted;
    }
}
