package io.countermark.app.protection;

import io.countermark.app.library.Asset;
import io.countermark.app.library.Marking;
import io.countermark.credentials.ManifestDefinition;
import io.countermark.credentials.ManifestSigner;
import io.countermark.credentials.ManifestValidator;
import io.countermark.credentials.SoftBindingAlgorithm;
import io.countermark.credentials.ValidationReport;
import io.countermark.fingerprint.PdqHash;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** Signs what was made from an original with a C2PA manifest that names the original as its parent. */
@Component
class RenditionSigner {

    private static final ManifestDefinition.Generator GENERATOR =
            new ManifestDefinition.Generator("Countermark", "0.1");

    private final Authority authority;

    RenditionSigner(Authority authority) {
        this.authority = authority;
    }

    /**
     * @param asset    the original
     * @param original its bytes
     * @param pdq      fingerprint of what is signed
     * @param marking  what came of marking it
     * @param changes  what was done besides, in order
     */
    record Made(Asset asset, byte[] original, PdqHash pdq, Marking marking, List<ManifestDefinition.Action> changes) {

        Made {
            changes = List.copyOf(changes);
        }
    }

    /** @param file without credentials */
    byte[] sign(byte[] file, Made made, Instant now) {
        ManifestDefinition definition = new ManifestDefinition(
                made.asset().title(),
                GENERATOR,
                actions(made, now),
                softBindings(made),
                new ManifestDefinition.Parent(
                        made.asset().title(), made.asset().format().mediaType(), made.original()));
        return new ManifestSigner(authority.credential(made.asset().tenantId()))
                .sign(file, definition)
                .file();
    }

    /**
     * The active manifest of a file that we signed.
     *
     * @throws ProtectionFailedException when our own signature does not hold
     */
    String activeManifest(byte[] signed, Instant now) {
        ValidationReport report = new ManifestValidator(List.of(authority.root()), List.of()).validate(signed, now);
        String label = report.activeManifest();
        if (report.state() != ValidationReport.State.TRUSTED || label == null) {
            throw new ProtectionFailedException(
                    "signature-not-trusted", "Our own signature does not hold: " + report.summary());
        }
        return label;
    }

    /** We open what somebody made; how they made it is not ours to claim, so the first action is never {@code created}. */
    private static List<ManifestDefinition.Action> actions(Made made, Instant now) {
        List<ManifestDefinition.Action> actions = new ArrayList<>();
        actions.add(new ManifestDefinition.Action("c2pa.opened", now, null, null));
        actions.addAll(made.changes());
        switch (made.marking()) {
            case Marking.Carried carried ->
                actions.add(new ManifestDefinition.Action(
                        "c2pa.watermarked.bound", now, null, "Invisible mark with a 64-bit id"));
            case Marking.Refused refused -> {}
        }
        return actions;
    }

    private static List<ManifestDefinition.SoftBinding> softBindings(Made made) {
        List<ManifestDefinition.SoftBinding> bindings = new ArrayList<>();
        switch (made.marking()) {
            case Marking.Carried carried ->
                bindings.add(new ManifestDefinition.SoftBinding(
                        SoftBindingAlgorithm.MARK.name(),
                        ByteBuffer.allocate(Long.BYTES)
                                .putLong(carried.id().bits())
                                .array()));
            case Marking.Refused refused -> {}
        }
        bindings.add(new ManifestDefinition.SoftBinding(
                SoftBindingAlgorithm.PDQ.name(),
                ByteBuffer.allocate(4 * Long.BYTES)
                        .putLong(made.pdq().w0())
                        .putLong(made.pdq().w1())
                        .putLong(made.pdq().w2())
                        .putLong(made.pdq().w3())
                        .array()));
        return bindings;
    }
}
