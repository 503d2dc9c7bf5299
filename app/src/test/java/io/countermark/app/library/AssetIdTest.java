package io.countermark.app.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AssetIdTest {

    private static final UUID ACME = new UUID(1, 2);
    private static final Sha256 CONTENT = Sha256.digest("picture".getBytes(StandardCharsets.US_ASCII));

    @Test
    void isTheSameForTheSameBytesOfTheSameOrganisation() {
        assertThat(AssetId.of(ACME, CONTENT)).isEqualTo(AssetId.of(ACME, new Sha256(CONTENT.hex())));
    }

    @Test
    void differsByOrganisationContentAndKind() {
        UUID asset = AssetId.of(ACME, CONTENT);
        assertThat(asset)
                .isNotEqualTo(AssetId.of(new UUID(1, 3), CONTENT))
                .isNotEqualTo(AssetId.of(ACME, Sha256.digest(new byte[0])))
                .isNotEqualTo(AssetId.ofRendition(asset));
    }

    @Test
    void isAVersion8Uuid() {
        UUID asset = AssetId.of(ACME, CONTENT);
        assertThat(asset.version()).isEqualTo(8);
        assertThat(asset.variant()).isEqualTo(2);
    }
}
