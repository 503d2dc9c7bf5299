package io.countermark.app.identity;

import io.countermark.app.platform.Caller;
import io.countermark.app.platform.Needs;
import io.countermark.app.platform.Permission;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code /v1/sign-ins}: the browsers that a person has signed in with. */
@RestController
@Needs(Permission.ACCOUNT)
class AccountApi {

    private final SignIns signIns;

    AccountApi(SignIns signIns) {
        this.signIns = signIns;
    }

    @GetMapping("/v1/sign-ins")
    List<SignIns.Listed> signIns(@AuthenticationPrincipal Caller caller) {
        return signIns.list(caller.memberId());
    }

    @DeleteMapping("/v1/sign-ins/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void end(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
        signIns.end(caller.memberId(), IdentityApi.uuid(id));
    }
}
