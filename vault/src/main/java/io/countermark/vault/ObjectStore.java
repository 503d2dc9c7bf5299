package io.countermark.vault;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Where the ciphertexts of a {@link Vault} lie: a folder ({@link FolderStore}) or a bucket ({@link S3Store}). It sees neither contents nor
 * keys: the wrapped keys stay in the vault's folder, since an erasure must not depend on whether a bucket keeps old versions.
 *
 * <p>A key is {@code TENANT/XX/OBJECT.VERSION} with XX the last two digits of OBJECT; what stands under a key never changes.
 * Implementations are thread-safe.
 */
public interface ObjectStore extends AutoCloseable {

    /**
     * Stores a finished file under a key that nothing has yet; durable on return. Of two that do so at once exactly one succeeds.
     *
     * @param sealed may be moved away or left; the caller removes what is left
     * @throws java.nio.file.FileAlreadyExistsException when the key is taken
     */
    void create(String key, Path sealed) throws IOException;

    /** @throws java.nio.file.NoSuchFileException when nothing has the key */
    Stored open(String key) throws IOException;

    boolean exists(String key) throws IOException;

    /** Makes durable what another, perhaps killed since, has stored under the key. */
    void settle(String key) throws IOException;

    /** Returns whether it was there; durable on return. */
    boolean delete(String key) throws IOException;

    /** Where it is, one line: for people, and for noticing that another was named. */
    String place();

    /**
     * All keys, also of things that are no objects; in no order; close the stream. Where it can fail while it is read, it throws
     * {@link java.io.UncheckedIOException}.
     */
    Stream<String> keys() throws IOException;

    @Override
    void close();

    /**
     * Close it.
     *
     * @param bytes  of the ciphertext
     * @param length of them
     */
    record Stored(InputStream bytes, long length) implements Closeable {

        @Override
        public void close() throws IOException {
            bytes.close();
        }
    }
}
