package io.countermark.cli;

import java.io.IOException;

/** A failure of one file that the command line itself finds; it has a code like those of the libraries. */
final class CommandException extends IOException {

    private static final long serialVersionUID = 1L;

    private final String code;
    private final String text;

    CommandException(String code, String text) {
        super(text);
        this.code = code;
        this.text = text;
    }

    String code() {
        return code;
    }

    String text() {
        return text;
    }
}
