package io.countermark.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.upokecenter.cbor.CBORObject;
import java.util.List;
import org.junit.jupiter.api.Test;

class CrJsonTest {

    private final ManifestValidator validator = new ManifestValidator(List.of(Samples.AUTHORITY.root()), List.of());

    private CBORObject manifests(byte[] file) {
        return CBORObject.FromJSONString(validator.crJson(file, Samples.NOW)).get("manifests");
    }

    @Test
    void theActiveManifestStandsFirstAndNamesItsParent() {
        ManifestSigner signer = new ManifestSigner(Samples.CREDENTIAL);
        byte[] created = signer.sign(Samples.jpeg(), Samples.marked("a.jpg")).file();
        byte[] edited = signer.sign(created, Samples.marked("b.jpg")).file();
        CBORObject manifests = manifests(edited);
        assertEquals(2, manifests.size());
        CBORObject active = manifests.get(0);
        assertEquals(
                validator.validate(edited, Samples.NOW).activeManifest(),
                active.get("label").AsString());
        assertEquals("b.jpg", active.get("claim.v2").get("dc:title").AsString());
        assertEquals("es256", active.get("signature").get("algorithm").AsString());
        assertThat(active.get("assertions").get("c2pa.hash.data").get("hash").AsString())
                .startsWith("b64'")
                .endsWith("'");
        assertEquals(0, active.get("validationResults").get("failure").size());
        CBORObject delta = active.get("ingredientDeltas").get(0);
        assertThat(delta.get("validationDeltas").get("success").ToJSONString())
                .contains(
                        "ingredient.manifest.validated",
                        manifests.get(1).get("label").AsString());
    }

    @Test
    void aChangedFileIsToldByItsStatuses() {
        byte[] file = new ManifestSigner(Samples.CREDENTIAL)
                .sign(Samples.jpeg(), Samples.marked("a.jpg"))
                .file();
        file[file.length - 100] ^= 1;
        assertThat(manifests(file)
                        .get(0)
                        .get("validationResults")
                        .get("failure")
                        .ToJSONString())
                .contains("assertion.dataHash.mismatch");
    }

    @Test
    void withoutAStoreThereAreNoManifests() {
        assertEquals(0, manifests(Samples.jpeg()).size());
        assertEquals(0, manifests(new byte[] {1, 2, 3}).size());
    }
}
