package io.countermark.app.protection;

import io.countermark.app.platform.SealedKeys;
import io.countermark.watermark.MarkKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.UUID;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;
import org.springframework.stereotype.Service;

/**
 * The mark key of each organisation: HKDF-SHA-256 (RFC 5869) over one master secret, with {@code "countermark mark v1"} and the
 * organisation's 16-byte id as info. The master is stored wrapped by the root key; no mark key is stored at all.
 */
@Service
public class MarkKeys {

    private static final String NAME = "mark-master";
    private static final byte[] INFO = "countermark mark v1".getBytes(StandardCharsets.US_ASCII);

    private final SealedKeys keys;

    MarkKeys(SealedKeys keys) {
        this.keys = keys;
    }

    /** The same key every time. */
    public MarkKey of(UUID tenantId) {
        byte[] info = ByteBuffer.allocate(INFO.length + 16)
                .put(INFO)
                .putLong(tenantId.getMostSignificantBits())
                .putLong(tenantId.getLeastSignificantBits())
                .array();
        try {
            HKDFParameterSpec spec =
                    HKDFParameterSpec.ofExtract().addIKM(master()).thenExpand(info, MarkKey.LENGTH);
            SecretKey derived = KDF.getInstance("HKDF-SHA256").deriveKey("Generic", spec);
            return MarkKey.of(derived.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java 25 platform has HKDF-SHA256", e);
        }
    }

    private byte[] master() {
        return keys.openOrCreate(NAME, () -> {
                    byte[] secret = new byte[32];
                    new SecureRandom().nextBytes(secret);
                    return new SealedKeys.Key(secret, null);
                })
                .secret();
    }
}
