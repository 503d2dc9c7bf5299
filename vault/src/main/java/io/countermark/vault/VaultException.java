package io.countermark.vault;

import java.io.IOException;
import java.util.Locale;

/** The vault could not do as asked. */
public final class VaultException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        /** No object of that name. */
        NOT_FOUND,
        /** The name is taken by other content. */
        ALREADY_EXISTS,
        /** Stored bytes are not what was written. */
        CORRUPT,
        /** The key at hand is not the one that this was made with. */
        WRONG_KEY,
        /** The content does not have the digest that was said. */
        DIGEST_MISMATCH,
        /** The object's key was destroyed. */
        ERASED,
        /** No object uses this key: left by a write that was cut off between the two. */
        UNUSED_KEY,
        /** A retention lock stands against it. */
        RETAINED,
        /** Another process has the vault open. */
        IN_USE,
        /** The key file may be read by others than its owner. */
        KEY_FILE_MODE,
        /** The key file does not hold a key. */
        KEY_FILE_MALFORMED,
        /** The token or the key service that holds the root key can't be used. */
        KEY_SERVICE,
        /** The store does not do what is relied on. */
        STORE_UNFIT,
        /** No room; nothing was stored. */
        DISK_FULL,
        /** The file system failed. */
        IO;

        /** For example {@code not-found}. */
        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private final Reason reason;

    public VaultException(Reason reason, String detail) {
        super(detail);
        this.reason = reason;
    }

    public VaultException(Reason reason, String detail, Throwable cause) {
        super(detail, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    /** DISK_FULL when the file system says so (ENOSPC, EDQUOT), IO otherwise. */
    static VaultException of(IOException cause) {
        String said = String.valueOf(cause.getMessage());
        boolean full = said.contains("No space left") || said.contains("quota exceeded");
        return new VaultException(full ? Reason.DISK_FULL : Reason.IO, said, cause);
    }
}
