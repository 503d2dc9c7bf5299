package io.countermark.vault;

import io.countermark.vault.VaultException.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A root key that another keeps. Each secret is wrapped by a key of its own, and that by the service ({@code CMH1}):
 *
 * <pre>
 *   offset length
 *        0      4  "CMH1"
 *        4      8  id of the service's key: first 8 bytes of SHA-256("countermark service key " || name of the key, UTF-8)
 *       12      2  n, big-endian
 *       14      n  a fresh 32-byte key, encrypted by the service
 *     14+n         the secret, wrapped by the fresh key: {@link CommittingCipher CMW1}, context "service CONTEXT"
 * </pre>
 *
 * The inner wrapping commits to the fresh key, hence the whole to its content, whatever the service's cipher does.
 */
final class ServiceRootKey implements RootKey {

    private static final byte[] MAGIC = "CMH1".getBytes(StandardCharsets.US_ASCII);
    private static final int PREFIX = 4 + CommittingCipher.KEY_ID + 2;

    private final KeyService service;
    private final @Nullable RootKey former;
    private final byte[] id;

    ServiceRootKey(KeyService service, @Nullable RootKey former) {
        this.service = service;
        this.former = former;
        try {
            byte[] name = ("countermark service key " + service.keyName()).getBytes(StandardCharsets.UTF_8);
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(name);
            this.id = Arrays.copyOf(digest, CommittingCipher.KEY_ID);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every JDK", e);
        }
    }

    /** Whether bytes begin as those that are written here. */
    static boolean wrote(byte[] wrapped) {
        return wrapped.length >= PREFIX && Arrays.equals(wrapped, 0, 4, MAGIC, 0, 4);
    }

    @Override
    public byte[] wrap(byte[] secret, String context) {
        byte[] fresh = CommittingCipher.random(CommittingCipher.KEY);
        byte[] outer = service.encrypt(fresh);
        if (outer.length > 0xffff) {
            throw new VaultException(Reason.KEY_SERVICE, "The service made " + outer.length + " bytes of a key");
        }
        byte[] inner = CommittingCipher.wrap(fresh, secret, "service " + context);
        Arrays.fill(fresh, (byte) 0);
        return ByteBuffer.allocate(PREFIX + outer.length + inner.length)
                .put(MAGIC)
                .put(id)
                .putShort((short) outer.length)
                .put(outer)
                .put(inner)
                .array();
    }

    @Override
    public byte[] unwrap(byte[] wrapped, String context) {
        byte[] by = CommittingCipher.wrappingKeyId(wrapped, context);
        if (former != null && former.id().equals(HexFormat.of().formatHex(by))) {
            return former.unwrap(wrapped, context);
        }
        if (!wrote(wrapped) || !Arrays.equals(by, id)) {
            throw new VaultException(Reason.WRONG_KEY, context + ": wrapped by another key");
        }
        int inner = PREFIX + Short.toUnsignedInt(ByteBuffer.wrap(wrapped).getShort(PREFIX - 2));
        if (inner > wrapped.length) {
            throw new VaultException(Reason.CORRUPT, context + ": cut short");
        }
        byte[] fresh = service.decrypt(Arrays.copyOfRange(wrapped, PREFIX, inner));
        try {
            byte[] rest = Arrays.copyOfRange(wrapped, inner, wrapped.length);
            return CommittingCipher.unwrap(fresh, rest, "service " + context, context);
        } catch (VaultException e) {
            // The service has answered for the fresh key, so nothing but the bytes can be wrong.
            throw new VaultException(Reason.CORRUPT, String.valueOf(e.getMessage()), e);
        } finally {
            Arrays.fill(fresh, (byte) 0);
        }
    }

    @Override
    public String id() {
        return HexFormat.of().formatHex(id);
    }

    @Override
    public String toString() {
        return "RootKey " + id() + " (" + service.keyName() + ")";
    }
}
