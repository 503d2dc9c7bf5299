package io.countermark.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.countermark.container.EmbeddedCredentials;
import io.countermark.credentials.CredentialsException.Reason;
import io.countermark.credentials.ManifestDefinition.Action;
import io.countermark.credentials.ManifestDefinition.Assertion;
import io.countermark.credentials.ManifestDefinition.Generator;
import io.countermark.credentials.ManifestDefinition.Parent;
import io.countermark.credentials.ValidationReport.State;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ManifestSignerTest {

    private final ManifestValidator validator = new ManifestValidator(List.of(Samples.AUTHORITY.root()), List.of());
    private final ManifestSigner signer = new ManifestSigner(Samples.CREDENTIAL, validator);

    @Test
    void addsTheStoreAndTouchesNothingElse() {
        for (byte[] file : List.of(Samples.jpeg(), Samples.png())) {
            byte[] signed = signer.sign(file, Samples.marked("a")).file();
            assertThat(signed).isNotEqualTo(file);
            assertArrayEquals(file, EmbeddedCredentials.strip(signed));
            byte[] again = signer.sign(signed, Samples.marked("a")).file();
            assertArrayEquals(file, EmbeddedCredentials.strip(again));
        }
    }

    @Test
    void isTrustedWithItsRootAndValidWithout() {
        ManifestSigner.SignedImage signed = signer.sign(Samples.jpeg(), Samples.marked("a.jpg"));
        ValidationReport report = validator.validate(signed.file(), Samples.NOW);
        assertEquals(State.TRUSTED, report.state());
        assertEquals(signed.manifestLabel(), report.activeManifest());
        assertEquals("Countermark/0.1", report.claimGenerator());
        assertEquals("Countermark Test", report.issuer());
        assertThat(report.softBindings()).hasSize(2);
        assertArrayEquals(
                new byte[] {1, 2, 3, 4, 5, 6, 7, 8},
                report.softBindings().getFirst().value());
        ManifestValidator stranger = new ManifestValidator(List.of(), List.of());
        assertEquals(State.VALID, stranger.validate(signed.file(), Samples.NOW).state());
        assertEquals(
                State.INVALID,
                validator
                        .validate(signed.file(), Samples.NOW.plus(Duration.ofDays(91)))
                        .state());
    }

    @Test
    void sameInputsGiveTheSameBytesButForTheSignature() {
        byte[] file = Samples.png();
        byte[] first = fixedIds().sign(file, Samples.marked("a")).file();
        byte[] second = fixedIds().sign(file, Samples.marked("a")).file();
        assertEquals(first.length, second.length);
        // ES256 draws a random number for each signature: 64 bytes, and the chunk's CRC over them, may differ.
        assertThat(Arrays.mismatch(first, second)).isGreaterThan(first.length / 3);
        assertThat(differences(first, second)).isLessThanOrEqualTo(64 + 4);
    }

    private static int differences(byte[] first, byte[] second) {
        int count = 0;
        for (int i = 0; i < first.length; i++) {
            count += first[i] == second[i] ? 0 : 1;
        }
        return count;
    }

    private ManifestSigner fixedIds() {
        return new ManifestSigner(Samples.CREDENTIAL, validator, () -> new UUID(0x1234_4000L, 0x8000_0000_0000_0001L));
    }

    @Test
    void keepsTheManifestsOfTheParent() {
        byte[] original =
                signer.sign(Samples.jpeg(), Samples.marked("original.jpg")).file();
        ManifestDefinition edit = new ManifestDefinition(
                "rendition.png",
                new Generator("Countermark", "0.1"),
                List.of(new Action("c2pa.converted", null, null, null)),
                List.of(),
                new Parent("original.jpg", "image/jpeg", original));
        ValidationReport report =
                validator.validate(signer.sign(Samples.png(), edit).file(), Samples.NOW);
        assertEquals(State.TRUSTED, report.state());
        assertThat(report.ingredientCodes())
                .extracting(ValidationReport.Status::code)
                .contains("ingredient.manifest.validated", "claimSignature.validated", "signingCredential.trusted");
    }

    @Test
    void aParentWithoutCredentialsIsToldAsOneOfUnknownProvenance() {
        ManifestDefinition edit = new ManifestDefinition(
                "b.jpg",
                new Generator("Countermark", "0.1"),
                List.of(new Action("c2pa.opened", Samples.NOW, null, null)),
                List.of(),
                new Parent("a.jpg", "image/jpeg", Samples.jpeg()));
        ValidationReport report =
                validator.validate(signer.sign(Samples.jpeg(), edit).file(), Samples.NOW);
        assertEquals(State.TRUSTED, report.state());
        assertThat(report.ingredientCodes())
                .extracting(ValidationReport.Status::code)
                .containsExactly("ingredient.unknownProvenance");
    }

    @Test
    void passesOnStatements() {
        ManifestDefinition definition = new ManifestDefinition(
                "a.jpg",
                new Generator("Countermark", "0.1"),
                List.of(new Action("c2pa.created", null, ManifestDefinition.DIGITAL_CAPTURE, null)),
                List.of(),
                null,
                List.of(new Assertion(
                        "cawg.training-mining",
                        "{\"entries\": {\"cawg.ai_training\": {\"use\": \"notAllowed\"}}}",
                        false)));
        byte[] signed = signer.sign(Samples.jpeg(), definition).file();
        assertEquals(State.TRUSTED, validator.validate(signed, Samples.NOW).state());
        assertThat(new String(signed, StandardCharsets.ISO_8859_1)).contains("cawg.ai_training", "notAllowed");
    }

    @Test
    void refusesDefinitionsThatBreakTheRules() {
        assertRefused(List.of());
        assertRefused(List.of(new Action("c2pa.cropped", null, null, null)));
        assertRefused(List.of(new Action("c2pa.opened", null, null, null)));
        assertRefused(List.of(new Action("c2pa.created", null, null, null)));
        Action created = new Action("c2pa.created", null, ManifestDefinition.DIGITAL_CAPTURE, null);
        assertRefused(List.of(created, created));
        assertRefused(List.of(created, new Action("c2pa.watermarked.bound", null, null, null)));
    }

    private void assertRefused(List<Action> actions) {
        ManifestDefinition definition =
                new ManifestDefinition("a", new Generator("Countermark", "0.1"), actions, List.of(), null);
        assertThatThrownBy(() -> signer.sign(Samples.jpeg(), definition))
                .isInstanceOfSatisfying(
                        CredentialsException.class, e -> assertEquals(Reason.BAD_DEFINITION, e.reason()));
    }

    @Test
    void refusesFilesThatCantCarryCredentials() {
        assertThatThrownBy(() -> signer.sign("text".getBytes(StandardCharsets.UTF_8), Samples.marked("a")))
                .isInstanceOfSatisfying(
                        CredentialsException.class, e -> assertEquals(Reason.UNSUPPORTED_FORMAT, e.reason()));
        byte[] cut = Arrays.copyOf(Samples.jpeg(), 30);
        assertThatThrownBy(() -> signer.sign(cut, Samples.marked("a")))
                .isInstanceOfSatisfying(
                        CredentialsException.class, e -> assertEquals(Reason.MALFORMED_IMAGE, e.reason()));
    }
}
