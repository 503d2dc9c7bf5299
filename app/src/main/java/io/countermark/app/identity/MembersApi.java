package io.countermark.app.identity;

import io.countermark.app.platform.Caller;
import io.countermark.app.platform.Needs;
import io.countermark.app.platform.Permission;
import io.countermark.app.platform.Role;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code /v1/members}, {@code /v1/invitations}. */
@RestController
@Needs(Permission.MEMBERS_READ)
class MembersApi {

    private final Roster roster;
    private final Invitations invitations;
    private final InvitationMail mail;

    MembersApi(Roster roster, Invitations invitations, InvitationMail mail) {
        this.roster = roster;
        this.invitations = invitations;
        this.mail = mail;
    }

    record MemberJson(UUID personId, String name, String email, String role, Instant since) {}

    record InvitationJson(UUID id, String email, String role, String invitedBy, Instant createdAt, Instant expiresAt) {}

    record Wanted(@Nullable String email, @Nullable String role) {}

    /**
     * @param path   of the link, on this server; holds the secret
     * @param link   the whole link, where the operator told the public address
     * @param mailed whether the mail server took it
     */
    record InvitedJson(UUID id, String path, @Nullable URI link, Instant expiresAt, boolean mailed) {}

    record RoleChange(@Nullable String role) {}

    @GetMapping("/v1/members")
    List<MemberJson> members(@AuthenticationPrincipal Caller caller) {
        return roster.list(caller).stream()
                .map(member -> new MemberJson(
                        member.personId(), member.name(), member.email(), word(member.role()), member.since()))
                .toList();
    }

    @Needs(Permission.MEMBERS_WRITE)
    @PatchMapping("/v1/members/{personId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void change(@AuthenticationPrincipal Caller caller, @PathVariable String personId, @RequestBody RoleChange body) {
        roster.changeRole(caller, IdentityApi.uuid(personId), FormField.role(given(body.role())));
    }

    @Needs(Permission.MEMBERS_WRITE)
    @DeleteMapping("/v1/members/{personId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void end(@AuthenticationPrincipal Caller caller, @PathVariable String personId) {
        roster.end(caller, IdentityApi.uuid(personId));
    }

    @GetMapping("/v1/invitations")
    List<InvitationJson> invitations(@AuthenticationPrincipal Caller caller) {
        return invitations.list(caller).stream()
                .map(open -> new InvitationJson(
                        open.id(),
                        open.email(),
                        word(open.role()),
                        open.invitedBy(),
                        open.createdAt(),
                        open.expiresAt()))
                .toList();
    }

    @Needs(Permission.MEMBERS_WRITE)
    @PostMapping("/v1/invitations")
    @ResponseStatus(HttpStatus.CREATED)
    InvitedJson invite(@AuthenticationPrincipal Caller caller, @RequestBody Wanted body, Locale language) {
        Invitations.Made made = invitations.invite(caller, given(body.email()), FormField.role(given(body.role())));
        boolean mailed = mail.send(made, caller, language);
        return new InvitedJson(made.id(), made.path(), mail.link(made).orElse(null), made.expiresAt(), mailed);
    }

    @Needs(Permission.MEMBERS_WRITE)
    @DeleteMapping("/v1/invitations/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void withdraw(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
        invitations.withdraw(caller, IdentityApi.uuid(id));
    }

    private static String word(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }

    private static String given(@Nullable String text) {
        return text == null ? "" : text;
    }
}
