package io.countermark.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.countermark.container.EmbeddedCredentials;
import io.countermark.credentials.ManifestDefinition.Binding;
import io.countermark.credentials.ValidationReport.State;
import io.countermark.credentials.ValidationReport.Status;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Manifest stores beside the file, or at an address that somebody else fetched (C2PA 2.4, 11.4 and 11.5). */
class DetachedStoreTest {

    private final ManifestValidator validator = new ManifestValidator(List.of(Samples.AUTHORITY.root()), List.of());
    private final ManifestSigner signer = new ManifestSigner(Samples.CREDENTIAL, validator);

    @ParameterizedTest
    @ValueSource(strings = {"plain.jpg", "plain.png", "plain.webp", "plain.gif", "plain.tif", "plain.avif"})
    void aStoreBesideTheFileIsTrustedUntilTheFileChanges(String name) {
        byte[] file = EmbeddedCredentials.strip(SignedFiles.all().get(SignedFiles.NAMES.indexOf(name)));
        byte[] store = signer.signDetached(file, Samples.marked(name)).store();

        ValidationReport report = validator.validate(file, store, Samples.NOW);
        assertEquals(State.TRUSTED, report.state(), report.summary());
        assertThat(validator.crJson(file, store, Samples.NOW)).contains("\"urn:c2pa:");
        assertEquals(State.NO_MANIFEST, validator.validate(file, Samples.NOW).state());

        byte[] changed = file.clone();
        changed[changed.length / 2] ^= 1;
        ValidationReport broken = validator.validate(changed, store, Samples.NOW);
        assertThat(broken.state()).isIn(State.INVALID, State.ERROR);
    }

    @Test
    void aBoxesHashHoldsBesideTheFile() {
        byte[] file = Samples.jpeg();
        byte[] store = signer.signDetached(file, Samples.marked("a").withBinding(Binding.BOXES))
                .store();
        assertEquals(State.TRUSTED, validator.validate(file, store, Samples.NOW).state());
    }

    /** Or a signature of one file could be shown with another. */
    @Test
    void aStoreOfAnotherFileIsInvalid() {
        byte[] store = signer.signDetached(Samples.jpeg(), Samples.marked("a")).store();
        ValidationReport report = validator.validate(Samples.png(), store, Samples.NOW);
        assertEquals(State.INVALID, report.state());
        assertThat(report.codes()).extracting(Status::code).contains("assertion.dataHash.mismatch");
    }

    @Test
    void garbageIsAnAnswerNotAnException() {
        assertEquals(
                State.INVALID,
                validator.validate(Samples.jpeg(), new byte[100], Samples.NOW).state());
        assertEquals(
                State.ERROR,
                validator.validate(new byte[100], new byte[100], Samples.NOW).state());
    }
}
