package io.countermark.vault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Objects as files below one folder; a key is a path. */
final class FolderStore implements ObjectStore {

    private final Path folder;
    private final Folders folders;

    FolderStore(Path folder, Folders folders) throws IOException {
        this.folders = folders;
        this.folder = folders.ensure(folder);
    }

    @Override
    public void create(String key, Path sealed) throws IOException {
        Path file = folder.resolve(key);
        Path parent = folders.ensure(Durable.folderOf(file));
        Durable.sync(sealed);
        Durable.publish(sealed, file);
        Durable.sync(parent);
    }

    @Override
    public Stored open(String key) throws IOException {
        Path file = folder.resolve(key);
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(key);
        }
        return new Stored(Files.newInputStream(file), Files.size(file));
    }

    @Override
    public boolean exists(String key) {
        return Files.exists(folder.resolve(key));
    }

    @Override
    public void settle(String key) throws IOException {
        Durable.sync(Durable.folderOf(folder.resolve(key)));
    }

    @Override
    public boolean delete(String key) throws IOException {
        Path file = folder.resolve(key);
        if (!Files.deleteIfExists(file)) {
            return false;
        }
        Durable.sync(Durable.folderOf(file));
        return true;
    }

    @Override
    public String place() {
        return folder.toString();
    }

    @Override
    @SuppressWarnings("StreamResourceLeak") // The caller closes it, as the interface says.
    public Stream<String> keys() throws IOException {
        return Files.walk(folder)
                .filter(Files::isRegularFile)
                .map(file -> folder.relativize(file).toString().replace('\\', '/'));
    }

    @Override
    public void close() {
        // Holds nothing open.
    }
}
