package io.countermark.cli;

import java.io.PrintWriter;

/**
 * Says on standard error where a run over files stands: a bar that is redrawn where a person looks, a line a file elsewhere, nothing
 * when quiet. The launcher knows whether standard error is a terminal, which Java can't tell, and says so by a system property.
 */
final class Progress {

    /** {@code bar} when standard error is a terminal. */
    static final String PROPERTY = "countermark.progress";

    private static final int BAR = 24;

    private final PrintWriter err;
    private final boolean quiet;
    private final boolean bar;
    private final int total;
    private int done;

    Progress(PrintWriter err, boolean quiet, int total) {
        this.err = err;
        this.quiet = quiet;
        this.bar = "bar".equals(System.getProperty(PROPERTY));
        this.total = total;
    }

    void begin(String step) {
        if (quiet) {
            return;
        }
        if (bar) {
            int full = total == 0 ? BAR : BAR * done / total;
            err.print("\r\u001b[K[" + "#".repeat(full) + ".".repeat(BAR - full) + "] " + (done + 1) + "/" + total + " "
                    + step);
        } else if (total > 1) {
            err.println((done + 1) + "/" + total + " " + step);
        }
        err.flush();
    }

    /** Takes the bar away so that a result can be printed. */
    void end() {
        done++;
        clear();
    }

    void clear() {
        if (!quiet && bar) {
            err.print("\r\u001b[K");
            err.flush();
        }
    }
}
