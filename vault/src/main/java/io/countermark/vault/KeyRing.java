package io.countermark.vault;

import io.countermark.vault.VaultException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Stream;

/**
 * The keys of a vault, each wrapped ({@link CommittingCipher}) by the one above it:
 *
 * <pre>
 *   root key, outside
 *     keys/root                      the vault's id, wrapped: tells a wrong root key at once. context "vault ID"
 *     keys/TENANT/kek-N              key-encryption key N of a tenant, N from 1; the highest wraps what is new.
 *                                    context "tenant key TENANT N"
 *       keys/TENANT/data/XX/ID       the key of one object; XX is the last two digits of ID
 *
 *   offset length of a data key file
 *        0      4  "CMK1"
 *        4     16  object
 *       20      4  version, big-endian
 *       24    164  wrapped by a key of the tenant, context "data key TENANT OBJECT VERSION ID": data key, 32 bytes; SHA-256 of the
 *                  content, 32 bytes; end of retention in seconds since 1970, 8 bytes big-endian, 0 for none
 * </pre>
 *
 * Data keys stand in files of their own, so that a change of any key above them never touches a ciphertext, and an object whose key
 * file is destroyed cannot be opened again. Thread-safe: keys can be changed while objects are read and written.
 */
final class KeyRing {

    private static final byte[] MAGIC = "CMK1".getBytes(StandardCharsets.US_ASCII);
    private static final int PREFIX = 24;
    private static final int SECRET = 72;

    private final Path keys;
    private final Folders folders;
    private final Path temporaries;
    private final UUID vaultId;
    private volatile List<RootKey> roots; // the first wraps, the others may still be needed to unwrap
    private final Map<UUID, NavigableMap<Integer, byte[]>> tenants = new ConcurrentHashMap<>();
    private final ReadWriteLock wrapping = new ReentrantReadWriteLock();
    private final Object[] fileLocks = new Object[64];

    /**
     * What a data key file holds.
     *
     * @param retainedUntil seconds since 1970, 0 for no retention
     */
    record DataKey(UUID id, byte[] key, byte[] sha256, long retainedUntil) {}

    /** @param roots the first is the one to use; the others, older ones, are replaced by it wherever they are met */
    KeyRing(Path vault, Folders folders, Path temporaries, List<RootKey> roots, UUID vaultId) throws IOException {
        this.keys = vault.resolve("keys");
        this.folders = folders;
        this.temporaries = temporaries;
        this.roots = List.copyOf(roots);
        this.vaultId = vaultId;
        for (int i = 0; i < fileLocks.length; i++) {
            fileLocks[i] = new Object();
        }
        folders.ensure(keys);
        finishRotations();
    }

    /** Makes, wraps and stores a data key; durable on return. */
    DataKey create(ObjectName name, byte[] sha256) throws IOException {
        DataKey made = new DataKey(UUID.randomUUID(), CommittingCipher.random(CommittingCipher.KEY), sha256, 0);
        tenant(name.tenant(), true);
        wrapping.readLock().lock();
        try {
            byte[] kek = tenant(name.tenant(), true).lastEntry().getValue();
            store(dataFile(name.tenant(), made.id()), wrap(kek, name, made));
            return made;
        } finally {
            wrapping.readLock().unlock();
        }
    }

    /** @throws VaultException ERASED when there is no such key any more */
    DataKey open(ObjectName name, UUID id) throws IOException {
        for (int attempt = 0; ; attempt++) {
            byte[] file = keyFile(name.tenant(), id);
            if (!name(name.tenant(), id, file).equals(name)) {
                throw new VaultException(Reason.CORRUPT, "data key " + id + ": not of " + name);
            }
            byte[] wrapped = Arrays.copyOfRange(file, PREFIX, file.length);
            Optional<byte[]> kek = find(name.tenant(), wrapped, "data key " + id);
            if (kek.isPresent()) {
                return read(id, CommittingCipher.unwrap(kek.get(), wrapped, context(name, id), "data key " + id));
            }
            if (attempt > 0) { // Once more: a rotation may have ended between reading the file and looking for the key.
                throw new VaultException(
                        Reason.CORRUPT,
                        "data key " + id + ": wrapped by a key that tenant " + name.tenant() + " has not");
            }
        }
    }

    /** Sets a later end of retention; an earlier one changes nothing. */
    void retain(ObjectName name, UUID id, long until) throws IOException {
        wrapping.readLock().lock();
        try {
            synchronized (fileLock(id)) {
                DataKey now = open(name, id);
                if (until > now.retainedUntil()) {
                    byte[] kek = tenant(name.tenant(), false).lastEntry().getValue();
                    DataKey longer = new DataKey(id, now.key(), now.sha256(), until);
                    replace(dataFile(name.tenant(), id), wrap(kek, name, longer));
                    Durable.sync(Durable.folderOf(dataFile(name.tenant(), id)));
                }
            }
        } finally {
            wrapping.readLock().unlock();
        }
    }

    /** Whether it was there. */
    boolean destroy(UUID tenant, UUID id) throws IOException {
        Path file = dataFile(tenant, id);
        synchronized (fileLock(id)) {
            if (!Files.deleteIfExists(file)) {
                return false;
            }
        }
        Durable.sync(Durable.folderOf(file));
        return true;
    }

    /**
     * Gives a tenant a new key-encryption key, wraps all its data keys with it and destroys the older ones. Reading and writing go
     * on meanwhile. Killed in the middle, the next {@code open} of the vault finishes it.
     *
     * @return how many data keys were wrapped anew
     */
    synchronized int rotate(UUID tenant) throws IOException {
        NavigableMap<Integer, byte[]> held = tenant(tenant, false);
        int next = held.lastKey() + 1;
        byte[] fresh = CommittingCipher.random(CommittingCipher.KEY);
        store(kekFile(tenant, next), roots.getFirst().wrap(fresh, kekContext(tenant, next)));
        wrapping.writeLock().lock(); // Waits for those that took the old key and have not stored what they wrapped.
        try {
            held.put(next, fresh);
        } finally {
            wrapping.writeLock().unlock();
        }
        return rewrap(tenant, held);
    }

    /**
     * Wraps the tenant keys anew by another root key; reading and writing go on meanwhile. Killed in the middle, an {@code open} of the
     * vault with the new one and the old one finishes it.
     */
    synchronized void changeRoot(RootKey next) throws IOException {
        synchronized (tenants) { // After those that are making a tenant key with the old one.
            roots = Stream.concat(Stream.of(next), roots.stream()).toList();
        }
        rewrapAllByRoot();
        synchronized (tenants) { // After those that have read a file and not unwrapped it yet.
            roots = List.of(next);
        }
    }

    /** Does something while no key is rotated or destroyed with its tenant. */
    synchronized <T> T undisturbed(KeyWork<T> work) throws IOException {
        return work.run();
    }

    /** Something that takes the keys as they lie. */
    interface KeyWork<T> {

        T run() throws IOException;
    }

    /** Destroys every key of a tenant. */
    synchronized void destroyAll(UUID tenant) throws IOException {
        wrapping.writeLock().lock();
        try {
            Path folder = keys.resolve(tenant.toString());
            tenants.remove(tenant);
            for (Path file : keks(tenant).values()) {
                Files.delete(file);
            }
            Durable.sync(folder); // From here on nothing of this tenant can be opened.
            for (UUID id : dataKeys(tenant)) {
                Files.deleteIfExists(dataFile(tenant, id));
            }
        } finally {
            wrapping.writeLock().unlock();
        }
    }

    List<UUID> tenants() throws IOException {
        try (Stream<Path> files = Files.list(keys)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.length() == 36)
                    .map(UUID::fromString)
                    .filter(tenant -> !keks(tenant).isEmpty())
                    .toList();
        }
    }

    List<UUID> dataKeys(UUID tenant) throws IOException {
        Path data = keys.resolve(tenant.toString()).resolve("data");
        if (Files.notExists(data)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(data, 2)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.length() == 36)
                    .map(UUID::fromString)
                    .toList();
        }
    }

    /** Key-encryption key files of a tenant by number. */
    NavigableMap<Integer, Path> keks(UUID tenant) {
        NavigableMap<Integer, Path> found = new ConcurrentSkipListMap<>();
        try (Stream<Path> files = Files.list(keys.resolve(tenant.toString()))) {
            files.filter(file -> file.getFileName().toString().matches("kek-[1-9][0-9]{0,8}"))
                    .forEach(file -> found.put(
                            Integer.parseInt(file.getFileName().toString().substring(4)), file));
        } catch (NoSuchFileException e) {
            return found;
        } catch (IOException e) {
            throw VaultException.of(e);
        }
        return found;
    }

    private int rewrap(UUID tenant, NavigableMap<Integer, byte[]> held) throws IOException {
        byte[] newest = held.lastEntry().getValue();
        int count = 0;
        for (UUID id : dataKeys(tenant)) {
            synchronized (fileLock(id)) {
                if (Files.exists(dataFile(tenant, id))) { // Else it was destroyed since it was listed.
                    ObjectName name = name(tenant, id, keyFile(tenant, id));
                    replace(dataFile(tenant, id), wrap(newest, name, open(name, id)));
                    count++;
                }
            }
        }
        try (Stream<Path> made = Files.walk(keys.resolve(tenant.toString()), 2)) {
            for (Path folder : made.filter(Files::isDirectory).toList()) {
                Durable.sync(folder);
            }
        }
        for (Map.Entry<Integer, Path> old : keks(tenant).headMap(held.lastKey()).entrySet()) {
            Files.delete(old.getValue());
            held.remove(old.getKey());
        }
        Durable.sync(keys.resolve(tenant.toString()));
        return count;
    }

    /** Wraps anew what an older root key wrapped. */
    private void finishRotations() throws IOException {
        Path check = keys.resolve("root");
        String context = "vault " + vaultId;
        if (Files.notExists(check)) {
            store(check, roots.getFirst().wrap(context.getBytes(StandardCharsets.UTF_8), context));
        }
        unwrapByRoot(check, context);
        if (roots.size() > 1) {
            rewrapAllByRoot();
        }
        for (UUID tenant : tenants()) {
            if (keks(tenant).size() > 1) {
                rewrap(tenant, tenant(tenant, false)); // A rotation was killed.
            }
        }
    }

    /** The vault's own check at last: when it is of the new root key, all are. */
    private void rewrapAllByRoot() throws IOException {
        for (UUID tenant : tenants()) {
            for (Map.Entry<Integer, Path> kek : keks(tenant).entrySet()) {
                rewrapByRoot(kek.getValue(), kekContext(tenant, kek.getKey()));
            }
        }
        rewrapByRoot(keys.resolve("root"), "vault " + vaultId);
    }

    private void rewrapByRoot(Path file, String context) throws IOException {
        byte[] secret = unwrapByRoot(file, context);
        replace(file, roots.getFirst().wrap(secret, context));
        Durable.sync(Durable.folderOf(file));
    }

    private byte[] unwrapByRoot(Path file, String context) throws IOException {
        byte[] wrapped = Files.readAllBytes(file);
        String by = HexFormat.of().formatHex(CommittingCipher.wrappingKeyId(wrapped, context));
        for (RootKey root : roots) {
            if (root.id().equals(by)) {
                return root.unwrap(wrapped, context);
            }
        }
        throw new VaultException(
                Reason.WRONG_KEY,
                context + ": wrapped by root key " + by + ", at hand is "
                        + roots.getFirst().id());
    }

    /** @throws VaultException ERASED */
    private byte[] keyFile(UUID tenant, UUID id) throws IOException {
        try {
            return Files.readAllBytes(dataFile(tenant, id));
        } catch (NoSuchFileException e) {
            throw new VaultException(Reason.ERASED, "Data key " + id + " of tenant " + tenant + " was destroyed", e);
        }
    }

    private Optional<byte[]> find(UUID tenant, byte[] wrapped, String what) throws IOException {
        byte[] keyId = CommittingCipher.wrappingKeyId(wrapped, what);
        return tenant(tenant, false).values().stream()
                .filter(kek -> Arrays.equals(keyId, CommittingCipher.keyId(kek)))
                .findFirst();
    }

    /** The key-encryption keys of a tenant by number; the first is made when there is none and {@code create}. */
    private NavigableMap<Integer, byte[]> tenant(UUID tenant, boolean create) throws IOException {
        NavigableMap<Integer, byte[]> known = tenants.get(tenant);
        if (known != null) {
            return known;
        }
        synchronized (tenants) {
            NavigableMap<Integer, byte[]> loaded = new ConcurrentSkipListMap<>();
            for (Map.Entry<Integer, Path> kek : keks(tenant).entrySet()) {
                loaded.put(kek.getKey(), unwrapByRoot(kek.getValue(), kekContext(tenant, kek.getKey())));
            }
            if (loaded.isEmpty()) {
                if (!create) {
                    throw new VaultException(Reason.ERASED, "Tenant " + tenant + " has no key");
                }
                byte[] first = CommittingCipher.random(CommittingCipher.KEY);
                store(kekFile(tenant, 1), roots.getFirst().wrap(first, kekContext(tenant, 1)));
                loaded.put(1, first);
            }
            NavigableMap<Integer, byte[]> raced = tenants.putIfAbsent(tenant, loaded);
            return raced == null ? loaded : raced;
        }
    }

    private void store(Path file, byte[] bytes) throws IOException {
        Path folder = folders.ensure(Durable.folderOf(file));
        Path temporary = Durable.temporary(temporaries);
        try {
            Durable.write(temporary, bytes);
            Durable.publish(temporary, file);
        } catch (FileAlreadyExistsException e) {
            throw new VaultException(Reason.IN_USE, file + " appeared meanwhile", e);
        } finally {
            Files.deleteIfExists(temporary);
        }
        Durable.sync(folder);
    }

    private void replace(Path file, byte[] bytes) throws IOException {
        Path temporary = Durable.temporary(temporaries);
        try {
            Durable.write(temporary, bytes);
            Durable.replace(temporary, file);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static byte[] wrap(byte[] kek, ObjectName name, DataKey key) {
        byte[] secret = ByteBuffer.allocate(SECRET)
                .put(key.key())
                .put(key.sha256())
                .putLong(key.retainedUntil())
                .array();
        byte[] wrapped = CommittingCipher.wrap(kek, secret, context(name, key.id()));
        return ByteBuffer.allocate(PREFIX + wrapped.length)
                .put(MAGIC)
                .putLong(name.object().getMostSignificantBits())
                .putLong(name.object().getLeastSignificantBits())
                .putInt(name.version())
                .put(wrapped)
                .array();
    }

    /** Of which object a key file says it is; authenticated when it is unwrapped. */
    private static ObjectName name(UUID tenant, UUID id, byte[] file) {
        ByteBuffer in = ByteBuffer.wrap(file);
        if (file.length < PREFIX || !Arrays.equals(file, 0, 4, MAGIC, 0, 4) || in.getInt(20) < 1) {
            throw new VaultException(Reason.CORRUPT, "data key " + id + ": not a data key file");
        }
        return new ObjectName(tenant, new UUID(in.getLong(4), in.getLong(12)), in.getInt(20));
    }

    /** The object that a data key is for. */
    ObjectName owner(UUID tenant, UUID id) throws IOException {
        return name(tenant, id, keyFile(tenant, id));
    }

    private static DataKey read(UUID id, byte[] bytes) {
        if (bytes.length != SECRET) {
            throw new VaultException(Reason.CORRUPT, "data key " + id + ": " + bytes.length + " bytes");
        }
        long until = ByteBuffer.wrap(bytes).getLong(64);
        return new DataKey(id, Arrays.copyOf(bytes, 32), Arrays.copyOfRange(bytes, 32, 64), until);
    }

    private Object fileLock(UUID id) {
        return fileLocks[Math.floorMod(id.hashCode(), fileLocks.length)];
    }

    private Path kekFile(UUID tenant, int version) {
        return keys.resolve(tenant.toString()).resolve("kek-" + version);
    }

    Path dataFile(UUID tenant, UUID id) {
        String text = id.toString();
        return keys.resolve(tenant.toString())
                .resolve("data")
                .resolve(text.substring(text.length() - 2))
                .resolve(text);
    }

    private static String kekContext(UUID tenant, int version) {
        return "tenant key " + tenant + " " + version;
    }

    private static String context(ObjectName name, UUID id) {
        return "data key " + name.tenant() + " " + name.object() + " " + name.version() + " " + id;
    }
}
