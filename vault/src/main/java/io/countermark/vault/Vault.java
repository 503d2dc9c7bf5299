package io.countermark.vault;

import io.countermark.vault.VaultException.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Encrypted objects in a folder. What {@link #put} returned from is durable: file and folder are fsynced. Thread-safe; one process
 * at a time has it open.
 *
 * <pre>
 *   VAULT                                  "countermark vault 1", "id UUID", each ending in a newline; locked while open
 *   keys/                                  see {@link KeyRing}
 *   objects/TENANT/XX/OBJECT.VERSION       see {@link SealedObject}; XX is the last two digits of OBJECT
 *   tmp/.tmp-*                             unfinished files, removed at open
 * </pre>
 */
public final class Vault implements AutoCloseable {

    private static final String MAGIC = "countermark vault 1";
    private static final Pattern OBJECT_FILE =
            Pattern.compile("([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\\.([1-9][0-9]{0,9})");

    private final Path root;
    private final Path objects;
    private final Path temporaries;
    private final Folders folders;
    private final KeyRing keys;
    private final FileChannel marker;
    private final Clock clock;
    private final Object[] nameLocks = new Object[64];

    private Vault(Path folder, Folders folders, FileChannel marker, KeyRing keys, Clock clock) throws IOException {
        this.clock = clock;
        this.folders = folders;
        this.root = folder;
        this.marker = marker;
        this.keys = keys;
        this.objects = folders.ensure(folder.resolve("objects"));
        this.temporaries = folders.ensure(folder.resolve("tmp"));
        for (int i = 0; i < nameLocks.length; i++) {
            nameLocks[i] = new Object();
        }
    }

    /**
     * Opens the folder, creating it when absent; left-over temporary files of a killed process are removed.
     *
     * @throws VaultException IN_USE when another has it open, WRONG_KEY when it was made with another root key, CORRUPT when the
     *     folder is something else
     */
    public static Vault open(Path folder, RootKey rootKey) {
        return open(folder, List.of(rootKey), Clock.systemUTC());
    }

    /**
     * Opens the folder and, where several root keys are given, changes it over to the first: every tenant key that an older one
     * wrapped is wrapped anew. When this has returned the older ones are not needed any more and can be destroyed; killed in the
     * middle, it is finished by calling it again. A rotation of a tenant key that was killed is finished too.
     *
     * @param rootKeys the new one, then those that may have been used before
     * @param clock    tells when a retention is over
     */
    public static Vault open(Path folder, List<RootKey> rootKeys, Clock clock) {
        Path root = folder.toAbsolutePath().normalize();
        FileChannel marker = null;
        boolean opened = false;
        try {
            Folders folders = new Folders(root);
            Path temporaries = folders.ensure(root.resolve("tmp"));
            UUID id = marker(root, temporaries);
            marker = lock(root.resolve("VAULT"));
            sweep(temporaries);
            Vault vault =
                    new Vault(root, folders, marker, new KeyRing(root, folders, temporaries, rootKeys, id), clock);
            opened = true;
            return vault;
        } catch (IOException e) {
            throw VaultException.of(e);
        } finally {
            if (!opened) {
                close(marker);
            }
        }
    }

    /**
     * Stores content.
     *
     * @param sha256 of the content, 32 bytes; checked before and bound
     * @throws VaultException DIGEST_MISMATCH; ALREADY_EXISTS when the name is taken by other content (the same content again is
     *     accepted); DISK_FULL, then nothing is left behind
     */
    public StoredObject put(ObjectName name, byte[] content, byte[] sha256) {
        if (!MessageDigest.isEqual(digest(content), sha256)) {
            throw new VaultException(Reason.DIGEST_MISMATCH, "The content of " + name + " is not what its digest says");
        }
        try {
            synchronized (nameLocks[Math.floorMod(name.hashCode(), nameLocks.length)]) {
                Path file = file(name);
                if (Files.exists(file)) {
                    return existing(name, file, content, sha256);
                }
                return store(name, file, content, sha256);
            }
        } catch (IOException e) {
            throw VaultException.of(e);
        }
    }

    /** @throws VaultException NOT_FOUND, ERASED, CORRUPT when it was changed or is not of this name, DIGEST_MISMATCH */
    public byte[] get(ObjectName name) {
        try {
            byte[] stored = Files.readAllBytes(file(name));
            SealedObject.Header header = header(name, stored);
            KeyRing.DataKey key = keys.open(name, header.keyId());
            byte[] content = SealedObject.open(header, stored, key.key(), key.sha256());
            if (!MessageDigest.isEqual(digest(content), key.sha256())) {
                throw new VaultException(Reason.DIGEST_MISMATCH, name + " decrypted to other content than was stored");
            }
            return content;
        } catch (NoSuchFileException e) {
            throw new VaultException(Reason.NOT_FOUND, "No " + name, e);
        } catch (IOException e) {
            throw VaultException.of(e);
        }
    }

    /** Whether a file of that name stands in the vault; it is not opened. */
    public boolean contains(ObjectName name) {
        return Files.exists(file(name));
    }

    /**
     * Removes an object and its data key; returns whether it was there. Durable on return. A back-up that holds both still opens:
     * see {@link #erase}.
     *
     * @throws VaultException RETAINED
     */
    public boolean delete(ObjectName name) {
        Path file = file(name);
        try {
            SealedObject.Header header = header(name, Files.readAllBytes(file));
            refuseRetained(name, header);
            keys.destroy(name.tenant(), header.keyId());
            Files.delete(file);
            Durable.sync(Durable.folderOf(file));
            return true;
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw VaultException.of(e);
        }
    }

    /**
     * Forbids removal until a time. A later time may be set, an earlier one changes nothing: nothing here shortens a retention.
     *
     * @throws VaultException NOT_FOUND, CORRUPT
     */
    public void retain(ObjectName name, Instant until) {
        try {
            SealedObject.Header header = header(name, Files.readAllBytes(file(name)));
            keys.retain(name, header.keyId(), until.getEpochSecond());
        } catch (NoSuchFileException e) {
            throw new VaultException(Reason.NOT_FOUND, "No " + name, e);
        } catch (IOException e) {
            throw VaultException.of(e);
        }
    }

    /**
     * Crypto-erases objects: their data keys are destroyed, and their tenant gets a new key while the old one, which copies of the
     * destroyed keys in back-ups are wrapped by, is destroyed as well. What remains anywhere cannot be opened, provided that no copy
     * of the tenant's old key is kept: {@link VaultBackup} keeps those in one file that is always replaced.
     *
     * @return how many were there
     * @throws VaultException RETAINED, then none is erased
     */
    public int erase(UUID tenant, Collection<ObjectName> names) {
        try {
            for (ObjectName name : names) {
                if (!name.tenant().equals(tenant)) {
                    throw new IllegalArgumentException(name + " is not of tenant " + tenant);
                }
                if (contains(name)) {
                    refuseRetained(name, header(name, Files.readAllBytes(file(name))));
                }
            }
            int there = 0;
            for (ObjectName name : names) {
                there += delete(name) ? 1 : 0;
            }
            if (there > 0) {
                keys.rotate(tenant);
            }
            return there;
        } catch (IOException e) {
            throw VaultException.of(e);
        }
    }

    /**
     * Crypto-erases all that a tenant has, by destroying its keys; then removes the files.
     *
     * @throws VaultException RETAINED when anything of it still is, then nothing is erased
     */
    public void eraseTenant(UUID tenant) {
        try (Stream<ObjectName> all = list()) {
            List<ObjectName> names =
                    all.filter(name -> name.tenant().equals(tenant)).toList();
            for (ObjectName name : names) {
                refuseRetained(name, header(name, Files.readAllBytes(file(name))));
            }
            keys.destroyAll(tenant);
            for (ObjectName name : names) {
                Files.deleteIfExists(file(name));
                Durable.sync(Durable.folderOf(file(name)));
            }
        } catch (IOException e) {
            throw VaultException.of(e);
        }
    }

    /**
     * Gives a tenant a new key, by wrapping its data keys anew; no ciphertext is touched, and reading and writing go on meanwhile.
     *
     * @return how many data keys were wrapped
     */
    public int rotateTenantKey(UUID tenant) {
        try {
            return keys.rotate(tenant);
        } catch (IOException e) {
            throw VaultException.of(e);
        }
    }

    /** Tenants that have a key. */
    public List<UUID> tenants() {
        try {
            return keys.tenants();
        } catch (IOException e) {
            throw VaultException.of(e);
        }
    }

    /**
     * Reads and checks everything: each object decrypted and its digest compared, each key unwrapped. Reading and writing may go on.
     *
     * @param progress called after each object
     */
    public ScrubReport scrub(Consumer<ScrubReport> progress) {
        try (Stream<ObjectName> names = list()) {
            return new Scrub(this, keys, root).run(names, progress);
        } catch (IOException e) {
            throw VaultException.of(e);
        }
    }

    /** All names, in no order; close the stream. */
    @SuppressWarnings("StreamResourceLeak") // The caller closes it, as said above.
    public Stream<ObjectName> list() {
        try {
            return Files.walk(objects, 3).map(Vault::name).flatMap(Optional::stream);
        } catch (IOException e) {
            throw VaultException.of(e);
        } catch (UncheckedIOException e) {
            throw new VaultException(Reason.IO, "Could not list " + objects, e);
        }
    }

    /** Lets another process open the folder. */
    @Override
    public void close() {
        close(marker);
    }

    private StoredObject existing(ObjectName name, Path file, byte[] content, byte[] sha256) throws IOException {
        try {
            if (!MessageDigest.isEqual(digest(get(name)), sha256)) {
                throw new VaultException(Reason.ALREADY_EXISTS, name + " holds other content");
            }
        } catch (VaultException e) {
            if (e.reason() != Reason.ERASED) {
                throw e;
            }
            Files.delete(file); // Whoever removed it was killed after its key was gone.
            return store(name, file, content, sha256);
        }
        // Whoever stored it may have been killed before its folder was fsynced.
        Durable.sync(Durable.folderOf(file));
        return new StoredObject(name, content.length, Files.size(file));
    }

    private StoredObject store(ObjectName name, Path file, byte[] content, byte[] sha256) throws IOException {
        Path folder = folders.ensure(Durable.folderOf(file));
        KeyRing.DataKey key = keys.create(name, sha256);
        Path temporary = Durable.temporary(temporaries);
        boolean stored = false;
        try {
            byte[] sealed = SealedObject.seal(name, key.id(), key.key(), sha256, content);
            Durable.write(temporary, sealed);
            Durable.publish(temporary, file);
            stored = true;
            Durable.sync(folder);
            return new StoredObject(name, content.length, sealed.length);
        } catch (FileAlreadyExistsException e) {
            throw new VaultException(Reason.ALREADY_EXISTS, name + " appeared meanwhile", e);
        } finally {
            if (!stored) {
                Files.deleteIfExists(temporary);
                keys.destroy(name.tenant(), key.id());
            }
        }
    }

    private static SealedObject.Header header(ObjectName name, byte[] stored) {
        SealedObject.Header header = SealedObject.header(stored);
        if (!header.name().equals(name)) {
            throw new VaultException(Reason.CORRUPT, "The file of " + name + " holds " + header.name());
        }
        return header;
    }

    private void refuseRetained(ObjectName name, SealedObject.Header header) throws IOException {
        long until = 0;
        try {
            until = keys.open(name, header.keyId()).retainedUntil();
        } catch (VaultException e) {
            if (e.reason() != Reason.ERASED) {
                throw e;
            }
        }
        if (until > clock.instant().getEpochSecond()) {
            throw new VaultException(Reason.RETAINED, name + " is retained until " + Instant.ofEpochSecond(until));
        }
    }

    /** The key that an object says it was made with. */
    UUID keyId(ObjectName name) throws IOException {
        return header(name, Files.readAllBytes(file(name))).keyId();
    }

    Path file(ObjectName name) {
        String object = name.object().toString();
        return objects.resolve(name.tenant().toString())
                .resolve(object.substring(object.length() - 2))
                .resolve(object + "." + name.version());
    }

    static Optional<ObjectName> name(Path file) {
        Matcher matcher = OBJECT_FILE.matcher(file.getFileName().toString());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        UUID tenant = UUID.fromString(
                Durable.folderOf(Durable.folderOf(file)).getFileName().toString());
        return Optional.of(
                new ObjectName(tenant, UUID.fromString(matcher.group(1)), Integer.parseInt(matcher.group(2))));
    }

    private static UUID marker(Path root, Path temporaries) throws IOException {
        Path file = root.resolve("VAULT");
        if (Files.notExists(file)) {
            Path temporary = Durable.temporary(temporaries);
            Durable.write(temporary, (MAGIC + "\nid " + UUID.randomUUID() + "\n").getBytes(StandardCharsets.US_ASCII));
            try {
                Durable.publish(temporary, file);
            } catch (FileAlreadyExistsException e) {
                Files.deleteIfExists(temporary); // Another process made it at the same time; its id holds.
            }
            Durable.sync(root);
        }
        List<String> lines = Files.readAllLines(file, StandardCharsets.US_ASCII);
        if (lines.size() < 2 || !lines.get(0).equals(MAGIC) || !lines.get(1).matches("id [0-9a-f-]{36}")) {
            throw new VaultException(Reason.CORRUPT, file + " is not the marker of a vault of version 1");
        }
        return UUID.fromString(lines.get(1).substring(3));
    }

    private static FileChannel lock(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileLock lock = null;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            throw new VaultException(Reason.IN_USE, Durable.folderOf(file) + " is open in this process already", e);
        } finally {
            if (lock == null) {
                channel.close();
            }
        }
        if (lock == null) {
            throw new VaultException(Reason.IN_USE, Durable.folderOf(file) + " is open in another process");
        }
        return channel;
    }

    private static void sweep(Path temporaries) throws IOException {
        try (Stream<Path> left = Files.list(temporaries)) {
            for (Path file : left.toList()) {
                if (file.getFileName().toString().startsWith(Durable.TEMPORARY_PREFIX)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private static void close(@Nullable FileChannel channel) {
        if (channel == null) {
            return;
        }
        try {
            channel.close();
        } catch (IOException e) {
            throw VaultException.of(e);
        }
    }

    private static byte[] digest(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every JDK", e);
        }
    }

    /**
     * @param name          where it is
     * @param contentLength in bytes, before encryption
     * @param storedLength  in bytes, on disk
     */
    public record StoredObject(ObjectName name, long contentLength, long storedLength) {}
}
