package io.countermark.app.identity;

import io.countermark.app.platform.Caller;
import io.countermark.app.platform.Needs;
import io.countermark.app.platform.OpenToAll;
import io.countermark.app.platform.Permission;
import io.countermark.app.platform.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code /v1/setup}, {@code /v1/api-keys}, {@code /v1/me}. */
@RestController
@Needs(Permission.ACCOUNT)
class IdentityApi {

    private final SetUp setUp;
    private final SignIn signIn;
    private final ApiKeys apiKeys;

    IdentityApi(SetUp setUp, SignIn signIn, ApiKeys apiKeys) {
        this.setUp = setUp;
        this.signIn = signIn;
        this.apiKeys = apiKeys;
    }

    record SetUpRequest(
            @Nullable String token,
            @Nullable String organisation,
            @Nullable String name,
            @Nullable String email,
            @Nullable String password) {

        /** Never shows a secret. */
        @Override
        public String toString() {
            return "SetUpRequest[" + organisation + "]";
        }
    }

    record SetUpAnswer(UUID organisationId, UUID personId, String apiKey) {}

    record KeyRequest(
            @Nullable String email,
            @Nullable String password,
            @Nullable String code,
            @Nullable String label,
            @Nullable List<String> scopes) {

        /** Never shows a secret. */
        @Override
        public String toString() {
            return "KeyRequest[" + label + "]";
        }
    }

    record KeyAnswer(UUID id, String apiKey) {}

    record Me(
            UUID personId,
            String name,
            String email,
            UUID organisationId,
            String organisation,
            String role,
            List<String> permissions) {}

    @OpenToAll("The one-time token is checked")
    @PostMapping("/v1/setup")
    @ResponseStatus(HttpStatus.CREATED)
    SetUpAnswer setUp(@RequestBody SetUpRequest body, HttpServletRequest request) {
        SetUp.Form form = new SetUp.Form(
                given(body.organisation()), given(body.name()), given(body.email()), given(body.password()));
        SetUp.Done done = setUp.complete(new Secret(given(body.token())), form, request.getRemoteAddr());
        return new SetUpAnswer(
                done.owner().tenantId(),
                done.owner().memberId(),
                done.key().secret().text());
    }

    @OpenToAll("The password is checked")
    @PostMapping("/v1/api-keys")
    @ResponseStatus(HttpStatus.CREATED)
    KeyAnswer makeKey(@RequestBody KeyRequest body, HttpServletRequest request) {
        Caller caller =
                signIn.signIn(given(body.email()), given(body.password()), body.code(), request.getRemoteAddr());
        List<String> scopes = body.scopes() == null ? List.of() : body.scopes();
        ApiKeys.Made made = apiKeys.make(caller, body.label() == null ? "API" : body.label(), scopes);
        return new KeyAnswer(made.id(), made.secret().text());
    }

    @GetMapping("/v1/api-keys")
    List<ApiKeys.Listed> keys(@AuthenticationPrincipal Caller caller) {
        return apiKeys.list(caller);
    }

    @DeleteMapping("/v1/api-keys/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void revokeKey(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
        apiKeys.revoke(caller, uuid(id));
    }

    @GetMapping("/v1/me")
    Me me(@AuthenticationPrincipal Caller caller) {
        return new Me(
                caller.memberId(),
                caller.name(),
                caller.email(),
                caller.tenantId(),
                caller.organisation(),
                caller.role().name().toLowerCase(java.util.Locale.ROOT),
                caller.permissions().stream().map(Permission::scope).sorted().toList());
    }

    /** A malformed id is an id that nothing has. */
    static UUID uuid(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw Problem.NOT_FOUND.because("There is nothing with this id.");
        }
    }

    private static String given(@Nullable String text) {
        return text == null ? "" : text;
    }
}
