package io.countermark.credentials;

import com.upokecenter.cbor.CBORObject;
import io.countermark.credentials.ManifestDefinition.SoftBinding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The soft bindings of a manifest (C2PA 2.4, 18.10). */
final class SoftBindings {

    private static final int MAX_BINDINGS = 64;

    private SoftBindings() {}

    static List<SoftBinding> of(Manifest manifest) {
        List<SoftBinding> bindings = new ArrayList<>();
        for (Manifest.Assertion assertion :
                manifest.assertions(label -> Labels.base(label).equals(Labels.SOFT_BINDING))) {
            Optional<String> algorithm = Cbor.textField(assertion.content(), "alg");
            for (CBORObject block : Cbor.items(assertion.content(), "blocks")) {
                Optional<byte[]> value = Cbor.bytesField(block, "value");
                if (algorithm.isPresent() && value.isPresent() && bindings.size() < MAX_BINDINGS) {
                    bindings.add(new SoftBinding(algorithm.get(), value.get()));
                }
            }
        }
        return bindings;
    }
}
