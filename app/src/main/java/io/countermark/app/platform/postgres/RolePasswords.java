package io.countermark.app.platform.postgres;

import io.countermark.app.platform.RefusedToStartException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The passwords of the embedded database's roles, all derived from one secret of 32 random bytes in a file that only we may read:
 * HMAC-SHA-256 of the role's name, in hexadecimal.
 */
final class RolePasswords {

    /** Makes roles and the database, nothing else. */
    static final String ADMIN = "countermark_admin";

    /** Owns the tables. */
    static final String OWNER = "countermark_owner";

    /** What the server works as: no superuser, not above row-level security, no owner of anything. */
    static final String RUNTIME = "countermark_app";

    static final String DATABASE = "countermark";

    private final byte[] secret;

    private RolePasswords(byte[] secret) {
        this.secret = secret;
    }

    static RolePasswords openOrCreate(Path file) throws IOException {
        if (!Files.exists(file)) {
            create(file);
        }
        byte[] secret = Files.readAllBytes(file);
        if (secret.length != 32) {
            throw new RefusedToStartException(file + " is damaged: it must hold 32 bytes. Restore it from your backup");
        }
        return new RolePasswords(secret);
    }

    private static void create(Path file) throws IOException {
        byte[] secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        Path fresh = Files.createTempFile(
                file.toAbsolutePath().getParent(),
                ".postgres",
                ".key",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
            channel.write(java.nio.ByteBuffer.wrap(secret));
            channel.force(true);
        }
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("r--------"));
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel folder = FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }

    /** Letters and digits only, so it can stand in a statement. */
    String of(String role) {
        return HexFormat.of().formatHex(mac("role:" + role));
    }

    /** A name for the cluster that no other data folder has; not a secret. */
    String clusterName() {
        return "countermark_" + HexFormat.of().formatHex(mac("cluster"), 0, 8);
    }

    private byte[] mac(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has HmacSHA256", e);
        }
    }
}
