package dev.gracefulshutdown.shutdown;

import java.io.IOException;
import java.nio.file.Path;

/** Holds a journal until its standard input ends. */
public final class JournalHolder {
    private JournalHolder() {}

    public static void main(String[] arguments) throws IOException {
        try (FileJournal journal = new FileJournal(Path.of(arguments[0]))) {
            System.out.println("holds " + journal.unfinished().size());
            System.out.println("let go at " + System.in.read());
        }
    }
}
