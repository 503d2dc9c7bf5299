package io.countermark.vault;

import io.countermark.vault.VaultException.Reason;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The folder of a {@link Vault}: its marker, its lock, its unfinished files. */
final class VaultFolder {

    private static final String MAGIC = "countermark vault 1";

    private VaultFolder() {}

    /** The id of the vault; made when there is none. */
    static UUID id(Path root, Path temporaries) throws IOException {
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

    /** Held while the channel is open. @throws VaultException IN_USE */
    static FileChannel lock(Path root) throws IOException {
        Path file = root.resolve("VAULT");
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

    /** Removes what a killed process left unfinished. */
    static void sweep(Path temporaries) throws IOException {
        try (Stream<Path> left = Files.list(temporaries)) {
            for (Path file : left.toList()) {
                if (file.getFileName().toString().startsWith(Durable.TEMPORARY_PREFIX)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    /**
     * Holds the folder to one store: who forgets to name the bucket would else see an empty archive.
     *
     * @param elsewhere where the objects lie; null for the folder itself
     * @throws VaultException STORE_UNFIT when they lie in another place
     */
    static void settle(Path root, Path temporaries, @Nullable ObjectStore elsewhere) throws IOException {
        Path file = root.resolve("ELSEWHERE");
        String place = Files.exists(file) ? Files.readString(file).strip() : "";
        if (elsewhere == null) {
            if (!place.isEmpty()) {
                throw new VaultException(
                        Reason.STORE_UNFIT, "The objects of " + root + " lie in " + place + ": name that store");
            }
            return;
        }
        if (place.isEmpty()) {
            refuseObjects(root.resolve("objects"));
            Path temporary = Durable.temporary(temporaries);
            Durable.write(temporary, (elsewhere.place() + "\n").getBytes(StandardCharsets.UTF_8));
            Durable.publish(temporary, file);
            Durable.sync(root);
        } else if (!place.equals(elsewhere.place())) {
            throw new VaultException(
                    Reason.STORE_UNFIT,
                    "The objects of " + root + " lie in " + place + ", not in " + elsewhere.place()
                            + ": where they were copied, remove " + file);
        }
    }

    /** @throws VaultException STORE_UNFIT when objects lie here, for a vault that keeps them elsewhere would not see them */
    private static void refuseObjects(Path objects) throws IOException {
        if (Files.notExists(objects)) {
            return;
        }
        try (Stream<Path> files = Files.walk(objects)) {
            if (files.anyMatch(Files::isRegularFile)) {
                throw new VaultException(
                        Reason.STORE_UNFIT,
                        objects
                                + " holds objects: copy them into the bucket under the same names, then move the folder away");
            }
        }
    }
}
