package io.countermark.watermark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class MarkKeyTest {

    @Test
    void namesGiveKeysOfTheirOwn() {
        MarkKey key = MarkRoundTripTest.key(9);
        byte[] acme = key.derive("acme", "1").toByteArray();
        assertThat(key.derive("acme", "1").toByteArray()).isEqualTo(acme);
        assertThat(key.derive("acme", "2").toByteArray()).isNotEqualTo(acme);
        assertThat(key.derive("acme1").toByteArray()).isNotEqualTo(acme);
        assertThat(key.derive("acm", "e1").toByteArray()).isNotEqualTo(acme);
        assertThat(key.pilotKey()).isNotEqualTo(key.payloadKey());
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(key::derive);
    }

    /** RFC 4231, test case 2, through HMAC(key, label, 0x01): the label ends before the byte 1 that the method adds. */
    @Test
    void derivesByHmacSha256() throws Exception {
        byte[] secret = "Jefe".getBytes(StandardCharsets.UTF_8);
        javax.crypto.Mac mac = javax.crypto.Mac.getInstance("HmacSHA256");
        mac.init(new javax.crypto.spec.SecretKeySpec(secret, "HmacSHA256"));
        byte[] message = "what do ya want for nothing?".getBytes(StandardCharsets.UTF_8);
        assertThat(HexFormat.of().formatHex(mac.doFinal(message)))
                .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
        mac.update(message);
        assertThat(KeyStream.subkey(secret, new String(message, StandardCharsets.UTF_8)))
                .isEqualTo(mac.doFinal(new byte[] {1}));
    }

    @Test
    void neverShowsTheSecret() {
        MarkKey key = MarkKey.generate(new SecureRandom());
        assertThat(key.toString())
                .doesNotContain(HexFormat.of().formatHex(key.toByteArray()).substring(0, 8));
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> MarkKey.of("a secret of wrong length".getBytes(StandardCharsets.UTF_8)))
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret of wrong"));
    }
}
