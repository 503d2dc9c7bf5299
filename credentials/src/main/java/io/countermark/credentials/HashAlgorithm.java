package io.countermark.credentials;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;

/** Hash algorithms that C2PA 2.4 allows (13.1). */
enum HashAlgorithm {
    SHA256("sha256", "SHA-256", 32),
    SHA384("sha384", "SHA-384", 48),
    SHA512("sha512", "SHA-512", 64);

    private final String label;
    private final String jcaName;
    private final int length;

    HashAlgorithm(String label, String jcaName, int length) {
        this.label = label;
        this.jcaName = jcaName;
        this.length = length;
    }

    static Optional<HashAlgorithm> of(String label) {
        return Arrays.stream(values()).filter(alg -> alg.label.equals(label)).findFirst();
    }

    String label() {
        return label;
    }

    /** Bytes of a digest. */
    int length() {
        return length;
    }

    MessageDigest digest() {
        try {
            return MessageDigest.getInstance(jcaName);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has " + jcaName, e);
        }
    }

    byte[] hash(byte[] bytes) {
        return digest().digest(bytes);
    }

    /** Of a superbox's payload (8.4.2.3). */
    byte[] hash(Superbox box) {
        MessageDigest digest = digest();
        digest.update(box.store(), box.payloadOffset(), box.payloadLength());
        return digest.digest();
    }
}
