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

/** 32 raw bytes in a file that only its owner may read (mode 0400). Says nothing of the key in {@link #toString()}. */
final class FileRootKey implements RootKey {

    private static final Set<PosixFilePermission> OWNER_READS = PosixFilePermissions.fromString("r--------");
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    private final byte[] key;

    private FileRootKey(byte[] key) {
        this.key = key;
    }

    static RootKey openOrCreate(Path file) {
        try {
            if (Files.notExists(file)) {
                create(file);
            }
            return read(file);
        } catch (IOException e) {
            throw VaultException.of(e);
        }
    }

    static RootKey open(Path file) {
        try {
            return read(file);
        } catch (NoSuchFileException e) {
            throw new VaultException(Reason.NOT_FOUND, "No root key at " + file, e);
        } catch (IOException e) {
            throw VaultException.of(e);
        }
    }

    @Override
    public byte[] wrap(byte[] secret, String context) {
        return CommittingCipher.wrap(key, secret, context);
    }

    @Override
    public byte[] unwrap(byte[] wrapped, String context) {
        return CommittingCipher.unwrap(key, wrapped, context, context);
    }

    @Override
    public String id() {
        return HexFormat.of().formatHex(CommittingCipher.keyId(key));
    }

    @Override
    public String toString() {
        return "RootKey " + id();
    }

    private static FileRootKey read(Path file) throws IOException {
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
        return new FileRootKey(Files.readAllBytes(file));
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
