package io.countermark.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.countermark.credentials.SoftBindingRefusedException.Reason;
import io.countermark.credentials.SoftBindingResolver.AlgorithmName;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SoftBindingResolverTest {

    private static final byte[] ID = {-1, -2, -3, 4, 5, 6, 7, 8};

    private final SoftBindingResolver resolver = new SoftBindingResolver(Map.of(
            SoftBindingAlgorithm.MARK,
            (value, max) -> java.util.Arrays.equals(value, ID) ? List.of(ManifestMatch.exact("urn:c2pa:1")) : List.of(),
            SoftBindingAlgorithm.PDQ,
            (value, max) -> IntStream.range(0, 300)
                    .mapToObj(i -> ManifestMatch.near("urn:c2pa:" + i / 2, i, 256))
                    .toList()));

    @Test
    void aValueLeadsToItsManifestInEitherAlphabet() {
        String plain = Base64.getEncoder().encodeToString(ID);
        String url = Base64.getUrlEncoder().withoutPadding().encodeToString(ID);
        for (String value : List.of(plain, plain.replace('+', ' '), url)) {
            assertEquals(
                    List.of(ManifestMatch.exact("urn:c2pa:1")),
                    resolver.byBinding("io.countermark.mark.v1", value, 10));
        }
        assertThat(resolver.byBinding(
                        "io.countermark.mark.v1", Base64.getEncoder().encodeToString(new byte[8]), 10))
                .isEmpty();
    }

    @Test
    void nearValuesComeBestFirstOnceEachAndBounded() {
        String value = Base64.getEncoder().encodeToString(new byte[32]);
        List<ManifestMatch> found = resolver.byBinding("io.countermark.pdq.v1", value, 3);
        assertEquals(
                List.of("urn:c2pa:0", "urn:c2pa:1", "urn:c2pa:2"),
                found.stream().map(ManifestMatch::manifestId).toList());
        assertEquals(100, found.getFirst().similarityScore());
        assertThat(resolver.byBinding("io.countermark.pdq.v1", value, 1_000_000))
                .hasSize(SoftBindingResolver.MAX_RESULTS);
        assertEquals(0, ManifestMatch.near("x", 200, 256).similarityScore());
    }

    @Test
    void whatCantBeAskedIsRefusedWithItsReason() {
        for (String value : List.of("", "!!", "AAAA", "A".repeat(1_000_000))) {
            SoftBindingRefusedException refused = assertThrows(
                    SoftBindingRefusedException.class, () -> resolver.byBinding("io.countermark.mark.v1", value, 1));
            assertEquals(Reason.MALFORMED_VALUE, refused.reason());
        }
        SoftBindingRefusedException unknown =
                assertThrows(SoftBindingRefusedException.class, () -> resolver.byBinding("io.iscc.v0", "AAAA", 1));
        assertEquals(Reason.UNKNOWN_ALGORITHM, unknown.reason());
    }

    @Test
    void theListAndTheDiscoveryDocumentAreAsTheApiHasThem() {
        assertEquals(
                List.of(new AlgorithmName("io.countermark.mark.v1")),
                resolver.algorithms().watermarks());
        assertEquals(
                List.of(new AlgorithmName("io.countermark.pdq.v1")),
                resolver.algorithms().fingerprints());
        assertEquals(
                "https://shop.example/v1/services/status",
                SoftBindingResolver.Discovery.of("https://shop.example/v1").statusEndpoint());
    }
}
