package io.countermark.app.platform.jobs;

import io.countermark.app.platform.Ids;
import io.countermark.app.platform.RefusedToStartException;
import io.countermark.app.platform.storage.DataFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.stereotype.Component;

/** This server among those that share a database; the name is kept in the data folder, which one server uses at a time. */
@Component
class Node {

    private final String name;

    Node(DataFolder folder) {
        Path file = folder.path().resolve("node");
        try {
            if (!Files.exists(file)) {
                Path fresh = Files.writeString(folder.path().resolve("node.new"), "node-" + Ids.next());
                Files.move(fresh, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
            }
            name = Files.readString(file).strip();
        } catch (IOException e) {
            throw new RefusedToStartException("The file " + file + " can't be used: " + e.getMessage(), e);
        }
    }

    String name() {
        return name;
    }
}
