package dev.gracefulshutdown.api.file;

import java.nio.file.Path;

/**
 * Something in a file that can't be accepted.
 *
 * @param file the file
 * @param line counted from 1; 0 when it is about the file as a whole
 * @param column counted from 1; 0 when it is about the file as a whole
 * @param field the path in the document, for example {@code spec.escalation[1].at}; empty when it is about no field
 * @param message what is wrong
 * @param remedy what to do about it; may be empty
 */
public record Problem(Path file, int line, int column, String field, String message, String remedy) {

    /** A line as compilers print it, so that editors find the place; what it quotes can't write on the terminal. */
    @Override
    public String toString() {
        String place = line == 0 ? file.toString() : file + ":" + line + ":" + column;
        return Printable.of(place + ": " + (field.isEmpty() ? "" : field + ": ") + message
                + (remedy.isEmpty() ? "" : "; " + remedy));
    }
}
