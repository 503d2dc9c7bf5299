package io.countermark.transparency;

import io.countermark.transparency.LogException.Reason;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What keeps a second writer away from a log, and a second witness from a state: held while the channel is open. */
final class WriterLock {

    private WriterLock() {}

    /** @throws LogException LOCKED */
    static FileChannel take(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = null;
        try {
            held = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            throw new LogException(Reason.LOCKED, file + ": this process has it already", e);
        } finally {
            if (held == null) {
                close(channel);
            }
        }
        if (held == null) {
            throw new LogException(Reason.LOCKED, file + ": another process has it");
        }
        return channel;
    }

    static void close(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw LogException.of(e);
        }
    }
}
