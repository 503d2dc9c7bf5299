package io.countermark.container;

/** How one container format carries a manifest store. */
interface CredentialContainer {

    /** Whether the first bytes are those of this format. */
    boolean recognises(byte[] file);

    EmbeddedCredentials read(EmbeddedCredentials.Kind kind, byte[] file);

    CredentialSlot reserve(byte[] file, int storeLength);

    byte[] strip(byte[] file);
}
