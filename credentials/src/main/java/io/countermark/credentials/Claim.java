package io.countermark.credentials;

import com.upokecenter.cbor.CBORObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A claim (C2PA 2.4, 10.2; version 1 as in 1.x).
 *
 * @param version   1 or 2
 * @param bytes     as stored; what the signature is over
 * @param generator name and version of the claim generator
 * @param created   created assertions; all assertions of a version 1 claim
 * @param redacted  JUMBF URIs
 * @param algorithm label of the default hash algorithm
 */
record Claim(
        int version,
        byte[] bytes,
        CBORObject content,
        String generator,
        String signature,
        List<HashedUri> created,
        List<HashedUri> gathered,
        List<String> redacted,
        String algorithm) {

    private static final int MAX_ASSERTIONS = 2048;

    /** Created first, then gathered. */
    List<HashedUri> assertions() {
        return Stream.concat(created.stream(), gathered.stream()).toList();
    }

    /** @throws MalformedStoreException claim.cbor.invalid or claim.malformed */
    static Claim parse(Superbox box) throws MalformedStoreException {
        byte[] bytes = box.content("cbor").orElseThrow(() -> malformed("The claim box holds no CBOR"));
        CBORObject content = Cbor.decode(bytes, StatusCode.CLAIM_CBOR_INVALID);
        if (!Cbor.isMap(content)) {
            throw malformed("The claim is no map");
        }
        int version = box.label().equals(Labels.CLAIM_V2) ? 2 : 1;
        String list = version == 2 ? "created_assertions" : "assertions";
        List<HashedUri> created = uris(content, list);
        List<HashedUri> gathered = version == 2 ? uris(content, "gathered_assertions") : List.of();
        if (created.isEmpty() && gathered.isEmpty()) {
            throw malformed("The claim names no assertions in " + list);
        }
        if (created.size() + gathered.size() > MAX_ASSERTIONS) {
            throw malformed("More than " + MAX_ASSERTIONS + " assertions");
        }
        if (Cbor.textField(content, "instanceID").isEmpty()) {
            throw malformed("The claim has no text instanceID");
        }
        String generator = version == 2 ? generatorInfo(content) : requireText(content, "claim_generator");
        return new Claim(
                version,
                bytes,
                content,
                generator,
                requireText(content, "signature"),
                created,
                gathered,
                redacted(content),
                Cbor.textField(content, "alg").orElse(HashAlgorithm.SHA256.label()));
    }

    private static List<HashedUri> uris(CBORObject content, String field) throws MalformedStoreException {
        List<HashedUri> uris = new ArrayList<>();
        for (CBORObject item : Cbor.items(content, field)) {
            uris.add(HashedUri.of(item).orElseThrow(() -> malformed("An entry of " + field + " is no hashed URI")));
        }
        return uris;
    }

    private static String generatorInfo(CBORObject content) throws MalformedStoreException {
        CBORObject info = Cbor.field(content, "claim_generator_info")
                .filter(Cbor::isMap)
                .orElseThrow(() -> malformed("The claim has no map claim_generator_info"));
        String name = requireText(info, "name");
        return Cbor.textField(info, "version")
                .map(version -> name + "/" + version)
                .orElse(name);
    }

    private static String requireText(CBORObject content, String field) throws MalformedStoreException {
        Optional<String> value = Cbor.textField(content, field).filter(text -> !text.isEmpty());
        return value.orElseThrow(() -> malformed("The claim has no text " + field));
    }

    private static List<String> redacted(CBORObject content) {
        return Cbor.items(content, "redacted_assertions").stream()
                .flatMap(item -> Cbor.asText(item).stream())
                .toList();
    }

    private static MalformedStoreException malformed(String detail) {
        return new MalformedStoreException(StatusCode.CLAIM_MALFORMED, detail);
    }
}
