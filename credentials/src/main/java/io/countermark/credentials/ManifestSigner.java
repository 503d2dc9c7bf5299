package io.countermark.credentials;

/** Signs JPEG and PNG files with a C2PA manifest. Thread-safe. */
public final class ManifestSigner {

    public ManifestSigner(SigningCredential credential) {
        throw new UnsupportedOperationException();
    }

    /**
     * The file with a manifest store in it; pixel data is not touched. An existing store stays as the ingredient of an
     * {@code opened} action.
     *
     * @throws CredentialsException when it can't be signed
     */
    public SignedImage sign(byte[] file, ManifestDefinition definition) {
        throw new UnsupportedOperationException();
    }

    /**
     * @param file          the signed bytes
     * @param manifestLabel label of the active manifest, {@code urn:c2pa:...}
     */
    public record SignedImage(byte[] file, String manifestLabel) {}
}
