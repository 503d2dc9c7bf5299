package io.countermark.credentials;

import com.upokecenter.cbor.CBORObject;
import io.countermark.credentials.CoseSigner.TokenTooLongException;
import io.countermark.credentials.CredentialsException.Reason;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Somebody besides the claim's signer who speaks for the asset, by an X.509 certificate: what a {@code cawg.identity} assertion
 * of type {@code cawg.x509.cose} says (CAWG Identity 1.3, 5 and 8.2).
 *
 * @param signer     with a certificate under a root for identities
 * @param roles      of {@link #ROLES}; empty when not told
 * @param assertions labels of what is spoken for besides the file itself, for example {@code cawg.metadata}
 * @param timeStamps for the identity's own signature; null for none
 */
public record Identity(
        ClaimSigner signer,
        List<String> roles,
        List<String> assertions,
        @Nullable TimeStampSource timeStamps) {

    /** The roles of the standard (5.1.2); others begin with a reverse domain name. */
    public static final Set<String> ROLES = Set.of(
            "cawg.creator",
            "cawg.contributor",
            "cawg.editor",
            "cawg.producer",
            "cawg.publisher",
            "cawg.sponsor",
            "cawg.translator");

    private static final String TYPE = "cawg.x509.cose";

    public Identity {
        roles = List.copyOf(roles);
        assertions = List.copyOf(assertions);
        for (String role : roles) {
            if (role.startsWith("cawg.") && !ROLES.contains(role)) {
                throw new CredentialsException(Reason.BAD_DEFINITION, "There is no role " + role + " in CAWG Identity");
            }
        }
    }

    /** The assertion as long as it will be. */
    byte[] blank(ManifestDraft draft, String hardBinding, int room) {
        CoseSigner cose = new CoseSigner(signer, timeStamps, List.of(), room);
        return Cbor.encode(assertion(payload(draft, hardBinding), cose.placeholder()));
    }

    /** The assertion over what stands in the draft now. */
    byte[] sign(ManifestDraft draft, String hardBinding, int room) throws TokenTooLongException {
        CBORObject payload = payload(draft, hardBinding);
        CoseSigner cose = new CoseSigner(signer, timeStamps, List.of(), room);
        return Cbor.encode(assertion(payload, cose.sign(Cbor.encode(payload))));
    }

    private CBORObject payload(ManifestDraft draft, String hardBinding) {
        Set<String> labels = new LinkedHashSet<>();
        labels.add(hardBinding);
        labels.addAll(assertions);
        List<CBORObject> references = new ArrayList<>();
        for (String label : labels) {
            references.add(draft.reference(label)
                    .orElseThrow(() -> new CredentialsException(
                            Reason.BAD_DEFINITION, "The identity speaks for " + label + ", which is not there")));
        }
        // In this order: c2pa-rs verifies over fields it writes anew, and is found to accept this order only.
        CBORObject payload = CBORObject.NewOrderedMap();
        payload.set(Cbor.text("referenced_assertions"), Cbor.array(references));
        payload.set(Cbor.text("sig_type"), Cbor.text(TYPE));
        if (!roles.isEmpty()) {
            payload.set(
                    Cbor.text("role"), Cbor.array(roles.stream().map(Cbor::text).toList()));
        }
        return payload;
    }

    private static CBORObject assertion(CBORObject payload, byte[] signature) {
        CBORObject content = Cbor.map();
        content.set(Cbor.text("signer_payload"), payload);
        content.set(Cbor.text("signature"), Cbor.bytes(signature));
        content.set(Cbor.text("pad1"), Cbor.bytes(new byte[0]));
        return content;
    }
}
