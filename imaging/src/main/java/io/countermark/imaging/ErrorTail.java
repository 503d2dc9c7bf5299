package io.countermark.imaging;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The last line a worker wrote to standard error. The rest is thrown away: what a codec prints about a file is the sender's text. */
final class ErrorTail {

    private static final int KEPT = 512;

    private final StringBuilder line = new StringBuilder();

    private ErrorTail() {}

    static ErrorTail of(InputStream errors) {
        ErrorTail tail = new ErrorTail();
        Thread.ofVirtual().name("decode-worker-errors").start(() -> tail.drain(errors));
        return tail;
    }

    private void drain(InputStream errors) {
        byte[] buffer = new byte[4096];
        try (errors) {
            for (int read = errors.read(buffer); read >= 0; read = errors.read(buffer)) {
                keep(new String(buffer, 0, read, StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            // The process is gone, and its stream with it.
        }
    }

    private synchronized void keep(String text) {
        line.append(text);
        line.delete(0, Math.max(0, line.length() - KEPT));
    }

    /** Empty, or a blank and the last line without control characters. */
    synchronized String asSentence() {
        String[] lines = line.toString().strip().split("\\R", -1);
        String last = lines[lines.length - 1].replaceAll("\\p{Cntrl}", "?");
        return last.isEmpty() ? "" : " Its last words: " + last;
    }
}
