package io.countermark.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.countermark.container.EmbeddedCredentials;
import io.countermark.credentials.CertificateRegister.Standing;
import io.countermark.credentials.ManifestDefinition.Action;
import io.countermark.credentials.ManifestDefinition.Assertion;
import io.countermark.credentials.ManifestDefinition.Binding;
import io.countermark.credentials.ManifestDefinition.Component;
import io.countermark.credentials.ManifestDefinition.Generator;
import io.countermark.credentials.ManifestDefinition.Parent;
import io.countermark.credentials.ManifestDefinition.Redaction;
import io.countermark.credentials.ManifestDefinition.Relationship;
import io.countermark.credentials.ManifestDefinition.Thumbnail;
import io.countermark.credentials.ManifestSigner.Renewal;
import io.countermark.credentials.ValidationReport.State;
import io.countermark.credentials.ValidationReport.Status;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every option of signing in every container, held against our validator and the two engines: trusted by the Rust SDK, valid
 * for c2pa-ts where that reads the container.
 */
class OutsideOptionsTest {

    /** Where there is a file of the container to sign, besides JPEG and PNG, which are drawn here. */
    private static final Map<String, String> CONTAINERS = Map.of(
            "webp", "c2pa-rs/sample1.webp",
            "avif", "c2pa-rs/sample1.avif",
            "heic", "c2pa-ts/trustnxt-icon-signed-v2-bmff.heic",
            "tiff", "peer/valid-tiff.tiff",
            "gif", "peer/valid-gif.gif");

    /**
     * What c2pa-ts may say. It does not verify P-521, looks for what was redacted in the manifest that redacts, and knows
     * ingredients of v1 only in updates; nothing else may fail.
     */
    private static final String ACCEPTED = "\"state\":\"(Valid|Unsupported)\""
            + "|/ES512-.*\"failure\":\\[\"claimSignature.mismatch\"\\]"
            + "|/redacted\\..*\"failure\":\\[\"assertion.action.redactionMismatch\",\"assertion.missing\"\\]"
            + "|/(updated|renewed)\\..*\"failure\":\\[\"manifest.update.wrongParents\"\\]";

    private static final CertificateAuthority IDENTITIES = CertificateAuthority.create("Names", Samples.NOW);
    private static final CertificateAuthority AUTHORITY =
            Samples.AUTHORITY.withResponder(URI.create("http://localhost/ocsp"));
    private static final SigningCredential CREDENTIAL =
            AUTHORITY.issue("Seller 7", "Countermark Test", Samples.NOW, Duration.ofDays(90));

    private final SampleTsa tsa = new SampleTsa(Samples.NOW);
    private final OcspResponder responder = new OcspResponder(
            AUTHORITY, serial -> Optional.of(new Standing.Good()), Clock.fixed(Samples.NOW, ZoneOffset.UTC));
    private final ManifestValidator validator =
            new ManifestValidator(List.of(AUTHORITY.root()), List.of(tsa.root()), List.of(IDENTITIES.root()));
    private final ManifestSigner plain = new ManifestSigner(CREDENTIAL, validator);
    private final ManifestSigner stamped = plain.withTimeStamps(tsa);

    @TempDir
    Path folder;

    private final Map<String, byte[]> signed = new LinkedHashMap<>();

    @Test
    void everyOptionInEveryContainerIsTrusted() throws Exception {
        OutsideEngines engines = OutsideEngines.install();
        for (Map.Entry<String, byte[]> source : sources().entrySet()) {
            options(source.getKey(), source.getValue());
        }
        holdAgainst(engines);
    }

    /** All seven algorithms, by keys of every length that is allowed, in every container. */
    @Test
    void everyAlgorithmInEveryContainerIsTrusted() throws Exception {
        OutsideEngines engines = OutsideEngines.install();
        Map<String, byte[]> sources = sources();
        for (SigningCredential credential : everyAlgorithm()) {
            ManifestSigner signer = new ManifestSigner(credential, validator);
            for (Map.Entry<String, byte[]> source : sources.entrySet()) {
                String name = credential.algorithm() + "-" + keyLength(credential) + "." + source.getKey();
                signed.put(
                        name,
                        signer.sign(source.getValue(), Samples.marked("a")).file());
            }
        }
        assertThat(signed).hasSize(8 * 7);
        holdAgainst(engines);
    }

    private static List<SigningCredential> everyAlgorithm() throws GeneralSecurityException {
        SigningCredential rsa = credential("RSA", new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F4));
        return List.of(
                credential("EC", new ECGenParameterSpec("secp256r1")),
                credential("EC", new ECGenParameterSpec("secp384r1")),
                credential("EC", new ECGenParameterSpec("secp521r1")),
                credential("Ed25519", NamedParameterSpec.ED25519),
                rsa,
                rsa.with(SignatureAlgorithm.PS384),
                rsa.with(SignatureAlgorithm.PS512),
                credential("RSA", new RSAKeyGenParameterSpec(4096, RSAKeyGenParameterSpec.F4)));
    }

    private static SigningCredential credential(String kind, AlgorithmParameterSpec parameters)
            throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
        generator.initialize(parameters);
        KeyPair pair = generator.generateKeyPair();
        return new SigningCredential(
                AUTHORITY.certify(pair.getPublic(), kind, "Countermark Test", Samples.NOW, Duration.ofDays(30)),
                pair.getPrivate());
    }

    private static int keyLength(SigningCredential credential) {
        return credential.leaf().getPublicKey().getEncoded().length;
    }

    private static Map<String, byte[]> sources() throws IOException {
        Map<String, byte[]> sources = new LinkedHashMap<>();
        sources.put("jpg", Samples.jpeg());
        sources.put("png", Samples.png());
        for (Map.Entry<String, String> other : CONTAINERS.entrySet()) {
            Path source = OutsideEngines.shared().resolve("corpora/c2pa").resolve(other.getValue());
            sources.put(other.getKey(), EmbeddedCredentials.strip(Files.readAllBytes(source)));
        }
        return sources;
    }

    private void holdAgainst(OutsideEngines engines) throws Exception {
        List<Path> files = new ArrayList<>();
        for (Map.Entry<String, byte[]> file : signed.entrySet()) {
            ValidationReport report = validator.validate(file.getValue(), Samples.NOW.plusSeconds(5));
            assertEquals(State.TRUSTED, report.state(), () -> file.getKey() + " " + failures(report));
            files.add(Files.write(folder.resolve(file.getKey()), file.getValue()));
        }
        List<String> lines = engines.validate(
                Pem.write(folder.resolve("root.pem"), AUTHORITY.root()),
                Pem.write(folder.resolve("tsa.pem"), tsa.root()),
                Pem.write(folder.resolve("names.pem"), IDENTITIES.root()),
                files);
        assertThat(lines).hasSize(files.size() * 2);
        assertThat(lines)
                .filteredOn(line -> line.contains("\"c2pa-rs\""))
                .allSatisfy(line -> assertThat(line).contains("\"state\":\"Trusted\""));
        assertThat(lines)
                .filteredOn(line -> line.contains("\"c2pa-ts\""))
                .allSatisfy(line -> assertThat(line).containsPattern(ACCEPTED));
    }

    private static List<Status> failures(ValidationReport report) {
        return Stream.concat(report.codes().stream(), report.ingredientCodes().stream())
                .filter(status -> status.kind() == ValidationReport.Kind.FAILURE)
                .toList();
    }

    private void options(String ending, byte[] file) throws IOException {
        signed.put("stamped." + ending, stamped.sign(file, Samples.marked("a")).file());
        byte[] stapled = stamped.withRevocations(responder)
                .sign(file, Samples.marked("a"))
                .file();
        signed.put("stapled." + ending, stapled);
        signed.put("composed." + ending, stamped.sign(file, composed()).file());
        Identity identity = new Identity(
                IDENTITIES.issue("Ann", "Ann's Photos", Samples.NOW, Duration.ofDays(30)),
                List.of("cawg.creator"),
                List.of("cawg.metadata"),
                tsa);
        byte[] spoken =
                stamped.withIdentity(identity).sign(file, withMetadata("a")).file();
        signed.put("identity." + ending, spoken);
        signed.put(
                "redacted." + ending,
                stamped.sign(spoken, redacting(spoken, "cawg.metadata")).file());
        signed.put(
                "edited." + ending, stamped.sign(stapled, Samples.marked("b")).file());
        if (Set.of("jpg", "png", "gif").contains(ending)) {
            signed.put(
                    "updated." + ending,
                    stamped.update(stapled, update(), Set.of()).file());
            byte[] unstamped = plain.sign(file, Samples.marked("a")).file();
            signed.put(
                    "renewed." + ending,
                    stamped.withRevocations(responder)
                            .update(unstamped, update(), Set.of(Renewal.TIME_STAMPS, Renewal.CERTIFICATE_STATUS))
                            .file());
        }
        if (Set.of("jpg", "png").contains(ending)) {
            signed.put(
                    "boxes." + ending,
                    stamped.sign(file, Samples.marked("a").withBinding(Binding.BOXES))
                            .file());
        }
    }

    private ManifestDefinition composed() {
        Thumbnail small = new Thumbnail("image/jpeg", Samples.picture("jpg", 32, 20));
        byte[] part = plain.sign(Samples.png(), Samples.marked("part")).file();
        return new ManifestDefinition(
                        "composed",
                        new Generator("Countermark", "0.1"),
                        List.of(
                                new Action(Labels.CREATED, Samples.NOW, ManifestDefinition.DIGITAL_CREATION, null),
                                new Action(Labels.PLACED, Samples.NOW, null, null, List.of("logo"))),
                        List.of(),
                        null)
                .withThumbnail(small)
                .withComponents(List.of(
                        new Component("logo", Relationship.COMPONENT_OF, "logo.png", "image/png", part, small),
                        new Component("sketch", Relationship.INPUT_TO, "s.jpg", "image/jpeg", Samples.jpeg(), null)));
    }

    private static ManifestDefinition withMetadata(String title) {
        return Samples.marked(title)
                .withAssertions(List.of(
                        new Assertion(
                                "cawg.metadata",
                                "{\"@context\": {\"dc\": \"http://purl.org/dc/elements/1.1/\"}, \"dc:rights\": \"Ann\"}",
                                false),
                        new Assertion(
                                "cawg.training-mining",
                                "{\"entries\": {\"cawg.ai_training\": {\"use\": \"notAllowed\"}}}",
                                false)));
    }

    private ManifestDefinition redacting(byte[] file, String label) {
        String manifest = String.valueOf(validator.validate(file, Samples.NOW).activeManifest());
        return new ManifestDefinition(
                        "redacted",
                        new Generator("Countermark", "0.1"),
                        List.of(),
                        List.of(),
                        new Parent("a", "image/jpeg", file))
                .withRedactions(List.of(
                        new Redaction(JumbfUri.absolute(manifest, "c2pa.assertions/" + label), "c2pa.PII.present")));
    }

    private static ManifestDefinition update() {
        return new ManifestDefinition(
                "updated",
                new Generator("Countermark", "0.1"),
                List.of(new Action("c2pa.published", Samples.NOW, null, null)),
                List.of(),
                null);
    }
}
