package io.countermark.fingerprint.index;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The index is open for writing elsewhere. */
public final class IndexInUseException extends IndexException {

    private static final long serialVersionUID = 1L;

    IndexInUseException(Path folder, @Nullable Throwable cause) {
        super("The index " + folder + " is open for writing elsewhere", cause);
    }
}
