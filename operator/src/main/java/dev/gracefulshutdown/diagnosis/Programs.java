package dev.gracefulshutdown.diagnosis;

import java.util.List;

/** Names of programs out of command lines. */
final class Programs {
    private Programs() {}

    /** The basename of the first argument's first word, without the colon of a title: {@code php-fpm} of {@code php-fpm: master}. */
    static String name(List<String> argv) {
        String title = argv.isEmpty() ? "" : argv.getFirst();
        String first = title.split(" ", 2)[0];
        String base = first.substring(first.lastIndexOf('/') + 1);
        return base.endsWith(":") ? base.substring(0, base.length() - 1) : base;
    }

    /** Servers that write a title over their arguments can't be started by what they show. */
    static boolean isTitle(List<String> argv) {
        String first = argv.isEmpty() ? "" : argv.getFirst();
        return first.contains(": ") || (argv.size() == 1 && first.contains(" "));
    }
}
