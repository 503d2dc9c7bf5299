package io.countermark.transparency;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.UUID;

/** A process of its own that appends with 16 threads and says on its standard output what was acknowledged: {@code INDEX UUID}. */
final class LogChild {

    private LogChild() {}

    /** Arguments: folder, private key. */
    public static void main(String[] arguments) throws Exception {
        try (TransparencyLog log = TransparencyLog.open(Path.of(arguments[0]), NoteSigner.parse(arguments[1]))) {
            Thread[] threads = new Thread[16];
            for (int i = 0; i < threads.length; i++) {
                threads[i] = new Thread(() -> append(log));
                threads[i].start();
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }
    }

    private static void append(TransparencyLog log) {
        while (true) {
            String text = UUID.randomUUID().toString();
            say(log.append(text.getBytes(StandardCharsets.US_ASCII)).index() + " " + text);
        }
    }

    private static synchronized void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
