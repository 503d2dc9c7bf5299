package io.countermark.cli;

import io.countermark.container.MalformedImageException;
import io.countermark.credentials.CredentialsException;
import io.countermark.fingerprint.index.CorruptIndexException;
import io.countermark.fingerprint.index.IndexInUseException;
import io.countermark.fingerprint.index.IndexTooNewException;
import io.countermark.fingerprint.index.IndexTooOldException;
import io.countermark.imaging.ImageRejectedException;
import io.countermark.transparency.LogException;
import io.countermark.watermark.MarkRefusedException;
import io.countermark.watermark.visible.VisibleMarkRefusedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;

/**
 * Why a file failed.
 *
 * @param code    for programs, lower case with dashes
 * @param message for people: what happened and what to do
 */
record Failure(String code, String message) {

    private static final String BUG = "internal-error";

    /** Whether a library failed in a way that it does not announce. */
    boolean isBug() {
        return code.equals(BUG);
    }

    static Failure of(IOException e) {
        return switch (e) {
            case CommandException c -> new Failure(c.code(), c.text());
            case NoSuchFileException n -> new Failure("not-found", "There is no file " + n.getFile());
            case AccessDeniedException a -> new Failure("not-readable", "No permission for " + a.getFile());
            case FileSystemException f ->
                new Failure("io-error", f.getFile() + ": " + Objects.toString(f.getReason(), "failed"));
            default -> new Failure("io-error", message(e));
        };
    }

    static Failure of(RuntimeException e) {
        return switch (e) {
            case ImageRejectedException i -> new Failure(i.reason().code(), message(i));
            case MarkRefusedException m -> new Failure(m.reason().code(), message(m));
            case VisibleMarkRefusedException v -> new Failure(v.reason().code(), message(v));
            case CredentialsException c -> new Failure(c.reason().code(), message(c));
            case MalformedImageException m -> new Failure("malformed-image", message(m));
            case CorruptIndexException c -> new Failure("index-damaged", message(c));
            case IndexTooOldException o -> new Failure("index-too-old", message(o));
            case IndexTooNewException n -> new Failure("index-too-new", message(n));
            case IndexInUseException u -> new Failure("index-in-use", message(u));
            case LogException l -> new Failure(l.reason().code(), message(l));
            case UncheckedIOException u -> of(Objects.requireNonNull(u.getCause()));
            default -> new Failure(BUG, "This is a bug, please report it: " + e);
        };
    }

    private static String message(Exception e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }
}
