package io.countermark.vault;

import io.countermark.vault.VaultException.Reason;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Encrypted objects in a folder, or in an {@link ObjectStore} beside it. What {@link #put} returned from is durable: file and folder
 * are fsynced, or the bucket has answered. Thread-safe; one process at a time has it open.
 *
 * <pre>
 *   VAULT                                  "countermark vault 1", "id UUID", each ending in a newline; locked while open
 *   keys/                                  see {@link KeyRing}
 *   ELSEWHERE                              the store's place and a newline, when the objects lie elsewhere
 *   objects/TENANT/XX/OBJECT.VERSION       unless they lie elsewhere; see {@link SealedObject}; XX is the last two digits of OBJECT
 *   tmp/.tmp-*                             unfinished files, removed at open
 * </pre>
 */
public final class Vault implements AutoCloseable {

    private final Path root;
    private final ObjectStore store;
    private final Path temporaries;
    private final KeyRing keys;
    private final FileChannel marker;
    private final Clock clock;
    private final Object[] nameLocks = new Object[64];

    private Vault(Path folder, Path temporaries, FileChannel marker, KeyRing keys, Clock clock, ObjectStore store) {
        this.clock = clock;
        this.store = store;
        this.root = folder;
        this.marker = marker;
        this.keys = keys;
        this.temporaries = temporaries;
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
        return open(folder, rootKeys, clock, null);
    }

    /**
     * Opens a vault whose objects lie elsewhere; keys and marker stay in the folder.
     *
     * @param elsewhere for example {@link S3Store#open}; always the same for one folder; closed with the vault, also when it can't be
     *     opened. Null for the folder
     * @throws VaultException also STORE_UNFIT when the folder has objects of its own, or its objects lie in another store
     */
    public static Vault open(Path folder, List<RootKey> rootKeys, Clock clock, @Nullable ObjectStore elsewhere) {
        Path root = folder.toAbsolutePath().normalize();
        FileChannel marker = null;
        boolean opened = false;
        try {
            Folders folders = new Folders(root);
            Path temporaries = folders.ensure(root.resolve("tmp"));
            UUID id = VaultFolder.id(root, temporaries);
            marker = VaultFolder.lock(root);
            VaultFolder.sweep(temporaries);
            VaultFolder.settle(root, temporaries, elsewhere);
            ObjectStore store = elsewhere != null ? elsewhere : new FolderStore(root.resolve("objects"), folders);
            KeyRing keys = new KeyRing(root, folders, temporaries, rootKeys, id);
            Vault vault = new Vault(root, temporaries, marker, keys, clock, store);
            opened = true;
            return vault;
        } catch (IOException e) {
            throw VaultException.of(e);
        } finally {
            if (!opened) {
                close(marker);
                if (elsewhere != null) {
                    elsewhere.close();
                }
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
        return put(name, Plaintext.of(content), sha256);
    }

    /**
     * Stores content as it comes, in memory of two megabytes whatever its length.
     *
     * @param content read to its end, not closed
     * @throws VaultException as the other {@code put}; IO also when the content can't be read, then nothing is left behind
     */
    public StoredObject put(ObjectName name, InputStream content, byte[] sha256) {
        return put(name, Plaintext.of(content), sha256);
    }

    private StoredObject put(ObjectName name, Plaintext content, byte[] sha256) {
        try {
            synchronized (nameLocks[Math.floorMod(name.hashCode(), nameLocks.length)]) {
                return store.exists(ObjectKey.of(name)) && !halfRemoved(name)
                        ? existing(name, content, sha256)
                        : store(name, content, sha256);
            }
        } catch (IOException e) {
            throw VaultException.of(e);
        }
    }

    /** @throws VaultException NOT_FOUND, ERASED, CORRUPT when it was changed or is not of this name, DIGEST_MISMATCH */
    public byte[] get(ObjectName name) {
        try (ObjectStore.Stored stored = store.open(ObjectKey.of(name))) {
            SealedObject.Header header = header(name, stored.bytes());
            long length = SealedObject.contentLength(header, stored.length());
            if (length < 0 || length > Integer.MAX_VALUE - 8) {
                throw new VaultException(
                        Reason.CORRUPT, name + " has " + stored.length() + " bytes: stream it, or cut short");
            }
            byte[] content = new byte[(int) length];
            KeyRing.DataKey key = keys.open(name, header.keyId());
            SealedObject.open(header, stored.bytes(), key.key(), key.sha256(), content);
            return content;
        } catch (NoSuchFileException e) {
            throw new VaultException(Reason.NOT_FOUND, "No " + name, e);
        } catch (IOException e) {
            throw VaultException.of(e);
        }
    }

    /**
     * Content as a stream: each segment is authenticated before any of it is given out, and the digest of the whole is compared before
     * the last half megabyte is. Who needs the whole to be right before using the beginning takes {@link #get}.
     *
     * @return throws while it is read what {@link #get} throws; close it
     */
    public InputStream stream(ObjectName name) {
        ObjectStore.Stored stored = null;
        InputStream opened = null;
        try {
            stored = store.open(ObjectKey.of(name));
            opened = opened(name, header(name, stored.bytes()), stored.bytes());
            return opened;
        } catch (NoSuchFileException e) {
            throw new VaultException(Reason.NOT_FOUND, "No " + name, e);
        } catch (IOException e) {
            throw VaultException.of(e);
        } finally {
            if (opened == null) {
                close(stored);
            }
        }
    }

    private InputStream opened(ObjectName name, SealedObject.Header header, InputStream segments) throws IOException {
        KeyRing.DataKey key = keys.open(name, header.keyId());
        return SealedObject.open(header, segments, key.key(), key.sha256());
    }

    /** Whether something of that name stands in the vault; it is not opened. */
    public boolean contains(ObjectName name) {
        try {
            return store.exists(ObjectKey.of(name));
        } catch (IOException e) {
            throw VaultException.of(e);
        }
    }

    /**
     * Removes an object and its data key; returns whether it was there. Durable on return. A back-up that holds both still opens:
     * see {@link #erase}.
     *
     * @throws VaultException RETAINED
     */
    public boolean delete(ObjectName name) {
        try {
            SealedObject.Header header = header(name);
            refuseRetained(name, header);
            keys.destroy(name.tenant(), header.keyId());
            return store.delete(ObjectKey.of(name));
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
            SealedObject.Header header = header(name);
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
                    refuseRetained(name, header(name));
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
                refuseRetained(name, header(name));
            }
            keys.destroyAll(tenant);
            for (ObjectName name : names) {
                store.delete(ObjectKey.of(name));
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

    /**
     * Changes over to another root key, as opening with both does, while reading and writing go on. On return the former is not needed
     * any more and can be destroyed. Killed in between: open with the new one and the former.
     */
    public void rotateRootKey(RootKey next) {
        try {
            keys.changeRoot(next);
        } catch (IOException e) {
            throw VaultException.of(e);
        }
    }

    /**
     * Copies what the two parts of a back-up lack, also from a bucket; see {@link VaultBackup}. Reading and writing may go on: what was
     * acknowledged before the call is in it.
     *
     * @return number of files copied
     */
    public long backUp(Path archive, Path tenantKeys) {
        try {
            return keys.undisturbed(() -> VaultBackup.run(root, store, archive, tenantKeys));
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

    /** All names, in no order; close the stream. It throws {@link VaultException} IO when the store fails in the middle. */
    public Stream<ObjectName> list() {
        return storeKeys().map(ObjectKey::name).flatMap(Optional::stream);
    }

    /**
     * Reads and checks one object to its end, as {@link #scrub} does all.
     *
     * @return bytes of content
     * @throws VaultException what {@link #get} throws
     */
    public long check(ObjectName name) {
        try (InputStream content = stream(name)) {
            return content.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw VaultException.of(e);
        }
    }

    /** Removes keys that no object uses; not while something is stored. Returns how many. */
    public int removeUnusedKeys() {
        try {
            return Scrub.removeUnusedKeys(this, keys);
        } catch (IOException e) {
            throw VaultException.of(e);
        }
    }

    /** What is known of an object without opening it; from its wrapped key. @throws VaultException NOT_FOUND, ERASED, CORRUPT */
    public ObjectRecord describe(ObjectName name) {
        try {
            KeyRing.DataKey key = keys.open(name, header(name).keyId());
            return new ObjectRecord(name, key.sha256(), Instant.ofEpochSecond(key.retainedUntil()));
        } catch (NoSuchFileException e) {
            throw new VaultException(Reason.NOT_FOUND, "No " + name, e);
        } catch (IOException e) {
            throw VaultException.of(e);
        }
    }

    /** Lets another process open the folder. */
    @Override
    public void close() {
        close(marker);
        store.close();
    }

    /** Whether its key is gone, as a removal leaves it that was killed half way; the removal is then finished. */
    private boolean halfRemoved(ObjectName name) throws IOException {
        try {
            describe(name);
            return false;
        } catch (VaultException e) {
            if (e.reason() != Reason.ERASED) {
                throw e;
            }
            store.delete(ObjectKey.of(name));
            return true;
        }
    }

    private StoredObject existing(ObjectName name, Plaintext content, byte[] sha256) throws IOException {
        long length = 0;
        for (boolean over = false; !over; ) {
            Plaintext.Batch batch = content.next();
            length += batch.length();
            over = batch.last();
        }
        if (!MessageDigest.isEqual(content.sha256(), sha256)) {
            throw new VaultException(Reason.DIGEST_MISMATCH, "The content of " + name + " is not what its digest says");
        }
        if (!MessageDigest.isEqual(describe(name).sha256(), sha256)) {
            throw new VaultException(Reason.ALREADY_EXISTS, name + " holds other content");
        }
        check(name);
        store.settle(ObjectKey.of(name)); // Whoever stored it may have been killed before its folder was fsynced.
        try (ObjectStore.Stored stored = store.open(ObjectKey.of(name))) {
            return new StoredObject(name, length, stored.length());
        }
    }

    private StoredObject store(ObjectName name, Plaintext content, byte[] sha256) throws IOException {
        KeyRing.DataKey key = keys.create(name, sha256);
        Path temporary = Durable.temporary(temporaries);
        boolean stored = false;
        try {
            long length;
            try (OutputStream sink = Durable.create(temporary)) {
                length = SealedObject.seal(name, key.id(), key.key(), sha256, content, sink);
            }
            long sealed = Files.size(temporary);
            store.create(ObjectKey.of(name), temporary);
            stored = true;
            return new StoredObject(name, length, sealed);
        } catch (FileAlreadyExistsException e) {
            throw new VaultException(Reason.ALREADY_EXISTS, name + " appeared meanwhile", e);
        } finally {
            Files.deleteIfExists(temporary);
            if (!stored) {
                keys.destroy(name.tenant(), key.id());
            }
        }
    }

    private SealedObject.Header header(ObjectName name) throws IOException {
        try (ObjectStore.Stored stored = store.open(ObjectKey.of(name))) {
            return header(name, stored.bytes());
        }
    }

    private static SealedObject.Header header(ObjectName name, InputStream stored) throws IOException {
        SealedObject.Header header = SealedObject.header(stored.readNBytes(SealedObject.HEADER));
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
        return header(name).keyId();
    }

    /** All keys of the store, also those of things that are no objects. */
    Stream<String> storeKeys() {
        return Listing.of(store);
    }

    private static void close(@Nullable Closeable open) {
        try {
            if (open != null) {
                open.close();
            }
        } catch (IOException e) {
            throw VaultException.of(e);
        }
    }

    /**
     * @param name          where it is
     * @param sha256        of the content, 32 bytes
     * @param retainedUntil the epoch when it is not retained
     */
    public record ObjectRecord(ObjectName name, byte[] sha256, Instant retainedUntil) {}

    /**
     * @param name          where it is
     * @param contentLength in bytes, before encryption
     * @param storedLength  in bytes, on disk
     */
    public record StoredObject(ObjectName name, long contentLength, long storedLength) {}
}
