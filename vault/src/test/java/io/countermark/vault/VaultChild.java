package io.countermark.vault;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Random;
import java.util.UUID;

/** A process of its own that writes to a vault and says on its standard output what was acknowledged, a line each. */
final class VaultChild {

    private VaultChild() {}

    /** Arguments: vault, root key file, threads, bytes of an object, objects a thread (0: without end). */
    public static void main(String[] arguments) throws Exception {
        RootKey root = RootKey.openOrCreate(Path.of(arguments[1]));
        int length = Integer.parseInt(arguments[3]);
        int count = Integer.parseInt(arguments[4]);
        try (Vault vault = Vault.open(Path.of(arguments[0]), root)) {
            Thread[] threads = new Thread[Integer.parseInt(arguments[2])];
            for (int i = 0; i < threads.length; i++) {
                threads[i] = new Thread(() -> write(vault, length, count));
                threads[i].start();
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }
    }

    private static void write(Vault vault, int length, int count) {
        UUID tenant = VaultTest.name(1).tenant();
        for (int i = 0; count == 0 || i < count; i++) {
            UUID object = UUID.randomUUID();
            try {
                byte[] content = content(object, length);
                vault.put(
                        new ObjectName(tenant, object, 1),
                        content,
                        MessageDigest.getInstance("SHA-256").digest(content));
                say(object.toString());
            } catch (VaultException e) {
                say(e.reason().name());
                return;
            } catch (java.security.NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    static byte[] content(UUID object, int length) {
        byte[] content = new byte[length];
        new Random(object.getMostSignificantBits()).nextBytes(content);
        return content;
    }

    private static synchronized void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
