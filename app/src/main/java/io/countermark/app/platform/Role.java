package io.countermark.app.platform;

/** What a member does in an organisation, and so may see and do. */
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

    /** As Spring Security names it, for example {@code ROLE_RIGHTS_MANAGER}. */
    public String authority() {
        return "ROLE_" + name();
    }
}
