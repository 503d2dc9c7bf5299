package io.countermark.vault;

import io.countermark.vault.VaultException.Reason;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.Set;

/**
 * The key that wraps all others; 32 raw bytes in a file that only its owner may read (mode 0400). Immutable and thread-safe; says
 * nothing of the key in {@link #toString()}.
 */
public final class RootKey {

    private static final Set<PosixFilePermission> OWNER_READS = PosixFilePermissions.fromString("r--------");
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    private final byte[] key;

    private RootKey(byte[] key) {
        this.key = key;
    }

    /**
     * Reads the file, or creates it (fsynced, folder too) when it is absent. Of two processes that create it at once, both get the
     * key of the one that won.
     *
     * @throws VaultException KEY_FILE_MODE when group or others may do anything with it, KEY_FILE_MALFORMED when it does not hold
     *     exactly 32 bytes, IO
     */
    public static RootKey openOrCreate(Path file) {
        try {
            if (Files.notExists(file)) {
                create(file);
            }
            return read(file);
        } catch (IOException e) {
            throw VaultException.of(e);
        }
    }

    /**
     * Reads the file.
     *
     * @throws VaultException NOT_FOUND when it is absent, else as {@link #openOrCreate}
     */
    public static RootKey open(Path file) {
        try {
            return read(file);
        } catch (NoSuchFileException e) {
            throw new VaultException(Reason.NOT_FOUND, "No root key at " + file, e);
        } catch (IOException e) {
            throw VaultException.of(e);
        }
    }

    /** Wraps a secret for storing it elsewhere; {@code context} is bound and needed to unwrap. 92 bytes longer than the secret. */
    public byte[] wrap(byte[] secret, String context) {
        return CommittingCipher.wrap(key, secret, context);
    }

    /** @throws VaultException WRONG_KEY when another key wrapped it, CORRUPT when it was changed or the context is another */
    public byte[] unwrap(byte[] wrapped, String context) {
        return CommittingCipher.unwrap(key, wrapped, context, context);
    }

    /** A name for this key that tells nothing about it: 16 hex digits. */
    public String id() {
        return HexFormat.of().formatHex(CommittingCipher.keyId(key));
    }

    @Override
    public String toString() {
        return "RootKey " + id();
    }

    private static RootKey read(Path file) throws IOException {
        if (Files.getFileStore(file).supportsFileAttributeView(PosixFileAttributeView.class)) {
            Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
            if (!OWNER_ONLY.containsAll(mode)) {
                throw new VaultException(
                        Reason.KEY_FILE_MODE,
                        file + " has mode " + PosixFilePermissions.toString(mode) + "; run: chmod 0400 " + file);
            }
        }
        long length = Files.size(file);
        if (length != CommittingCipher.KEY) {
            throw new VaultException(Reason.KEY_FILE_MALFORMED, file + " holds " + length + " bytes, a key has 32");
        }
        return new RootKey(Files.readAllBytes(file));
    }

    private static void create(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException(file + " is not a file");
        }
        Durable.createFolders(folder);
        Path temporary = Durable.temporary(folder);
        try {
            Durable.write(temporary, CommittingCipher.random(CommittingCipher.KEY));
            if (Files.getFileStore(temporary).supportsFileAttributeView(PosixFileAttributeView.class)) {
                Files.setPosixFilePermissions(temporary, OWNER_READS);
                Durable.sync(temporary);
            }
            Durable.publish(temporary, file);
        } catch (FileAlreadyExistsException e) {
            return; // Another process was first: its key is the key.
        } finally {
            Files.deleteIfExists(temporary);
        }
        Durable.sync(folder);
    }
}
