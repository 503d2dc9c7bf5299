package io.countermark.vault;

import io.countermark.vault.CommittingCipher.Derived;
import io.countermark.vault.VaultException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.UUID;
import javax.crypto.Cipher;

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

    /**
     * Encrypts a content, in memory of a few batches whatever its length.
     *
     * @param sha256 what the content's digest must be, for it goes into the key; computed meanwhile and compared at the end
     * @return bytes of content
     * @throws VaultException DIGEST_MISMATCH; what was written must then be thrown away
     */
    static long seal(ObjectName name, UUID keyId, byte[] dataKey, byte[] sha256, Plaintext content, OutputStream sink)
            throws IOException {
        byte[] header = newHeader(name, keyId, dataKey, sha256);
        SegmentCipher cipher = new SegmentCipher(Cipher.ENCRYPT_MODE, derive(header, dataKey, sha256), header);
        sink.write(header);
        int segment = 1 << SEGMENT_LOG2;
        byte[] sealed = new byte[0];
        long length = 0;
        boolean over = false;
        while (!over) {
            Plaintext.Batch batch = content.next();
            int size = batch.length() + Math.max(1, Math.ceilDiv(batch.length(), segment)) * CommittingCipher.TAG;
            if (sealed.length < size) {
                sealed = new byte[size];
            }
            over = batch.last();
            sink.write(sealed, 0, cipher.batch(batch.bytes(), batch.from(), batch.length(), segment, over, sealed, 0));
            length += batch.length();
        }
        if (!MessageDigest.isEqual(content.sha256(), sha256)) {
            throw new VaultException(Reason.DIGEST_MISMATCH, "The content of " + name + " is not what its digest says");
        }
        return length;
    }

    private static byte[] newHeader(ObjectName name, UUID keyId, byte[] dataKey, byte[] sha256) {
        byte[] bytes = new byte[HEADER];
        ByteBuffer header = ByteBuffer.wrap(bytes);
        header.put(MAGIC).put((byte) 1).put((byte) SEGMENT_LOG2).putShort((short) 0);
        putUuid(header, name.tenant());
        putUuid(header, name.object());
        header.putInt(name.version());
        putUuid(header, keyId);
        header.put(CommittingCipher.random(CommittingCipher.SALT));
        header.put(derive(bytes, dataKey, sha256).commitment());
        return bytes;
    }

    /** @throws VaultException CORRUPT when this is not a header that was written here */
    static Header header(byte[] stored) {
        if (stored.length < HEADER || !Arrays.equals(stored, 0, 4, MAGIC, 0, 4)) {
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

    /**
     * The content behind a header, checked while it is read: each segment before any byte of it is given out, the digest of the whole
     * before the last batch is.
     *
     * @param segments stands behind the header; closed with what is returned
     * @throws VaultException CORRUPT when the commitment does not hold; reading throws CORRUPT naming the segment, DIGEST_MISMATCH
     */
    static InputStream open(Header header, InputStream segments, byte[] dataKey, byte[] sha256) {
        return new OpenedObject(
                batches(header, segments), decrypting(header, dataKey, sha256), segments, header.segment(), sha256);
    }

    /**
     * The whole content behind a header, decrypted where it is to lie.
     *
     * @param content as long as {@link #contentLength} says; holds nothing of use when this throws
     * @throws VaultException as {@link #open}, and CORRUPT when the content has another length
     */
    static void open(Header header, InputStream segments, byte[] dataKey, byte[] sha256, byte[] content)
            throws IOException {
        SegmentCipher cipher = decrypting(header, dataKey, sha256);
        SealedBatches batches = batches(header, segments);
        RunningDigest digest = new RunningDigest();
        int sealedSegment = header.segment() + CommittingCipher.TAG;
        int at = 0;
        do {
            int count = batches.next();
            int opened = cipher.batch(batches.bytes(), 0, count, sealedSegment, batches.isLast(), content, at);
            digest.update(content, at, opened);
            at += opened;
        } while (!batches.isLast());
        if (at != content.length) {
            throw new VaultException(Reason.CORRUPT, "changed its length while it was read");
        }
        requireDigest(digest.value(), sha256);
    }

    static void requireDigest(byte[] found, byte[] sha256) {
        if (!MessageDigest.isEqual(found, sha256)) {
            throw new VaultException(Reason.DIGEST_MISMATCH, "Decrypted to other content than was stored");
        }
    }

    private static SealedBatches batches(Header header, InputStream segments) {
        int each = Math.max(1, Plaintext.BATCH / header.segment());
        return new SealedBatches(segments, each * (header.segment() + CommittingCipher.TAG));
    }

    private static SegmentCipher decrypting(Header header, byte[] dataKey, byte[] sha256) {
        Derived derived = derive(header.bytes(), dataKey, sha256);
        byte[] commitment = Arrays.copyOfRange(header.bytes(), BOUND + CommittingCipher.SALT, HEADER);
        if (!MessageDigest.isEqual(derived.commitment(), commitment)) {
            throw new VaultException(Reason.CORRUPT, "header: the key commitment does not hold");
        }
        return new SegmentCipher(Cipher.DECRYPT_MODE, derived, header.bytes());
    }

    /** Bytes of content in an object of that many stored bytes; negative when none has so many. */
    static long contentLength(Header header, long stored) {
        long body = stored - HEADER;
        return body - Math.ceilDiv(body, (long) header.segment() + CommittingCipher.TAG) * CommittingCipher.TAG;
    }

    private static Derived derive(byte[] header, byte[] dataKey, byte[] sha256) {
        byte[] salt = Arrays.copyOfRange(header, BOUND, BOUND + CommittingCipher.SALT);
        return CommittingCipher.derive(
                dataKey, salt, LABEL, CommittingCipher.concat(Arrays.copyOf(header, BOUND), sha256));
    }

    private static void putUuid(ByteBuffer out, UUID id) {
        out.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    }

    private static UUID uuid(ByteBuffer in) {
        long high = in.getLong();
        return new UUID(high, in.getLong());
    }
}
