package io.countermark.vault;

import io.countermark.vault.CommittingCipher.Derived;
import io.countermark.vault.VaultException.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/**
 * The bytes of one encrypted object ({@code CMV1}): a header and segments in the manner of the STREAM construction (Hoang,
 * Reyhanitabar, Rogaway, Vizár, "Online Authenticated-Encryption and its Nonce-Reuse Misuse-Resistance", CRYPTO 2015), as Tink's
 * AES-GCM-HKDF streaming does it, with a key commitment added.
 *
 * <pre>
 *   offset length
 *        0      4  "CMV1"
 *        4      1  suite: 1 = HKDF-SHA-512, AES-256-GCM, commitment
 *        5      1  log2 of the plaintext bytes of a segment, 10 to 24 (written: 16)
 *        6      2  zero
 *        8     16  tenant
 *       24     16  object
 *       40      4  version, big-endian
 *       44     16  id of the data key: names the file keys/TENANT/data/XX/ID
 *       60     32  salt
 *       92     32  commitment C
 *      124         segments: AES-256-GCM(K, nonce, associated data = bytes 0 to 123, plaintext) and a 16-byte tag each; all but
 *                  the last are full; an empty content is one empty segment
 *   K || C = HKDF-SHA-512(data key, salt, "countermark object 1" || bytes 0 to 59 || SHA-256 of the content)
 *   nonce  = 7 zero bytes || segment number, 4 bytes big-endian || 1 for the last segment, else 0
 * </pre>
 *
 * The digest of the content is not in the clear, so that a stolen disk does not tell which known pictures it holds; it lies beside
 * the data key in the wrapped key file. Tenant, object, version and digest are bound twice: into K and as associated data.
 */
final class SealedObject {

    static final int HEADER = 124;
    static final int SEGMENT_LOG2 = 16;

    private static final byte[] MAGIC = "CMV1".getBytes(StandardCharsets.US_ASCII);
    private static final int BOUND = 60;
    private static final String LABEL = "countermark object 1";

    private SealedObject() {}

    /** What the header says, not yet authenticated. */
    record Header(ObjectName name, UUID keyId, int segment, byte[] bytes) {}

    static byte[] seal(ObjectName name, UUID keyId, byte[] dataKey, byte[] sha256, byte[] content) {
        int segment = 1 << SEGMENT_LOG2;
        int segments = Math.max(1, Math.ceilDiv(content.length, segment));
        byte[] out = new byte[Math.toIntExact((long) HEADER + content.length + (long) segments * CommittingCipher.TAG)];
        ByteBuffer header = ByteBuffer.wrap(out);
        header.put(MAGIC).put((byte) 1).put((byte) SEGMENT_LOG2).putShort((short) 0);
        putUuid(header, name.tenant());
        putUuid(header, name.object());
        header.putInt(name.version());
        putUuid(header, keyId);
        byte[] salt = CommittingCipher.random(CommittingCipher.SALT);
        Derived derived = CommittingCipher.derive(dataKey, salt, LABEL, context(out, sha256));
        header.put(salt).put(derived.commitment());
        try {
            Cipher gcm = Cipher.getInstance("AES/GCM/NoPadding");
            for (int i = 0, from = 0, to = HEADER; i < segments; i++, from += segment) {
                int length = Math.min(segment, content.length - from);
                gcm.init(Cipher.ENCRYPT_MODE, derived.key(), nonce(i, i == segments - 1));
                gcm.updateAAD(out, 0, HEADER);
                to += gcm.doFinal(content, from, length, out, to);
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-256-GCM is part of every JDK", e);
        }
        return out;
    }

    /** @throws VaultException CORRUPT when this is not a header that was written here */
    static Header header(byte[] stored) {
        if (stored.length < HEADER + CommittingCipher.TAG || !Arrays.equals(stored, 0, 4, MAGIC, 0, 4)) {
            throw new VaultException(Reason.CORRUPT, "not a sealed object: too short, or no CMV1 at its start");
        }
        ByteBuffer in = ByteBuffer.wrap(stored, 4, HEADER - 4);
        int suite = in.get();
        int log2 = in.get();
        if (suite != 1 || log2 < 10 || log2 > 24 || in.getShort() != 0) {
            throw new VaultException(Reason.CORRUPT, "header: unknown suite, segment size or flags");
        }
        UUID tenant = uuid(in);
        UUID object = uuid(in);
        int version = in.getInt();
        if (version < 1) {
            throw new VaultException(Reason.CORRUPT, "header: version " + version);
        }
        UUID keyId = uuid(in);
        return new Header(new ObjectName(tenant, object, version), keyId, 1 << log2, Arrays.copyOf(stored, HEADER));
    }

    /** @throws VaultException CORRUPT naming the segment */
    static byte[] open(Header header, byte[] stored, byte[] dataKey, byte[] sha256) {
        byte[] salt = Arrays.copyOfRange(stored, BOUND, BOUND + CommittingCipher.SALT);
        byte[] commitment = Arrays.copyOfRange(stored, BOUND + CommittingCipher.SALT, HEADER);
        Derived derived = CommittingCipher.derive(dataKey, salt, LABEL, context(stored, sha256));
        if (!MessageDigest.isEqual(derived.commitment(), commitment)) {
            throw new VaultException(Reason.CORRUPT, "header: the key commitment does not hold");
        }
        int sealedSegment = header.segment() + CommittingCipher.TAG;
        int body = stored.length - HEADER;
        int segments = Math.ceilDiv(body, sealedSegment);
        if (body - (segments - 1) * sealedSegment < CommittingCipher.TAG) {
            throw new VaultException(Reason.CORRUPT, "segment " + (segments - 1) + ": cut short");
        }
        byte[] content = new byte[body - segments * CommittingCipher.TAG];
        int i = 0;
        try {
            Cipher gcm = Cipher.getInstance("AES/GCM/NoPadding");
            for (int from = HEADER, to = 0; i < segments; i++, from += sealedSegment) {
                int length = Math.min(sealedSegment, stored.length - from);
                gcm.init(Cipher.DECRYPT_MODE, derived.key(), nonce(i, i == segments - 1));
                gcm.updateAAD(stored, 0, HEADER);
                to += gcm.doFinal(stored, from, length, content, to);
            }
        } catch (GeneralSecurityException e) {
            throw new VaultException(Reason.CORRUPT, "segment " + i + " of " + segments + ": the tag does not hold", e);
        }
        return content;
    }

    private static byte[] context(byte[] header, byte[] sha256) {
        return CommittingCipher.concat(Arrays.copyOf(header, BOUND), sha256);
    }

    private static GCMParameterSpec nonce(int segment, boolean last) {
        byte[] nonce = new byte[12];
        ByteBuffer.wrap(nonce).putInt(7, segment);
        nonce[11] = (byte) (last ? 1 : 0);
        return new GCMParameterSpec(CommittingCipher.TAG * 8, nonce);
    }

    private static void putUuid(ByteBuffer out, UUID id) {
        out.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    }

    private static UUID uuid(ByteBuffer in) {
        long high = in.getLong();
        return new UUID(high, in.getLong());
    }
}
